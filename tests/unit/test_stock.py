"""Stock of one part: what moves, what is refused, what keeps its age, who gets what arrives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.language.errors import Refused
from services.inventory.rules.stock import (
    ADJUSTMENT,
    CORE,
    CUSTOMER,
    DEFECTIVE,
    LOSS,
    MANUFACTURER,
    NETWORK,
    OUTSIDE,
    QUARANTINE,
    SCRAP,
    STORE,
    Lot,
    Stock,
    bench,
    installed,
    transit_in,
    transit_out,
)
from stationkit.storage.documents import Collection

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
COST = Decimal("12.30")
ANN = bench("ann")


def lot(quantity: int, received: datetime = NOON, arrived: datetime | None = None, cost: Decimal = COST) -> Lot:
    return Lot(quantity, received, arrived or received, cost)


def a_stock(quantity: int = 0, received: datetime = NOON) -> Stock:
    stock = Stock("id", "station", "part")
    if quantity:
        stock.move(quantity, MANUFACTURER, STORE, "receipt", received, lots=[lot(quantity, received)])
    return stock


def check(stock: Stock) -> None:
    """The invariants of one part at one station."""
    assert sum(stock.balances.values()) == 0
    for place, quantity in stock.balances.items():
        held = sum(layer.quantity for layer in stock.layers_in(place))
        assert held == (0 if place in OUTSIDE else quantity)
        assert place in OUTSIDE or quantity > 0
    assert all(layer.quantity > 0 for layer in stock.layers)
    assert stock.reserved <= stock.balance(STORE)
    assert all(0 <= claim.reserved <= claim.quantity for claim in stock.claims)


def test_what_comes_in_from_outside_makes_the_sum_of_all_places_zero() -> None:
    stock = a_stock(5)
    assert stock.balances == {MANUFACTURER: -5, STORE: 5}
    check(stock)


@pytest.mark.parametrize("source", [STORE, ANN, QUARANTINE, transit_out("t")])
def test_more_than_there_is_does_not_move(source: str) -> None:
    stock = a_stock(3)
    if source != STORE:
        stock.move(3, STORE, source, "test", NOON)
    with pytest.raises(Refused) as refused:
        stock.move(4, source, SCRAP, "test", NOON)
    assert (refused.value.reason, refused.value.params["available"]) == ("not_enough", "3")
    assert stock.balance(source) == 3
    stock.move(3, source, SCRAP, "test", NOON)
    assert stock.balance(source) == 0


@pytest.mark.parametrize(
    ("quantity", "source", "target"),
    [
        (0, STORE, SCRAP),
        (-1, STORE, SCRAP),
        (1, STORE, STORE),
        (1, MANUFACTURER, CUSTOMER),
        (1, STORE, "attic"),
        (1, STORE, "bench:"),
        (1, "store:1", SCRAP),
    ],
)
def test_what_is_no_move_is_not_made(quantity: int, source: str, target: str) -> None:
    with pytest.raises(ValueError, match=r"move|place"):
        a_stock(2).move(quantity, source, target, "test", NOON, lots=[lot(1)] if source == MANUFACTURER else None)


def test_what_comes_from_outside_is_said_lot_by_lot() -> None:
    for quantity, lots in ((2, [lot(1)]), (1, [lot(2), lot(-1)]), (1, None)):
        with pytest.raises(ValueError, match=r"lot"):
            a_stock().move(quantity, MANUFACTURER, STORE, "test", NOON, lots=lots)
    with pytest.raises(ValueError, match="lot by lot"):
        a_stock(1).move(1, STORE, ANN, "test", NOON, lots=[lot(1)])


def test_what_was_received_first_goes_first_and_keeps_its_age_and_cost() -> None:
    stock = a_stock()
    late = lot(2, NOON, cost=Decimal(9))
    stock.move(4, MANUFACTURER, STORE, "receipt", NOON, lots=[late, lot(2, NOON - DAY)])
    moved = stock.move(3, STORE, ANN, "borrow", NOON + DAY)
    assert [(lot.quantity, lot.received_at, lot.cost) for lot in moved] == [
        (2, NOON - DAY, COST),
        (1, NOON, Decimal(9)),
    ]
    stock.move(3, ANN, STORE, "return", NOON + 2 * DAY)
    assert [(layer.quantity, layer.received_at) for layer in stock.layers_in(STORE)] == [(2, NOON - DAY), (2, NOON)]
    check(stock)


def test_what_comes_back_from_another_station_is_as_old_here_as_it_was() -> None:
    stock = a_stock(2, NOON - 50 * DAY)
    stock.move(2, STORE, transit_out("t"), "ship", NOON)
    stock.move(2, transit_out("t"), NETWORK, "received", NOON)
    back, new = lot(2, NOON - 50 * DAY, NOON + 9 * DAY), lot(1, NOON - 60 * DAY, NOON + 9 * DAY)
    arrived = stock.move(3, NETWORK, transit_in("u"), "ship", NOON + 9 * DAY, lots=[back, new])
    assert [(lot.received_at, lot.arrived_at) for lot in arrived] == [
        (NOON - 50 * DAY, NOON - 50 * DAY),
        (NOON - 60 * DAY, NOON + 9 * DAY),
    ]
    check(stock)


def test_what_leaves_twice_is_remembered_by_its_first_arrival() -> None:
    stock = a_stock(2, NOON - 50 * DAY)
    for number in range(2):
        stock.move(1, STORE, transit_out(str(number)), "ship", NOON)
        stock.move(1, transit_out(str(number)), NETWORK, "received", NOON)
    back = [lot(1, NOON - 50 * DAY, NOON + DAY)]
    stock.move(1, NETWORK, QUARANTINE, "ship", NOON + DAY, lots=back)
    assert [layer.arrived_at for layer in stock.layers_in(QUARANTINE)] == [NOON - 50 * DAY]


def test_what_is_told_is_what_moved_once() -> None:
    stock = a_stock(2)
    stock.move(1, STORE, ANN, "borrow", NOON + DAY, ref="b")
    moves = [(move.source, move.target, move.lot.quantity, move.why, move.ref) for move in stock.take_moved()]
    assert moves == [(MANUFACTURER, STORE, 2, "receipt", None), (STORE, ANN, 1, "borrow", "b")]
    assert stock.take_moved() == []


def test_what_arrives_goes_to_who_has_waited_longest() -> None:
    stock = a_stock()
    stock.wait_for("young", 1, NOON + DAY)
    stock.wait_for("old", 2, NOON)
    stock.move(1, MANUFACTURER, STORE, "receipt", NOON, lots=[lot(1)])
    assert (stock.reserved_for("old"), stock.reserved_for("young"), stock.take_arrived()) == (1, 0, [])
    stock.move(2, MANUFACTURER, STORE, "receipt", NOON, lots=[lot(2)])
    assert [(claim.ref, claim.quantity) for claim in stock.take_arrived()] == [("old", 2), ("young", 1)]
    assert stock.free == 0
    check(stock)


def test_what_is_in_store_already_is_reserved_at_once() -> None:
    stock = a_stock(2)
    stock.wait_for("job", 2, NOON)
    assert [claim.ref for claim in stock.take_arrived()] == ["job"]
    stock.wait_for("job", 1, NOON + DAY)
    assert [claim.quantity for claim in stock.take_arrived()] == [1]
    assert (stock.reserved, stock.free) == (1, 1)


def test_what_is_meant_for_one_job_is_not_lent_to_another() -> None:
    stock = a_stock(3)
    stock.wait_for("job", 2, NOON)
    with pytest.raises(Refused) as refused:
        stock.move(2, STORE, ANN, "borrow", NOON, ref="other")
    assert refused.value.params["available"] == "1"
    stock.move(3, STORE, ANN, "borrow", NOON, ref="job")
    assert (stock.claims, stock.balance(STORE)) == ([], 0)
    check(stock)


def test_what_a_job_needs_no_longer_goes_to_the_next() -> None:
    stock = a_stock(1)
    stock.wait_for("first", 1, NOON)
    stock.wait_for("second", 1, NOON + DAY)
    stock.take_arrived()
    stock.stop_waiting("second")
    assert [claim.ref for claim in stock.claims] == ["first"]
    stock.wait_for("third", 1, NOON + DAY)
    stock.stop_waiting("first")
    assert stock.reserved_for("first") == 1
    stock.unreserve("first")
    assert [claim.ref for claim in stock.take_arrived()] == ["third"]


def test_no_more_than_is_free_is_reserved() -> None:
    stock = a_stock(2)
    stock.reserve("transfer", 1, NOON)
    stock.reserve("transfer", 1, NOON)
    assert (stock.reserved_for("transfer"), stock.free) == (2, 0)
    with pytest.raises(Refused):
        stock.reserve("other", 1, NOON)
    assert stock.take_arrived() == []


def test_stock_is_the_same_after_it_was_stored_and_nothing_is_told_of_it_again() -> None:
    stock = a_stock(3)
    stock.wait_for("job", 1, NOON)
    stock.move(1, STORE, NETWORK, "test", NOON)
    collection = Collection("stocks", Stock)
    document = collection.to_document(stock)
    assert not [name for name in document if name.startswith("_")]
    read = collection.from_document({"_id": "id", "station_id": "station", "version": 1, **document})
    assert (read.balances, read.layers, read.claims, read.left) == (
        stock.balances,
        stock.layers,
        stock.claims,
        stock.left,
    )
    assert (read.take_moved(), read.take_arrived()) == ([], [])


PLACES = [STORE, QUARANTINE, DEFECTIVE, CORE, ANN, installed("j"), transit_out("t"), transit_in("t"), *sorted(OUTSIDE)]
STEPS = st.tuples(
    st.sampled_from(["move", "move", "move", "wait", "reserve", "stop", "free"]),
    st.integers(1, 4),
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
    st.sampled_from(["one", "two", "three"]),
)


@given(st.lists(STEPS, max_size=40))
def test_whatever_is_done_the_stock_balances(steps: list[tuple[str, int, str, str, str]]) -> None:
    stock = a_stock(4)
    for number, (what, quantity, source, target, ref) in enumerate(steps):
        at = NOON + number * DAY
        try:
            if what == "move":
                lots = [lot(quantity, at)] if source in OUTSIDE else None
                stock.move(quantity, source, target, "any", at, ref=ref, lots=lots)
            elif what == "wait":
                stock.wait_for(ref, quantity, at)
            elif what == "reserve":
                stock.reserve(ref, quantity, at)
            elif what == "stop":
                stock.stop_waiting(ref)
            else:
                stock.unreserve(ref)
        except (Refused, ValueError):
            pass
        check(stock)
    balances: dict[str, int] = {}
    for move in stock.take_moved():
        balances[move.source] = balances.get(move.source, 0) - move.lot.quantity
        balances[move.target] = balances.get(move.target, 0) + move.lot.quantity
    assert {place: quantity for place, quantity in balances.items() if quantity} == stock.balances


def test_a_loss_and_an_adjustment_leave_the_house() -> None:
    stock = a_stock(2)
    stock.move(1, STORE, LOSS, "lost", NOON)
    stock.move(1, STORE, ADJUSTMENT, "count", NOON)
    assert stock.layers == []
    check(stock)
