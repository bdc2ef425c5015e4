"""Where mails go: the first address is given by a lead or oneself, every later one by oneself or the head above."""

from __future__ import annotations

import pytest

from contracts.language.errors import Refused
from services.notifications.rules.addresses import Address, may_move

BENCH, LEAD = ("engineer",), ("station_lead",)


def an_address(email: str = "li.lei@example.com") -> Address:
    return Address("address", "station", "li lei", email)


@pytest.mark.parametrize("head", [True, False])
def test_anybody_who_manages_staff_gives_the_first_address(*, head: bool) -> None:
    address = an_address("")
    address.check_set("lead", head=head)
    assert address.set("li.lei@example.com", "en") is None
    assert (address.email, address.language) == ("li.lei@example.com", "en")


def test_a_later_one_is_set_by_the_person_or_the_head() -> None:
    address = an_address()
    address.check_set("li lei", head=False)
    address.check_set("supervisor", head=True)
    with pytest.raises(Refused) as refused:
        address.check_set("lead", head=False)
    assert refused.value.reason == "address_of_another"


def test_only_another_address_leaves_an_old_one_to_be_told() -> None:
    address = an_address()
    assert address.set("li.lei@example.com", "en") is None
    assert address.set("other@example.com", "en") == "li.lei@example.com"


@pytest.mark.parametrize(
    ("posts", "others", "allowed"),
    [
        (("supervisor",), LEAD, True),
        (("supervisor",), BENCH, True),
        (("general_manager",), ("supervisor",), True),
        (("supervisor",), ("supervisor",), False),
        (("supervisor",), ("general_manager",), False),
        (LEAD, BENCH, False),
        ((), (), False),
    ],
)
def test_the_head_moves_the_mails_of_those_below(
    posts: tuple[str, ...], others: tuple[str, ...], *, allowed: bool
) -> None:
    assert may_move(posts, others) is allowed
