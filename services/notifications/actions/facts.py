"""Who is to be told, and what the templates may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from services.notifications.rules.recipients import holders

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def facts_of(work: Work, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a template may use: the event's data, the station's name, and how to name people and stations."""
    return {**data, "station": work.station.name, "person": _namer(work), "station_of": _station_namer(work)}


def _namer(work: Work) -> Any:
    def name_of(staff_id: str | None) -> str:
        person = work.system.reference_data.staff(staff_id) if staff_id else None
        return person.name if person else "-"

    return name_of


def _station_namer(work: Work) -> Any:
    return lambda station_id: work.system.reference_data.station(station_id).name


def holders_of(work: Work, posts: Iterable[str]) -> tuple[str, ...]:
    head = work.system.head().id
    return holders(
        posts, work.system.reference_data.staff_of(work.station_id), work.system.reference_data.staff_of(head)
    )
