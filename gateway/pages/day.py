"""The lead's page: what is open before the day closes, outcomes to decide on, closing and opening the day again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contracts.intake import day_reports
from contracts.intake import orders as intake
from contracts.inventory import borrows
from contracts.language import permissions
from contracts.repair import awaiting_parts
from contracts.repair import jobs as repair
from contracts.stations import days, rosters
from gateway.pages import queries
from gateway.pages.lanes import OPEN_JOBS
from gateway.pages.site import page, show
from gateway.pages.words import word

if TYPE_CHECKING:
    from flask import Response

Row = dict[str, Any]


@page(
    "/desk/day",
    *(days.close_day, days.reopen_day, repair.approve_outcome, borrows.sign_exception),
    needs=permissions.DAY_CLOSE,
)
def day() -> Response:
    """What is open at the station now; each would be a violation or a report at the close (P1 E3 E4 E5 F10c F11)."""
    today = queries.today()
    jobs = [job for state in OPEN_JOBS for job in queries.rows_or_none(repair.list_jobs, state=state) or []]
    closed = queries.rows_or_none(days.list_business_days, sort="-day") or []
    reports = queries.rows_or_none(day_reports.list_day_reports, day=today) or []
    return show(
        "day.html",
        today=today,
        is_closed=any(business_day["day"] == today and business_day["state"] == "closed" for business_day in closed),
        proposed=[job for job in jobs if job["proposed_outcome"]],
        people=_owed_by_person(today, jobs),
        report=next(iter(reports), None),
    )


@dataclass
class Owed:
    """What a person has still open today: devices in hand, jobs without a word why, pieces, their list."""

    person: Row
    held: list[Row] = field(default_factory=list)
    unexplained: list[Row] = field(default_factory=list)
    out: list[Row] = field(default_factory=list)
    owes_list: bool = False

    @property
    def count(self) -> int:
        """How much that is."""
        return len(self.held) + len(self.unexplained) + len(self.out) + self.owes_list


def _owed_by_person(today: str, jobs: list[Row]) -> list[Owed]:
    """Everybody of the station with what they have open, those with the most first; then who has nothing open."""
    owed = {key: Owed(person) for key, person in queries.people().items() if person["active"]}
    nobody = {"id": "", "name": word("who", "elsewhere"), "posts": []}

    def of(person_id: str) -> Owed:
        return owed.setdefault(person_id, Owed(queries.people().get(person_id, nobody)))

    for order in _held():
        of(order["custody"]["holder_id"]).held.append(order)
    for job in jobs:
        if not _is_explained(job, today):
            of(job["engineer_id"]).unexplained.append(job)
    for borrow in queries.rows_or_none(borrows.list_borrows, state="out") or []:
        of(borrow["engineer_id"]).out.append(borrow)
    for person in _unsent(today):
        of(person["id"]).owes_list = True
    return sorted(owed.values(), key=lambda it: (-it.count, it.person["name"]))


def _is_explained(job: Row, today: str) -> bool:
    return any(explanation["day"] == today for explanation in job["explanations"])


def _held() -> list[Row]:
    """Orders whose device an engineer has in hand."""
    in_repair = queries.rows_or_none(intake.list_orders, state="in_repair") or []
    return [order for order in in_repair if order["custody"]["holder"] == "engineer"]


def _unsent(today: str) -> list[Row]:
    """Who owes an awaiting-parts list today and has not sent it."""
    sent = queries.rows_or_none(awaiting_parts.list_awaiting_lists, day=today) or []
    named = {list_row["engineer_id"] for list_row in sent if list_row["sent_at"]}
    owing = _owing(today)
    return [person for person in queries.people().values() if person["id"] in owing and person["id"] not in named]


def _owing(today: str) -> set[str]:
    """Who owes a list: of an engineer on leave the stand-in, else a lead; nobody else being there, their own [E3]."""
    listed = queries.rows_or_none(rosters.list_rosters, station_id=queries.me().station_id, sort="-day") or []
    lines = [line for roster in listed if roster["day"] == today for line in roster["lines"]]
    away = {line["staff_id"]: line["stand_in_id"] for line in lines if line["duty"] == "on_leave"}
    lead = next(iter(sorted(queries.people("station_lead"), key=lambda person_id: person_id in away)), None)
    engineers = queries.people("engineer")
    return {away[engineer] or lead or engineer if engineer in away else engineer for engineer in engineers}
