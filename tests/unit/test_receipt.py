"""Opening an order, and when it repeats an earlier one of the same device."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.intake.receiving import ReceiveDevice
from contracts.language.errors import Refused
from services.intake.rules.orders import Device, Order
from services.intake.rules.parties import Party
from services.intake.rules.promises import Promise
from services.intake.rules.receipt import open_order, redo_of

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
PROMISE = Promise(NOW + timedelta(hours=7), NOW + timedelta(days=1), None, 4, calendar_provisional=True)
PARTY = Party("party", "station", "dealer", "shop", "+8613812345678")
DEVICE = Device("19", "Honor", "X50", "serial", "HX50-0001")
NAMES = {"id": "order", "station_id": "station", "code": "4K7M-2Q9P-P", "receipt_code": "4839126"}
GIVEN = ReceiveDevice(fault="dead", lock_state="none", data_loss_consent=True)


def opened(device: Device | None = DEVICE, accessories: tuple[str, ...] = ()) -> Order:
    return open_order(NAMES, PARTY, device, replace(GIVEN, accessories=accessories), PROMISE, NOW)


def test_a_new_order_is_received_held_by_the_desk_and_promised() -> None:
    order = opened()
    assert (order.state, order.custody.holder, order.custody.since) == ("received", "desk", NOW)
    assert (order.bench_due_at, order.due_at, order.effective_due_at) == (
        PROMISE.bench_due_at,
        PROMISE.due_at,
        PROMISE.due_at,
    )
    assert (order.policy_number, order.calendar_provisional, order.party_kind) == (4, True, "dealer")
    assert order.open_serial == "HX50-0001"


def test_an_order_may_be_for_accessories_alone() -> None:
    order = opened(None, ("charger",))
    assert (order.device, order.accessories, order.open_serial) == (None, ("charger",), None)


def test_an_order_for_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        opened(None)
    assert refusal.value.reason == "nothing_received"


@pytest.mark.parametrize(("days", "is_redo"), [(0, True), (1, True), (90, True), (91, False), (-1, False)])
def test_a_device_that_comes_back_within_90_days_of_its_release_is_a_redo(days: int, *, is_redo: bool) -> None:
    released = date(2026, 8, 25)
    assert redo_of(opened(), released, released + timedelta(days=days)) == ("order" if is_redo else None)


def test_a_device_that_was_never_here_or_never_released_is_no_redo() -> None:
    assert redo_of(None, None, date(2026, 11, 23)) is None
    assert redo_of(opened(), None, date(2026, 11, 23)) is None
