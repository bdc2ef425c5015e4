"""Staff: posts, suspension, passwords, and who may give what (rules §7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contracts.language import permissions
from contracts.language.errors import Forbidden, Refused
from services.stations.rules.staff import HEAD_POSTS, Staff, check_may_give, check_may_manage

HIRED = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = HIRED + timedelta(days=1)

CHANGES: dict[str, Callable[[Staff], None]] = {
    "change_posts": lambda person: person.change_posts(("engineer",), NOW),
    "suspend": lambda person: person.suspend("on leave", NOW),
    "set_password": lambda person: person.set_password("hash", NOW),
}


def person(*posts: str, username: str | None = "wang.fang") -> Staff:
    return Staff("staff", "station", "Wang Fang", posts or ("front_desk",), (), HIRED, username=username)


def test_the_head_posts_are_those_of_the_contract() -> None:
    assert frozenset(permissions.HEAD_POSTS) == HEAD_POSTS


@pytest.mark.parametrize("name", CHANGES)
def test_tokens_from_before_a_change_no_longer_hold(name: str) -> None:
    changed = person()
    CHANGES[name](changed)
    assert changed.valid_from == NOW


def test_an_account_is_suspended_and_restored_by_turns() -> None:
    someone = person()
    with pytest.raises(Refused, match="not suspended"):
        someone.restore("back", NOW)
    someone.suspend("on leave", NOW)
    with pytest.raises(Refused, match="suspended already"):
        someone.suspend("on leave", NOW)
    assert (someone.active, someone.reason) == (False, "on leave")
    someone.restore("back", NOW)
    assert someone.active


def test_somebody_without_a_user_name_gets_no_password() -> None:
    someone = person(username=None)
    with pytest.raises(Refused) as refusal:
        someone.set_password("hash", NOW)
    assert (refusal.value.reason, someone.password_hash) == ("no_account", None)


@pytest.mark.parametrize("post", permissions.POSTS)
def test_head_posts_read_the_network_and_station_posts_their_station(post: str) -> None:
    assert person(post).reads_network is (post in permissions.HEAD_POSTS)
    assert person("engineer", post).reads_network is (post in permissions.HEAD_POSTS)


@pytest.mark.parametrize("network", [True, False])
@pytest.mark.parametrize("kind", ["head", "sub"])
@pytest.mark.parametrize("post", permissions.POSTS)
def test_who_may_give_a_post(post: str, kind: str, *, network: bool) -> None:
    if post in permissions.HEAD_POSTS and kind == "sub":
        expected: type[Exception] | None = Refused
    elif not network and kind == "head":
        expected = Forbidden
    else:
        expected = None
    if expected is None:
        check_may_give((post,), (), kind, network=network)
    else:
        with pytest.raises(expected):
            check_may_give((post,), (), kind, network=network)


@pytest.mark.parametrize("grant", permissions.GRANTS)
def test_only_a_head_person_gives_a_grant(grant: str) -> None:
    check_may_give(("front_desk",), (grant,), "sub", network=True)
    with pytest.raises(Forbidden):
        check_may_give(("front_desk",), (grant,), "sub", network=False)


def test_one_head_post_among_station_posts_is_enough_to_be_refused() -> None:
    with pytest.raises(Refused) as refusal:
        check_may_give(("engineer", "finance"), (), "sub", network=True)
    assert refusal.value.params["posts"] == ["finance"]


def test_nobody_changes_their_own_posts_or_suspends_themselves() -> None:
    lead = person("station_lead")
    check_may_manage(lead, "another")
    with pytest.raises(Refused) as refused:
        check_may_manage(lead, lead.id)
    assert refused.value.reason == "own_account"
