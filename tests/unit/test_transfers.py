"""Both halves of a transfer: which step is taken in which state, and that nothing is counted twice or too much."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from contracts.inventory.transfers import TRANSFER_STATES
from contracts.language.errors import Refused
from services.inventory.rules.arrivals import Arrival, ArrivalLine, Loss, Reception
from services.inventory.rules.transfers import Transfer, TransferLine, due_after
from stationkit.ground.calendar import StationCalendar, Year

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
KEEPER = "li"
SHANGHAI = StationCalendar(
    time_zone="Asia/Shanghai",
    opens=time(9),
    closes=time(18),
    open_weekdays=frozenset(range(1, 8)),
    extra_open=frozenset(),
    extra_closed=frozenset({date(2026, 11, 26)}),
    years={2026: Year(2026, official=True)},
)

Step = Callable[[Transfer], object]
PACK: Step = lambda transfer: transfer.pack({"battery": 3, "display": 1}, KEEPER)  # noqa: E731  # a step, named for the table
SHIP: Step = lambda transfer: transfer.ship(NOON + timedelta(days=3), KEEPER, NOON)  # noqa: E731  # the same


def follow(transfer: Transfer, part: str, received: int = 0, damaged: int = 0, lost: int = 0) -> None:
    transfer.follow(part, received, damaged, lost)
    transfer.settle()


WAYS: dict[str, tuple[Step, ...]] = {
    "requested": (lambda transfer: setattr(transfer, "state", "requested"),),
    "rejected": (
        lambda transfer: setattr(transfer, "state", "requested"),
        lambda transfer: transfer.decide("needed", NOON, "lead", NOON, agreed=False),
    ),
    "approved": (),
    "packed": (PACK,),
    "shipped": (PACK, SHIP),
    "partly_received": (PACK, SHIP, lambda transfer: follow(transfer, "battery", received=1)),
    "closed": (
        PACK,
        SHIP,
        lambda transfer: follow(transfer, "battery", 1, 1, 1),
        lambda transfer: follow(transfer, "display", 1),
    ),
    "cancelled": (lambda transfer: transfer.cancel("changed"),),
}
STEPS: dict[str, tuple[Step, frozenset[str]]] = {
    "decide": (lambda transfer: transfer.decide("", NOON, "lead", NOON, agreed=True), frozenset({"requested"})),
    "pack": (PACK, frozenset({"approved"})),
    "ship": (SHIP, frozenset({"packed"})),
    "cancel": (lambda transfer: transfer.cancel("changed"), frozenset({"requested", "approved", "packed"})),
    "follow": (lambda transfer: transfer.follow("battery", 1, 0, 0), frozenset({"shipped", "partly_received"})),
}


def transfer_in(state: str) -> Transfer:
    lines = [TransferLine("battery", 3), TransferLine("display", 2)]
    transfer = Transfer("t", "head", "a", "usage", lines, "chen", NOON, NOON + timedelta(days=1), 0)
    for step in WAYS[state]:
        step(transfer)
    assert transfer.state == state
    return transfer


def test_every_state_of_a_transfer_is_one_of_the_contract() -> None:
    assert set(WAYS) < set(TRANSFER_STATES)


@pytest.mark.parametrize("state", WAYS)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_in_its_states_and_refused_in_all_others(step: str, state: str) -> None:
    do, allowed = STEPS[step]
    transfer = transfer_in(state)
    before = repr(transfer)
    if state in allowed:
        do(transfer)
        assert repr(transfer) != before
    else:
        with pytest.raises(Refused) as refusal:
            do(transfer)
        assert refusal.value.reason == f"transfer_{state}"
        assert repr(transfer) == before


def test_no_more_is_packed_than_was_approved_and_less_may_be() -> None:
    with pytest.raises(Refused) as refusal:
        transfer_in("approved").pack({"battery": 4}, KEEPER)
    assert (refusal.value.reason, refusal.value.params["parts"]) == ("more_than_approved", ["battery"])
    transfer = transfer_in("approved")
    transfer.pack({"battery": 2}, KEEPER)
    SHIP(transfer)
    assert [(line.quantity, line.packed, line.shipped) for line in transfer.lines] == [(3, 2, 2), (2, 0, 0)]


def test_a_part_that_was_not_approved_is_not_packed() -> None:
    with pytest.raises(Refused) as refusal:
        transfer_in("approved").pack({"screw": 1}, KEEPER)
    assert refusal.value.reason == "more_than_approved"


def test_the_sender_follows_no_further_than_what_it_shipped() -> None:
    transfer = transfer_in("partly_received")
    with pytest.raises(Refused) as refusal:
        transfer.follow("battery", 1, 1, 1)
    assert refusal.value.reason == "more_than_shipped"
    assert [line.in_transit for line in transfer.lines] == [2, 1]


def test_it_is_due_to_be_shipped_then_to_be_received_and_then_not_at_all() -> None:
    due = {state: transfer_in(state).due_at for state in WAYS}
    assert due["approved"] == due["packed"] == NOON + timedelta(days=1)
    assert due["shipped"] == due["partly_received"] == NOON + timedelta(days=3)
    assert due["closed"] is due["cancelled"] is None


def test_working_days_are_counted_and_a_closed_day_puts_the_close_off() -> None:
    friday = datetime(2026, 11, 20, 4, tzinfo=UTC)
    assert due_after(SHANGHAI, friday, 1) == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert due_after(SHANGHAI, NOON, 3) == datetime(2026, 11, 27, 10, tzinfo=UTC)


def an_arrival() -> Arrival:
    lines = [ArrivalLine("battery", 3), ArrivalLine("display", 1)]
    return Arrival("r", "a", "t", "head", "usage", lines, NOON, NOON + timedelta(days=3))


def took(part: str, received: int = 0, damaged: int = 0, lost: int = 0, liable: str | None = None) -> Reception:
    return Reception(part, received, damaged, lost, liable, KEEPER, NOON)


def test_pieces_are_received_in_several_turns_until_nothing_is_on_its_way() -> None:
    arrival = an_arrival()
    arrival.receive([took("battery", received=1)])
    assert (arrival.state, arrival.on_their_way) == ("partly_received", [("battery", 2), ("display", 1)])
    arrival.receive([took("battery", 2), took("display", 1)])
    assert (arrival.state, arrival.on_their_way) == ("received", [("battery", 0), ("display", 0)])
    assert len(arrival.receptions) == 3


@pytest.mark.parametrize(
    ("reception", "reason"),
    [
        (took("battery", received=4), "more_than_shipped"),
        (took("battery", 2, 1, 1, "sender"), "more_than_shipped"),
        (took("screw", received=1), "part_not_shipped"),
        (took("battery"), "nothing_received"),
        (took("battery", damaged=1), "liable_missing"),
        (took("battery", lost=1), "liable_missing"),
    ],
)
def test_what_cannot_be_received_is_refused(reception: Reception, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        an_arrival().receive([reception])
    assert refusal.value.reason == reason


def test_nothing_is_received_after_everything_was() -> None:
    arrival = an_arrival()
    arrival.receive([took("battery", 3), took("display", 1)])
    with pytest.raises(Refused) as refusal:
        arrival.receive([took("battery", 1)])
    assert refusal.value.reason == "transfer_received"


def an_arrival_with_a_loss() -> Arrival:
    arrival = an_arrival()
    arrival.receive([took("battery", 1, 1, 1, "carrier"), took("display", 1)])
    arrival.losses += [
        Loss("battery", 1, Decimal("80.00"), "carrier", KEEPER, NOON, kind) for kind in ("lost", "damaged")
    ]
    return arrival


def test_what_is_lost_or_damaged_is_on_its_way_until_another_confirms_it() -> None:
    arrival = an_arrival_with_a_loss()
    battery = arrival.lines[0]
    assert (arrival.state, battery.missing, battery.in_transit) == ("partly_received", 2, 2)
    assert (battery.lost, battery.damaged) == (0, 0)
    with pytest.raises(Refused) as refusal:
        arrival.receive([took("battery", received=1)])
    assert refusal.value.reason == "transfer_received"
    with pytest.raises(Refused) as refusal:
        arrival.decide_losses("", KEEPER, NOON, agreed=True)
    assert refusal.value.reason == "own_loss"
    assert arrival.decide_losses("the carrier pays", "supervisor", NOON, agreed=True) == arrival.losses
    assert (battery.lost, battery.damaged, battery.missing, battery.in_transit) == (1, 1, 0, 0)
    assert {(loss.state, loss.decided_by) for loss in arrival.losses} == {("confirmed", "supervisor")}
    with pytest.raises(Refused) as refusal:
        arrival.decide_losses("", "supervisor", NOON, agreed=True)
    assert refusal.value.reason == "no_loss_reported"


def test_what_is_not_confirmed_may_be_received_still() -> None:
    arrival = an_arrival_with_a_loss()
    assert arrival.decide_losses("look again", "supervisor", NOON, agreed=False) == []
    assert (arrival.state, arrival.on_their_way[0]) == ("partly_received", ("battery", 2))
    arrival.receive([took("battery", received=2)])
    assert (arrival.state, arrival.lines[0].lost, arrival.lines[0].damaged) == ("received", 0, 0)


def test_somebody_else_than_who_asks_lets_parts_go_back() -> None:
    transfer = transfer_in("requested")
    assert transfer.due_at is None
    with pytest.raises(Refused) as refusal:
        transfer.decide("", NOON, "chen", NOON, agreed=True)
    assert (refusal.value.reason, transfer.state) == ("own_return", "requested")
    transfer.decide("", NOON, "lead", NOON, agreed=True)
    assert (transfer.state, transfer.decided_by) == ("approved", "lead")
    assert transfer.due_at == NOON


def test_what_is_not_agreed_to_stays() -> None:
    transfer = transfer_in("requested")
    transfer.decide("needed here", NOON, "lead", NOON, agreed=False)
    assert (transfer.state, transfer.decision, transfer.due_at) == ("rejected", "needed here", None)
