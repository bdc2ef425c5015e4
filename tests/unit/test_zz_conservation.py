"""What is found when kept stock and told moves do not agree, and that nothing is found when they do."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
from bson.decimal128 import Decimal128

from zz.checks.conservation import Folded, between_stations, differences, folded, folded_lines

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
NOON_TEXT = "2026-11-23T04:00:00.000Z"
LENT: Counter[tuple[str, str, str]] = Counter({("s", "p", "ann"): 1})


def a_move(source: str, target: str, quantity: int) -> dict[str, Any]:
    aged = {"received_at": NOON_TEXT, "arrived_at": NOON_TEXT, "cost": {"amount": "8.50", "currency": "CNY"}}
    return {"source": source, "target": target, "quantity": quantity, **aged}


def an_event(number: int, *moves: dict[str, Any]) -> dict[str, Any]:
    data = {"part_id": "p", "moves": list(moves)}
    return {"id": f"e{number}", "station_id": "s", "counts": {"stock_moved.v1": number}, "data": data}


EVENTS = [an_event(1, a_move("manufacturer", "store", 3)), an_event(2, a_move("store", "bench:ann", 1))]


def a_layer(place: str, quantity: int) -> dict[str, Any]:
    aged = {"received_at": NOON, "arrived_at": NOON, "cost": Decimal128("8.5")}
    return {"place": place, "quantity": quantity, **aged}


def a_stock(**changes: Any) -> dict[str, Any]:
    stored = {
        "station_id": "s",
        "part_id": "p",
        "counts": {"stock_moved:v1": 2},
        "balances": {"manufacturer": -3, "store": 2, "bench:ann": 1},
        "layers": [a_layer("store", 2), a_layer("bench:ann", 1)],
        "claims": [{"reserved": 2}],
    }
    return stored | changes


def lines() -> Folded:
    written = [
        {"station_id": "s", "part_id": "p", "source": source, "target": target, **a_layer("", quantity)}
        for source, target, quantity in (("manufacturer", "store", 3), ("store", "bench:ann", 1))
    ]
    return folded_lines(written)["s", "p"]


def found(stock: dict[str, Any], lent: Counter[tuple[str, str, str]] = LENT) -> list[tuple[str, str, str, str]]:
    emitted = folded(EVENTS)["s", "p"]
    return [
        (difference.kind, difference.about.partition(" ")[0], difference.kept, difference.told)
        for difference in differences(stock, emitted, lines(), lent)
    ]


def test_stock_that_is_the_sum_of_its_moves_has_no_difference() -> None:
    assert found(a_stock()) == []


def test_an_event_that_is_still_pending_and_already_in_the_log_counts_once() -> None:
    assert folded([*EVENTS, EVENTS[0]]) == folded(EVENTS)


@pytest.mark.parametrize(
    ("changes", "difference"),
    [
        ({"balances": {"manufacturer": -3, "store": 3, "bench:ann": 1}}, ("balance", "store", "3", "2")),
        ({"layers": [a_layer("store", 1), a_layer("bench:ann", 1)]}, ("layer", "store", "1", "2")),
        ({"claims": [{"reserved": 3}]}, ("reserved", "store", "3", "2")),
        ({"counts": {"stock_moved:v1": 3}}, ("event", "3", "counted", "missing")),
        ({"counts": {"stock_moved:v1": 1}}, ("event", "2", "counted", "missing")),
    ],
)
def test_each_damage_is_found_and_nothing_else(changes: dict[str, Any], difference: tuple[str, ...]) -> None:
    assert found(a_stock(**changes)) == [difference]


def test_what_is_on_a_bench_is_what_was_lent() -> None:
    assert found(a_stock(), Counter()) == [("borrow", "bench:ann", "0", "1")]


def test_a_balance_below_zero_is_found_even_where_the_moves_say_so() -> None:
    emitted = folded([an_event(1, a_move("store", "customer", 1))])["s", "p"]
    stored = {"counts": {"stock_moved:v1": 1}, "balances": {"store": -1, "customer": 1}, "claims": []}
    stock = a_stock(**stored, layers=[a_layer("store", -1)])
    written = folded_lines([{"station_id": "s", "part_id": "p", **_sold()}])["s", "p"]
    assert [difference.kind for difference in differences(stock, emitted, written, {})] == ["below_zero"]


def _sold() -> dict[str, Any]:
    return {**a_layer("", 1), "source": "store", "target": "customer"}


def _half(station: str, **balances: int) -> dict[str, Any]:
    named = {place.replace("__", ":"): quantity for place, quantity in balances.items()}
    return {"station_id": station, "part_id": "p", "balances": named}


@pytest.mark.parametrize(
    ("sender", "receiver", "kinds"),
    [
        ({"transit_out__t": 2}, {}, []),
        ({"transit_out__t": 2}, {"transit_in__t": 2, "network": -2}, []),
        ({"transit_out__t": 2}, {"network": -2}, []),
        ({"network": 2}, {"network": -2}, []),
        ({"network": 2}, {"transit_in__t": 1, "network": -2}, ["transfer"]),
        ({"transit_out__t": 2}, {"network": -3}, ["network"]),
        ({"network": 2}, {}, ["network"]),
    ],
)
def test_both_halves_of_a_transfer_meet(sender: dict[str, int], receiver: dict[str, int], kinds: list[str]) -> None:
    halves = [_half("a", **sender), _half("b", **receiver)]
    assert [difference.kind for difference in between_stations(halves)] == kinds
