"""Messages to those whom an event concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.intake import findings
from contracts.inventory import transfers
from contracts.language.ids import derived_id
from contracts.language.operation import ById
from contracts.language.payload import EventData
from contracts.language.permissions import HEAD_POSTS
from contracts.notifications import inbox
from contracts.quality import penalties
from contracts.repair import job_waits
from contracts.stations import staff
from services.notifications import collections as store
from services.notifications.actions.facts import address_of, facts_of, holders_of, others_of
from services.notifications.mail_templates import mail
from services.notifications.rules.inbox import Message
from stationkit.unit_of_work.view import Rows, View

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

LANGUAGE = "zh"
NOTIFIED_STATES = ("approved", "closed", "cancelled")


def list_inbox(view: View, request: inbox.ListInbox) -> Rows[Message]:
    return view.page(store.messages, request, staff_id=view.caller.account_id, read=request.read)


def read_message(work: Work, request: ById) -> Message:
    message = work.get(store.messages, request.id)
    message.mark_read(work.by, work.at)
    return message


def check_reader(work: Work, message: Message) -> None:
    message.check_reader(work.by)


def notified(kind: str, *posts: str) -> Callable[[Work, EventData], None]:
    """What an event comes to: a message of that kind to those who hold the posts."""
    return lambda work, data: message(work, kind, posts, vars(data))


def notify_transfer_changed(work: Work, data: transfers.TransferChanged) -> None:
    if data.state in NOTIFIED_STATES and not data.rescheduled:
        message(work, "transfer_changed", ("storekeeper",), vars(data))


def notify_finding_opened(work: Work, data: findings.FindingOpened) -> None:
    message_to(work, "finding_opened", (data.author_id,), vars(data))


def notify_finding_overdue(work: Work, data: findings.FindingOpened) -> None:
    """Whoever entered it is told, and the lead; once, where that is one person."""
    people = sorted({data.author_id, *holders_of(work, ("station_lead",))})
    message_to(work, "finding_overdue", people, vars(data))


def notify_parts_arrived(work: Work, data: job_waits.JobResumed) -> None:
    if data.engineer_id:
        message_to(work, "parts_arrived", (data.engineer_id,), vars(data))


def notify_penalty_approved(work: Work, data: penalties.PenaltyApproved) -> None:
    people = (data.person_id,) if data.person_id else ()
    message_to(work, "penalty_approved", people, vars(data))


def notify_penalty_final(work: Work, data: penalties.PenaltyFinal) -> None:
    message(work, "penalty_final", ("station_lead",), vars(data))
    if data.person_id:
        message_to(work, "penalty_final", (data.person_id,), vars(data))


def notify_password_requested(work: Work, data: staff.PasswordRequested) -> None:
    """Whoever of the head may confirm is told, and the person whose password it is."""
    head = work.system.reference_data.staff_of(work.system.head().id)
    confirming = {person.id for person in head if set(HEAD_POSTS).intersection(person.posts)}
    people = sorted({*confirming, work.cause.source_id} - {data.requested_by})
    message_to(work, "password_requested", people, vars(data))


def notify_password_reset(work: Work, data: staff.PasswordReset) -> None:
    """The person is told, and somebody who neither did it nor is that person."""
    person_id = work.cause.source_id
    seeing = others_of(work, {person_id, data.reset_by, data.confirmed_by or ""})
    message_to(work, "password_reset", (person_id, *seeing), vars(data))


def warn_of_open_day(work: Work, due: datetime) -> None:
    day = work.station.calendar.day_of(due).isoformat()
    about = derived_id("day", work.station_id, day)
    message(work, "day_open", ("station_lead",), {"day": day}, about)


def message(work: Work, kind: str, posts: Iterable[str], facts: Mapping[str, Any], about: str | None = None) -> None:
    """Puts a message about the event's aggregate, or what is named, into the inbox of those who hold the posts."""
    message_to(work, kind, holders_of(work, posts), facts, about)


def message_to(
    work: Work, kind: str, people: Iterable[str], facts: Mapping[str, Any], about: str | None = None
) -> None:
    """Puts a message about the event's aggregate, or what is named, into the inbox of these people."""
    for staff_id in people:
        address = address_of(work, staff_id)
        subject, text = mail(kind, address.language if address else LANGUAGE, facts_of(work, facts))
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
