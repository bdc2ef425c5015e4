"""The catalogue of parts."""

from __future__ import annotations

from typing import Annotated

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Money, Text, UnitCost, Whole
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Request, Thing

MOST_PIECES = 100_000

parts = Noun(SERVICE, "/parts", "part_id")


class DefinePart(Request):
    """A part of the network's catalogue, and how many of it a station should have (P4).

    One device has at most `per_device` of it.
    """

    code: Annotated[str, Text(40)]
    name: Annotated[str, Text(120)]
    category: Annotated[str, Text(60)]
    unit_cost: UnitCost
    from_manufacturer: bool = True
    core_owed: bool = False
    per_device: Annotated[int, Whole(1, 99)] = 2
    minimum: Annotated[int, Whole(0, MOST_PIECES)] = 0
    maximum: Annotated[int, Whole(0, MOST_PIECES)] = MOST_PIECES


class EditPart(Request):
    """What may change on a part; what is left out stays."""

    part_id: PathId
    name: Annotated[str, Text(120)] | None = None
    category: Annotated[str, Text(60)] | None = None
    unit_cost: UnitCost | None = None
    from_manufacturer: bool | None = None
    core_owed: bool | None = None
    per_device: Annotated[int, Whole(1, 99)] | None = None
    minimum: Annotated[int, Whole(0, MOST_PIECES)] | None = None
    maximum: Annotated[int, Whole(0, MOST_PIECES)] | None = None


class Part(Thing):
    """A part of the network's catalogue; with `core_owed` its used piece goes back to the manufacturer (P3)."""

    id: Id
    version: int
    code: str
    name: str
    category: str
    unit_cost: Money
    from_manufacturer: bool
    core_owed: bool
    per_device: int
    minimum: int
    maximum: int


class ListParts(PageRequest):
    """Parts by code or category."""

    sort: Annotated[str, sorted_by("code")] = "code"
    code: Annotated[str, Text(40)] | None = None
    category: Annotated[str, Text(60)] | None = None


define_part = parts.create(
    "define_part",
    "Put a part into the catalogue",
    DefinePart,
    Part,
    permissions.PART_DEFINE,
    example={
        "code": "BAT-X50",
        "name": "battery X50",
        "category": "battery",
        "unit_cost": {"amount": "86.00", "currency": "CNY"},
        "core_owed": True,
    },
)
edit_part = parts.edit(
    "edit_part",
    "Change a part of the catalogue",
    EditPart,
    Part,
    permissions.PART_DEFINE,
    example={"minimum": 2, "maximum": 10},
)
get_part = parts.get("get_part", "Read a part", Part, permissions.PART_READ)
list_parts = parts.list("list_parts", "List parts", ListParts, Part, permissions.PART_READ)


class PartLine(EventData):
    """So many pieces of a part."""

    part_id: Id
    quantity: int


class PartChanged(EventData):
    """A part of the catalogue is new or was changed; one device has at most `per_device` of it."""

    per_device: int


part_changed = Event(SERVICE, "part_changed.v1", PartChanged, ("repair",))
