"""The day's reports, and a mail to each who is to have one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from contracts.intake.day_reports import DeskDayReported
from contracts.inventory.store_days import OvernightReported
from contracts.language.ids import derived_id
from contracts.repair.awaiting_parts import AwaitingPartsReported
from contracts.repair.unfinished_reports import UnfinishedReported
from services.notifications import collections as store
from services.notifications.actions.facts import address_of, facts_of, holders_of
from services.notifications.mail_templates import mail
from services.notifications.rules.deliveries import Delivery
from services.notifications.rules.reports import RECIPIENTS, Report, plain
from stationkit.ground.clock import wall_now

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work

LANGUAGE = "zh"


Reported = AwaitingPartsReported | DeskDayReported | OvernightReported | UnfinishedReported


def reported(*kinds: str) -> Callable[[Work, Reported], None]:
    """What a day's event comes to: a report of each of these kinds."""

    def effect(work: Work, data: Reported) -> None:
        for kind in kinds:
            report(work, kind, data)

    return effect


def report(work: Work, kind: str, data: Reported) -> None:
    """Keeps a day's report and lays a mail ready for everybody who is to have it; a later one corrects it."""
    day, closing = data.day, getattr(data, "closing", None) or 1 + work.count(store.reports, kind=kind, day=data.day)
    report = Report(
        id=derived_id("report", kind, work.station_id, day, str(closing)),
        station_id=work.station_id,
        kind=kind,
        day=day,
        closing=closing,
        data={**plain(data), "aggregate_id": work.cause.source_id, "actor": work.cause.source_actor},
        recipient_ids=holders_of(work, RECIPIENTS[kind]),
        made_at=work.at,
    )
    work.add(store.reports, report)
    for staff_id in report.recipient_ids:
        work.add(store.deliveries, _delivery(work, report, staff_id))


def _delivery(work: Work, report: Report, staff_id: str) -> Delivery:
    address, now = address_of(work, staff_id), wall_now()
    language = address.language if address else LANGUAGE
    subject, text = mail(report.kind, language, facts_of(work, {**report.data, "closing": report.closing}))
    return Delivery(
        id=derived_id("delivery", report.id, staff_id),
        station_id=work.station_id,
        report_id=report.id,
        kind=report.kind,
        staff_id=staff_id,
        email=address.email if address else None,
        subject=subject,
        text=text,
        made_at=work.at,
        queued_at=now,
        next_try_at=now,
        state="queued" if address else "no_address",
    )
