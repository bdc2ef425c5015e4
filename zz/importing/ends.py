"""How a record says that a repair ended: its status and, at the end of life, what stood in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zz.importing.values import NotARecord, plain_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zz.importing.values import Values

    End = tuple[str, str | None, str | None]

STATUS, BARRIER = "repair_status", "repair_barrier_if_end_of_life"
ENDS = {
    "Fixed": ("closed", "repaired", None),
    "Repairable": ("closed", "returned_unrepaired", "not_repaired"),
    "End of life": ("closed", "unrepairable", "not_recorded"),
    "Unknown": ("in_repair", None, None),
}
"""State, outcome and reason of the order by `repair_status`; a barrier takes the place of `not_recorded`."""
BARRIERS = {
    "Spare parts not available": "spare_parts_not_available",
    "Spare parts too expensive": "spare_parts_too_expensive",
    "No way to open product": "no_way_to_open",
    "Repair information not available": "repair_information_not_available",
    "Lack of equipment": "lack_of_equipment",
    "Item too worn out": "too_worn_out",
}
OTHER_STATUSES = {
    "": "Unknown",
    "0": "Unknown",
    "1": "Fixed",
    "2": "Repairable",
    "3": "End of life",
    "end-of-life": "End of life",
}
"""The standard also has numbers, and says that nothing is unknown."""
OTHER_BARRIERS = {
    "1": "Spare parts not available",
    "2": "Spare parts too expensive",
    "3": "No way to open product",
    "no way to open": "No way to open product",
    "no way to open the product": "No way to open product",
    "no way to open the item": "No way to open product",
    "4": "Repair information not available",
    "no repair information available": "Repair information not available",
    "5": "Lack of equipment",
    "6": "Item too worn out",
    "too worn out": "Item too worn out",
    "product too worn out": "Item too worn out",
}
"""Other words and numbers of the standard and its releases for the same."""


def end_of(values: Values) -> End:
    """State, outcome and reason of the order. Raises `NotARecord`."""
    status = _read(values, STATUS, ENDS, OTHER_STATUSES, "status_read")
    if status is None:
        raise NotARecord("unknown_status", f"{STATUS} {values.get(STATUS)!r} is not one of {', '.join(ENDS)}.")
    state, outcome, reason = ENDS[status]
    return state, outcome, (_barrier_of(values) or reason) if status == "End of life" else reason


def _barrier_of(values: Values) -> str | None:
    barrier = values.get(BARRIER)
    if not barrier:
        return None
    word = _read(values, BARRIER, BARRIERS, OTHER_BARRIERS, "barrier_read")
    if word is None:
        values.change("barrier_dropped", f"{BARRIER} {barrier!r} is not one of {', '.join(BARRIERS)}.")
        return None
    return BARRIERS[word]


def _read(values: Values, column: str, words: Iterable[str], others: Mapping[str, str], code: str) -> str | None:
    """The word of the list that a column has, if need be by another name for it."""
    word = plain_word(values.get(column))
    listed = next((listed for listed in words if plain_word(listed) == word), None)
    if listed is None and word in others:
        listed = others[word]
        values.change(code, f"{column} {values.get(column)!r} is read as {listed!r}.")
    return listed
