"""Staff: posts, suspension, passwords, and who may give what (rules §7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contracts.language import permissions
from contracts.language.errors import Forbidden, Refused
from contracts.language.ranks import is_above
from services.stations.rules.staff import HEAD_POSTS, PasswordRequest, Staff, check_may_give, check_may_manage

HIRED = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = HIRED + timedelta(days=1)
LEAD = ("station_lead",)

CHANGES: dict[str, Callable[[Staff], None]] = {
    "change_posts": lambda person: person.change_posts(("engineer",), NOW),
    "suspend": lambda person: person.suspend("on leave", LEAD, NOW),
    "set_password": lambda person: person.set_password("hash", NOW),
    "give_password": lambda person: person.give_password("hash", "lead", NOW, NOW),
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
    with pytest.raises(Refused) as refused:
        someone.restore("back", LEAD, NOW)
    assert refused.value.reason == "staff_active"
    someone.suspend("on leave", LEAD, NOW)
    with pytest.raises(Refused) as refused:
        someone.suspend("on leave", LEAD, NOW)
    assert refused.value.reason == "staff_suspended"
    assert (someone.active, someone.reason) == (False, "on leave")
    someone.restore("back", LEAD, NOW)
    assert someone.active


@pytest.mark.parametrize(
    ("first", "second", "taken_over"),
    [
        (LEAD, ("supervisor",), True),
        ((), LEAD, True),
        (("supervisor",), ("general_manager",), True),
        (LEAD, LEAD, False),
        (("supervisor",), LEAD, False),
        (("supervisor",), ("supervisor",), False),
    ],
)
def test_a_suspension_is_taken_over_from_above_alone(
    first: tuple[str, ...], second: tuple[str, ...], *, taken_over: bool
) -> None:
    someone = person()
    someone.suspend("on leave", first, HIRED)
    if not taken_over:
        with pytest.raises(Refused) as refused:
            someone.suspend("took money", second, NOW)
        assert refused.value.reason == "staff_suspended"
        assert (someone.reason, someone.suspended_by_posts) == ("on leave", first)
        return
    someone.suspend("took money", second, NOW)
    assert (someone.active, someone.reason) == (False, "took money")
    with pytest.raises(Refused) as refused:
        someone.restore("back", first, NOW)
    assert refused.value.reason == "suspended_from_above"


@pytest.mark.parametrize(
    ("suspending", "restoring", "allowed"),
    [
        (LEAD, LEAD, True),
        (LEAD, ("supervisor",), True),
        (("supervisor",), LEAD, False),
        (("supervisor",), ("supervisor",), True),
        (("general_manager", "engineer"), ("supervisor",), False),
        ((), LEAD, True),
    ],
)
def test_no_lower_post_restores_whom_a_higher_one_has_suspended(
    suspending: tuple[str, ...], restoring: tuple[str, ...], *, allowed: bool
) -> None:
    someone = person()
    someone.suspend("left", suspending, NOW)
    if not allowed:
        with pytest.raises(Refused) as refused:
            someone.restore("back", restoring, NOW)
        assert refused.value.reason == "suspended_from_above"
    else:
        someone.restore("back", restoring, NOW)
    assert someone.active is allowed


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
    assert (refusal.value.reason, refusal.value.params["posts"]) == ("post_of_head", ["finance"])


def test_nobody_changes_their_own_posts_or_suspends_themselves() -> None:
    lead = person("station_lead")
    check_may_manage(lead, "another")
    with pytest.raises(Refused) as refused:
        check_may_manage(lead, lead.id)
    assert refused.value.reason == "own_account"


@pytest.mark.parametrize(
    ("posts", "others", "above"),
    [
        (("station_lead",), ("engineer", "front_desk"), True),
        (("station_lead",), ("engineer", "station_lead"), False),
        (("supervisor",), ("station_lead",), True),
        (("supervisor",), ("base_lead",), True),
        (("supervisor",), ("supervisor",), False),
        (("supervisor",), ("general_manager",), False),
        (("engineer", "general_manager"), ("supervisor",), True),
        (("supervisor",), (), True),
        ((), (), False),
    ],
)
def test_who_stands_above_whom(posts: tuple[str, ...], others: tuple[str, ...], *, above: bool) -> None:
    assert is_above(posts, others) is above


def test_a_given_password_is_changed_and_one_of_ones_own_is_not() -> None:
    someone = person()
    someone.give_password("word", "lead", HIRED, NOW)
    assert (someone.must_change_password, someone.password_hash, someone.password_reset_by) == (True, "word", "lead")
    someone.set_password("own", NOW)
    assert (someone.must_change_password, someone.password_hash) == (False, "own")
    assert (someone.password_reset_by, someone.password_reset_at) == ("lead", HIRED)


def test_the_first_password_holds_once_and_was_reset_by_nobody() -> None:
    someone = person()
    someone.give_first_password("word")
    assert (someone.must_change_password, someone.password_hash, someone.password_reset_by) == (True, "word", None)
    someone.set_password("own", NOW)
    assert (someone.must_change_password, someone.password_hash) == (False, "own")


def test_a_password_that_is_asked_for_holds_once_a_third_confirms_it() -> None:
    someone = person("supervisor")
    with pytest.raises(Refused, match="Nobody asked"):
        someone.confirm_password("manager", NOW)
    someone.request_password("word", "other", HIRED)
    assert (someone.password_hash, someone.valid_from) == (None, HIRED)
    for who in ("other", someone.id):
        with pytest.raises(Refused) as refused:
            someone.confirm_password(who, NOW)
        assert refused.value.reason == "own_password_request"
    someone.confirm_password("manager", NOW)
    assert (someone.password_hash, someone.password_reset_by, someone.password_request) == ("word", "other", None)


def test_whoever_changes_the_password_meanwhile_ends_the_request() -> None:
    someone = person()
    someone.request_password("word", "other", HIRED)
    assert someone.password_request == PasswordRequest("word", "other", HIRED)
    someone.set_password("own", NOW)
    assert someone.password_requested_by is None
