"""What is told within a unit of work: a report to those who are to have it, a message to those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from contracts.intake.day_reports import DeskDayReported
from contracts.inventory.store_days import OvernightReported
from contracts.language.ids import derived_id
from contracts.repair.awaiting_parts import AwaitingPartsReported
from contracts.repair.unfinished_reports import UnfinishedReported
from services.notifications import collections as store
from services.notifications.mail_templates import mail
from services.notifications.rules.deliveries import Delivery
from services.notifications.rules.inbox import Message
from services.notifications.rules.recipients import holders
from services.notifications.rules.reports import TOLD, Report, plain
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from services.notifications.rules.addresses import Address
    from stationkit.process.kit import Kit
    from stationkit.unit_of_work.work import Work

LANGUAGE = "zh"


def report(
    kit: Kit,
    work: Work,
    kind: str,
    data: AwaitingPartsReported | DeskDayReported | OvernightReported | UnfinishedReported,
) -> None:
    """Keeps a day's report and lays a mail ready for everybody who is to have it; a later one corrects it."""
    day, closing = data.day, getattr(data, "closing", None) or 1 + work.count(store.reports, kind=kind, day=data.day)
    made = Report(
        id=derived_id("report", kind, work.station_id, day, str(closing)),
        station_id=work.station_id,
        kind=kind,
        day=day,
        closing=closing,
        data={**plain(data), "aggregate_id": work.cause.source_id, "actor": work.cause.source_actor},
        recipient_ids=_holders(kit, work, TOLD[kind]),
        made_at=work.at,
    )
    work.add(store.reports, made)
    for staff_id in made.recipient_ids:
        work.add(store.deliveries, _delivery(kit, work, made, staff_id))


def message(
    kit: Kit, work: Work, kind: str, posts: Iterable[str], facts: Mapping[str, Any], about: str | None = None
) -> None:
    """Puts a message about the event's aggregate, or what is named, into the inbox of those who hold the posts."""
    message_to(kit, work, kind, _holders(kit, work, posts), facts, about)


def message_to(
    kit: Kit, work: Work, kind: str, people: Iterable[str], facts: Mapping[str, Any], about: str | None = None
) -> None:
    """Puts a message about the event's aggregate, or what is named, into the inbox of these people."""
    for staff_id in people:
        address = address_of(kit, staff_id)
        subject, text = mail(kind, address.language if address else LANGUAGE, _facts(kit, work, facts))
        work.add(
            store.messages,
            Message(
                id=work.new_id(kind, staff_id),
                station_id=work.station_id,
                staff_id=staff_id,
                kind=kind,
                about=about or work.cause.source_id,
                subject=subject,
                text=text,
                at=work.at,
            ),
        )


def address_of(kit: Kit, staff_id: str) -> Address | None:
    """A person's address, whichever station they belong to."""
    return kit.system.find(store.addresses, _id=address_id(staff_id))


def address_id(staff_id: str) -> str:
    """The id of a person's address."""
    return derived_id("address", staff_id)


def _delivery(kit: Kit, work: Work, made: Report, staff_id: str) -> Delivery:
    address, now = address_of(kit, staff_id), wall_now()
    language = address.language if address else LANGUAGE
    subject, text = mail(made.kind, language, _facts(kit, work, {**made.data, "closing": made.closing}))
    return Delivery(
        id=derived_id("delivery", made.id, staff_id),
        station_id=work.station_id,
        report_id=made.id,
        kind=made.kind,
        staff_id=staff_id,
        email=address.email if address else None,
        subject=subject,
        text=text,
        made_at=work.at,
        queued_at=now,
        next_try_at=now,
        state="queued" if address else "no_address",
    )


def _facts(kit: Kit, work: Work, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a template may use: the event's data, the station's name, and how to name people and stations."""
    return {**data, "station": work.station.name, "person": _namer(kit), "station_of": _station_namer(kit)}


def _namer(kit: Kit) -> Any:
    def name_of(staff_id: str | None) -> str:
        known = kit.reference_data.staff(staff_id) if staff_id else None
        return known.name if known else "-"

    return name_of


def _station_namer(kit: Kit) -> Any:
    return lambda station_id: kit.reference_data.station(station_id).name


def _holders(kit: Kit, work: Work, posts: Iterable[str]) -> tuple[str, ...]:
    head = kit.system.head().id
    return holders(posts, kit.reference_data.staff_of(work.station_id), kit.reference_data.staff_of(head))
