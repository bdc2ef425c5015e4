"""Defective pieces on their way back to the manufacturer."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Request, Thing

State = Literal["open", "sent"]
RETURN_STATES: tuple[State, ...] = get_args(State)

manufacturer_returns = Noun(SERVICE, "/manufacturer-returns", "return_id")


class SendReturn(Request):
    """The defective pieces are on their way to the manufacturer."""

    return_id: PathId
    waybill: Annotated[str, Text(80)]


class ManufacturerReturn(Thing):
    """Defective pieces that go back to the manufacturer (P13)."""

    id: Id
    version: int
    station_id: Id
    part_id: Id
    quantity: int
    why: str
    ref: Id
    state: State
    opened_by: Id
    opened_at: Instant
    sent_by: Id | None
    sent_at: Instant | None
    waybill: str | None


class ListReturns(PageRequest):
    """Returns to the manufacturer by state."""

    sort: Annotated[str, sorted_by("opened_at")] = "opened_at"
    state: State | None = None
    station_id: Id | None = None


send_manufacturer_return = manufacturer_returns.does(
    "send_manufacturer_return",
    "Send defective parts back to the manufacturer",
    SendReturn,
    ManufacturerReturn,
    permissions.RECEIPT_RECORD,
    example={"waybill": "SF1234567890"},
)
list_manufacturer_returns = manufacturer_returns.list(
    "list_manufacturer_returns",
    "List returns to the manufacturer",
    ListReturns,
    ManufacturerReturn,
    permissions.STOCK_READ,
)
