"""Who is told: the holders of a post, and where it is vacant the next above."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from contracts.language.permissions import POSTS
from services.notifications.rules.recipients import NEXT_ABOVE, holders, others
from services.notifications.rules.reports import RECIPIENTS


@dataclass(frozen=True)
class Someone:
    id: str
    posts: tuple[str, ...]


LEAD = Someone("lead", ("station_lead",))
KEEPER = Someone("keeper", ("storekeeper",))
SUPERVISOR = Someone("supervisor", ("supervisor",))
BASE_LEAD = Someone("base lead", ("base_lead",))
FINANCE = Someone("finance", ("finance",))
MANAGER = Someone("manager", ("general_manager",))


def test_a_station_s_own_holder_of_a_post_is_told() -> None:
    other = Someone("head's keeper", ("storekeeper",))
    assert holders(("storekeeper",), [LEAD, KEEPER], [other]) == ("keeper",)


def test_everybody_who_holds_the_post_is_told_once() -> None:
    second = Someone("second", ("storekeeper", "station_lead"))
    assert holders(("storekeeper", "station_lead"), [KEEPER, second], []) == ("keeper", "second")


def test_revenue_goes_to_finance_commerce_and_the_repair_lead() -> None:
    commerce = Someone("commerce", ("commerce",))
    head = [FINANCE, commerce, SUPERVISOR, BASE_LEAD, MANAGER]
    assert holders(RECIPIENTS["revenue"], [LEAD, KEEPER], head) == ("commerce", "finance", "lead")


def test_commerce_is_the_base_lead_when_nobody_holds_the_post() -> None:
    assert holders(("commerce",), [LEAD], [BASE_LEAD, SUPERVISOR]) == ("base lead",)


def test_the_repair_lead_of_a_station_without_lead_is_the_supervisor() -> None:
    assert holders(("station_lead",), [KEEPER], [SUPERVISOR, BASE_LEAD]) == ("supervisor",)


def test_a_vacant_post_falls_to_the_next_above_until_somebody_is_there() -> None:
    assert holders(("storekeeper",), [], [MANAGER]) == ("manager",)
    assert holders(("storekeeper",), [], []) == ()


@pytest.mark.parametrize("post", POSTS)
def test_every_post_leads_to_the_general_manager(post: str) -> None:
    chain = [post]
    while chain[-1] in NEXT_ABOVE:
        assert NEXT_ABOVE[chain[-1]] not in chain
        chain.append(NEXT_ABOVE[chain[-1]])
    assert chain[-1] == "general_manager"


@pytest.mark.parametrize(
    ("done_by", "person", "seeing"),
    [
        ("lead", "keeper", ("supervisor",)),
        ("supervisor", "keeper", ("lead",)),
        ("supervisor", "lead", ("manager",)),
        ("manager", "supervisor", ("lead",)),
    ],
)
def test_what_is_done_to_an_account_is_seen_by_a_third(done_by: str, person: str, seeing: tuple[str, ...]) -> None:
    assert others([LEAD, KEEPER], [SUPERVISOR, MANAGER, FINANCE], (done_by, person)) == seeing


def test_at_a_head_of_three_the_third_sees_it() -> None:
    assert others([], [SUPERVISOR, MANAGER, FINANCE], ("manager", "supervisor")) == ("finance",)
    assert others([], [SUPERVISOR, MANAGER], ("manager", "supervisor")) == ()
