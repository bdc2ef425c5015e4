"""Contacts at the counter [F2]."""

from __future__ import annotations

from typing import Annotated

from contracts.intake import SERVICE
from contracts.intake.parties import Ref
from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Word
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import Reply, Request

VISIT_KINDS = ("pickup", "consultation")

visits = Noun(SERVICE, "/visits")


class RecordVisit(Request):
    """A visit that opens no order: a consultation, or a pick-up that came for nothing (F1). A repair is its order."""

    kind: Annotated[str, Word(VISIT_KINDS)]
    party_id: Id | None = None
    order_id: Id | None = None
    note: Annotated[str, Lines(500)]


class Visit(Reply):
    """A contact at the counter."""

    id: Id
    station_id: Id
    kind: Annotated[str, Word(VISIT_KINDS)]
    party_id: Id | None
    order_id: Id | None
    note: str
    at: Instant
    by: Id


class ListVisits(PageRequest):
    """Visits by kind."""

    sort: Annotated[str, sorted_by("at")] = "at"
    kind: Annotated[str, Word(VISIT_KINDS)] | None = None


record_visit = visits.create(
    "record_visit",
    "Record a visit without a new order",
    RecordVisit,
    Ref,
    permissions.VISIT_WRITE,
    example={"kind": "consultation", "note": "asked for the price of a battery"},
)
list_visits = visits.list("list_visits", "List visits", ListVisits, Visit, permissions.VISIT_READ)
