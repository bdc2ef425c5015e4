"""Requisitions, reorder proposals, returns of dead layers, write-offs: who decides, once, and what of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.language.errors import Invalid, Refused
from services.inventory.rules.ages import StockPolicy
from services.inventory.rules.deadstock import ReturnProposal, age_of, aged
from services.inventory.rules.reorders import AwaitedLine, EngineersList, ReorderProposal, missing
from services.inventory.rules.requisitions import Line, Requisition, one_line_a_part
from services.inventory.rules.stock import QUARANTINE, STORE, Layer
from services.inventory.rules.writeoffs import LostLine, WriteOff

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
KEEPER, HEAD = "li", "zhang"
POLICY = StockPolicy(0)


def a_requisition() -> Requisition:
    return Requisition("q", "a", "usage", "", [Line("battery", 2)], KEEPER, NOON)


def a_write_off() -> WriteOff:
    return WriteOff("w", "a", "crushed", [LostLine("battery", "scrap", 1)], KEEPER, NOON)


DECISIONS: dict[
    str, tuple[Callable[[], Requisition | WriteOff], Callable[[Requisition | WriteOff, str], None], str]
] = {
    "approve a requisition": (
        a_requisition,
        lambda document, by: document.approve("head", "t", by, NOON) if isinstance(document, Requisition) else None,
        "requisition",
    ),
    "reject a requisition": (a_requisition, lambda document, by: document.reject("enough", by, NOON), "requisition"),
    "approve a write-off": (
        a_write_off,
        lambda document, by: document.approve(by, NOON) if isinstance(document, WriteOff) else None,
        "write_off",
    ),
    "reject a write-off": (a_write_off, lambda document, by: document.reject("no", by, NOON), "write_off"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_another_person_decides_and_only_once(name: str) -> None:
    make, decide, noun = DECISIONS[name]
    document = make()
    with pytest.raises(Refused) as refusal:
        decide(document, KEEPER)
    assert (refusal.value.reason, document.state) == (f"own_{noun}", "requested")
    decide(document, HEAD)
    assert (document.decided_by, document.decided_at) == (HEAD, NOON)
    with pytest.raises(Refused) as refusal:
        decide(document, HEAD)
    assert refusal.value.reason == f"{noun}_{document.state}"


def test_a_station_gets_no_parts_from_itself() -> None:
    with pytest.raises(Refused) as refusal:
        a_requisition().approve("a", "t", HEAD, NOON)
    assert refusal.value.reason == "same_station"


def test_a_requisition_whose_transfer_was_cancelled_may_be_decided_anew() -> None:
    requisition = a_requisition()
    requisition.approve("head", "t", HEAD, NOON)
    requisition.ask_again()
    assert (requisition.state, requisition.from_station_id, requisition.transfer_id) == ("requested", None, None)
    requisition.approve("b", "u", HEAD, NOON)
    assert (requisition.from_station_id, requisition.transfer_id) == ("b", "u")


def test_a_part_on_two_lines_is_named() -> None:
    lines = [Line("battery", 1), Line("display", 1), Line("battery", 2)]
    with pytest.raises(Invalid) as wrong:
        one_line_a_part(lines)
    assert wrong.value.params["fields"] == ["lines.2.part_id: Named before."]
    assert one_line_a_part(lines[:2]) == lines[:2]


def lists(*wanted: tuple[str, int]) -> list[EngineersList]:
    awaited = [AwaitedLine(f"job {part}", "4K7M", ["in words"], [Line(part, count)]) for part, count in wanted]
    return [EngineersList("wang", in_time=True, lines=awaited), EngineersList("li", in_time=False, lines=[])]


def test_what_is_short_is_what_jobs_wait_for_beyond_what_is_there() -> None:
    expected = lists(("battery", 2), ("display", 1), ("battery", 3), ("screw", 1))
    assert missing(expected, {"battery": 4, "display": 1}) == [Line("battery", 1), Line("screw", 1)]
    assert missing(expected, {"battery": 5, "display": 1, "screw": 9}) == []


def a_proposal(*lines: Line) -> ReorderProposal:
    return ReorderProposal("p", "a", "2026-11-23", lists(("battery", 2)), list(lines), NOON)


def test_lists_are_acknowledged_once_and_ordered_once_after_that() -> None:
    proposal = a_proposal(Line("battery", 2))
    assert _reason(lambda: proposal.order("q")) == "list_reported"
    proposal.acknowledge(KEEPER, NOON)
    assert _reason(lambda: proposal.acknowledge(KEEPER, NOON)) == "list_acknowledged"
    assert proposal.order("q") == [Line("battery", 2)]
    assert _reason(lambda: proposal.order("r")) == "list_ordered"
    assert (proposal.state, proposal.requisition_id) == ("ordered", "q")


def test_nothing_is_ordered_where_nothing_is_short() -> None:
    proposal = a_proposal()
    proposal.acknowledge(KEEPER, NOON)
    assert _reason(lambda: proposal.order("q")) == "nothing_to_order"


def test_lists_that_are_reported_again_are_to_be_acknowledged_again_unless_they_were_ordered_for() -> None:
    proposal, longer = a_proposal(Line("battery", 2)), lists(("battery", 2), ("display", 1))
    proposal.acknowledge(KEEPER, NOON)
    proposal.renew(longer, [Line("battery", 2), Line("display", 1)])
    assert (proposal.state, proposal.acknowledged_by, len(proposal.lines)) == ("reported", None, 2)
    proposal.acknowledge(KEEPER, NOON)
    proposal.order("q")
    proposal.renew(lists(), [])
    assert (proposal.state, proposal.lists, len(proposal.lines)) == ("ordered", lists(), 2)


def a_return() -> ReturnProposal:
    return ReturnProposal("r", "a", "battery", 2, NOON, NOON, Decimal(1), NOON, "2026-11-23")


def test_a_proposed_return_is_accepted_or_declined_once() -> None:
    accepted, declined = a_return(), a_return()
    accepted.accept("t", KEEPER, NOON)
    declined.decline("needed", KEEPER, NOON)
    assert (accepted.transfer_id, declined.transfer_id, declined.decision) == ("t", None, "needed")
    assert _reason(lambda: accepted.accept("u", KEEPER, NOON)) == "proposal_accepted"
    assert _reason(lambda: accepted.decline("no", KEEPER, NOON)) == "proposal_accepted"
    assert _reason(lambda: declined.accept("u", KEEPER, NOON)) == "proposal_declined"


@pytest.mark.parametrize(
    ("today", "age"),
    [
        (date(2027, 2, 12), "fresh"),
        (date(2027, 2, 13), "warning"),
        (date(2027, 2, 28), "warning"),
        (date(2027, 3, 1), "dead"),
    ],
)
def test_stock_of_30_november_is_warned_of_from_day_75_and_dead_on_1_march(today: date, age: str) -> None:
    assert age_of(date(2026, 11, 30), today, POLICY) == age


def test_the_dead_stock_list_has_both_ages_and_the_oldest_first() -> None:
    def layer(place: str, received: int, arrived: int) -> Layer:
        received_at, arrived_at = datetime(2026, received, 1, tzinfo=UTC), datetime(2026, arrived, 1, tzinfo=UTC)
        return Layer(3, received_at, arrived_at, Decimal("2.50"), place)

    layers = [layer(STORE, 11, 11), layer(QUARANTINE, 6, 11), layer(STORE, 5, 6)]
    today = date(2026, 11, 23)
    aged_layers = aged(layers, today, datetime.date, POLICY, "dead")
    assert [(layer.place, layer.station_age, layer.network_age) for layer in aged_layers] == [
        (STORE, "dead", "dead"),
        (QUARANTINE, "fresh", "dead"),
    ]
    assert {layer.value for layer in aged_layers} == {Decimal("7.50")}
    assert len(aged(layers, today, datetime.date, POLICY, "fresh")) == 3


def _reason(refused: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        refused()
    return refusal.value.reason
