"""Findings are opened, put right, accepted or overdue, within a unit of work [F3].

Nothing that is entered is refused for a finding. What is brought in from earlier records opens none: it was entered
into another system, and nobody can be held to a working day of years ago. Once somebody changes such a customer, what
they enter is theirs.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from contracts.intake import findings
from services.intake import collections as store
from services.intake.rules.findings import Due, Finding, FindingPolicy, due_of, finding_key
from services.intake.rules.garbage import FIELDS, RULES, Garbage, garbage_in
from stationkit.storage.documents import converter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.intake.rules.parties import Party
    from stationkit.storage.reference_data import StationRecord
    from stationkit.unit_of_work.work import Work


def review_new(work: Work, party: Party) -> None:
    """Opens what the rules find in a customer who was just entered."""
    if not work.imported:
        for garbage in sorted(garbage_in(_values_of(party, FIELDS))):
            _open(work, party, garbage)


def review_changed(work: Work, party: Party, changed: Iterable[str]) -> None:
    """Ends what the rules find no more in these fields of a customer, and opens what they find anew."""
    values = _values_of(party, FIELDS.intersection(changed))
    now = garbage_in(values)
    for garbage in sorted(garbage for garbage in RULES if garbage[1] in values):
        finding = work.find(store.findings, open_key=finding_key(party.id, garbage))
        if finding and garbage not in now:
            note_overdue(work, finding)
            finding.fix(work.by, work.at)
            _emit_ended(work, finding)
        elif finding is None and garbage in now:
            _open(work, party, garbage)


def accept_finding(work: Work, request: findings.AcceptFinding) -> Finding:
    finding = work.get(store.findings, request.finding_id)
    note_overdue(work, finding)
    finding.accept(work.by, work.at, request.reason)
    _emit_ended(work, finding)
    return finding


def check_acceptance(work: Work, finding: Finding) -> None:
    finding.check_acceptance(work.by)
    work.check_second_person(finding.author_id)


def just_after_close(station: StationRecord) -> time:
    """The first second, local, at which what was due at the close of business is late."""
    return (datetime.combine(date.min, station.calendar.closes) + timedelta(seconds=1)).time()


def name_overdue(work: Work, due: datetime) -> None:
    """Tells of each finding whose due time has passed."""
    for finding in work.all(store.findings, state="open", due_at={"$lt": due}):
        note_overdue(work, finding)


def note_overdue(work: Work, finding: Finding) -> None:
    """Tells, once, that the due time has passed."""
    if finding.pass_due(work.at):
        work.emit(finding, findings.finding_overdue, findings.FindingOpened.of(finding))


def retime_findings(work: Work) -> None:
    """Works out again what is to be put right, and what was ended under a calendar that was not known yet."""
    work.system.each(store.findings, work.cause, _retime, state={"$in": findings.UNENDED})
    work.system.each(store.findings, work.cause, _retime, state={"$nin": findings.UNENDED}, calendar_provisional=True)


def _retime(work: Work, finding: Finding) -> None:
    finding.retime(_due(work, finding.opened_at), work.at)


def _open(work: Work, party: Party, garbage: Garbage) -> None:
    entered = (party.id, work.by)
    finding = Finding.opened(
        work.new_id("finding", *garbage), work.station_id, garbage, entered, work.at, _due(work, work.at)
    )
    opened = findings.FindingOpened.of(work.add(store.findings, finding))
    work.emit(finding, findings.finding_opened, opened)


def _emit_ended(work: Work, finding: Finding) -> None:
    work.emit(finding, findings.finding_ended, findings.FindingEnded.of(finding))


def _due(work: Work, opened_at: datetime) -> Due:
    policy = work.policy("findings", opened_at)
    days = converter.structure(dict(policy.values), FindingPolicy).due_working_days
    return due_of(opened_at, work.station.calendar, days, policy.number)


def _values_of(party: Party, names: Iterable[str]) -> dict[str, str]:
    return {name: str(getattr(party, name)) for name in names}
