"""Who is to be told, and where, and what the templates may say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from contracts.language.ids import derived_id
from services.notifications import collections as store
from services.notifications.rules.recipients import holders, others

if TYPE_CHECKING:
    from services.notifications.rules.addresses import Address
    from stationkit.storage.reference_data import StaffRecord
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


def address_of(work: Work, staff_id: str) -> Address | None:
    """A person's address, whichever station they belong to."""
    return work.system.find(store.addresses, _id=address_id(staff_id))


def address_id(staff_id: str) -> str:
    """The id of a person's address."""
    return derived_id("address", staff_id)


def holders_of(work: Work, posts: Iterable[str]) -> tuple[str, ...]:
    return holders(posts, *_here_and_head(work))


def others_of(work: Work, without: Iterable[str]) -> tuple[str, ...]:
    """Who sees what was done to an account here, but these."""
    return others(*_here_and_head(work), without)


def _here_and_head(work: Work) -> tuple[list[StaffRecord], list[StaffRecord]]:
    staff_of = work.system.reference_data.staff_of
    return staff_of(work.station_id), staff_of(work.system.head().id)
