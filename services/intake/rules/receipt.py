"""Opens an order: what was received, from whom, and what is promised for it [F1 F2 F5]."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from contracts.intake.receiving import ReceiveDevice
from contracts.language.errors import Refused
from services.intake.rules.custody import Custody
from services.intake.rules.orders import Device, Order
from services.intake.rules.parties import Party
from services.intake.rules.promises import Promise

REDO_DAYS = 90


def open_order(
    names: Mapping[str, Any], party: Party, device: Device | None, given: ReceiveDevice, promised: Promise, at: datetime
) -> Order:
    """A new order, received now and held by the desk; `names` are its ids and codes, `given` is what was written down.

    Raises `Refused` where there is neither a device nor an accessory.
    """
    if device is None and not given.accessories:
        raise Refused("nothing_received", "An order is for a device or for accessories.")
    return Order(
        **names,
        party_id=party.id,
        party_kind=party.kind,
        device=device,
        custody=Custody("desk", at),
        received_at=at,
        open_serial=device.serial if device else None,
        accessories=given.accessories,
        purchase_proof=given.purchase_proof,
        external_ref=given.external_ref,
        bench_due_at=promised.bench_due_at,
        due_at=promised.due_at,
        effective_due_at=promised.due_at,
        unpack_due_at=promised.unpack_due_at,
        policy_number=promised.policy_version,
        calendar_provisional=promised.calendar_provisional,
        condition=given.condition,
        fault=given.fault,
        lock_state=given.lock_state,
        data_loss_consent=given.data_loss_consent,
    )


def redo_of(before: Order | None, before_day: date | None, today: date) -> str | None:
    """The earlier order that this one repeats: the same serial, released at most 90 days ago."""
    if before is None or before_day is None:
        return None
    return before.id if timedelta(0) <= today - before_day <= timedelta(days=REDO_DAYS) else None
