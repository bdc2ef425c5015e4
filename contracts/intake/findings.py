"""Findings: what a rule holds for garbage in what somebody entered [F3]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.intake import SERVICE
from contracts.intake.parties import CONTACTS
from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Lines, Word
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, PathId, Reply, Request, Thing

State = Literal["open", "overdue", "fixed", "accepted_as_is"]
STATES: tuple[State, ...] = get_args(State)
UNENDED: tuple[State, ...] = ("open", "overdue")
"""Somebody has still to see to it."""
RULES = ("phone_not_in_plan", "placeholder_name")
KINDS = ("party",)
"""What findings are of."""

findings = Noun(SERVICE, "/findings", "finding_id")


class AcceptFinding(Request):
    """Why what was found is right as it stands."""

    finding_id: PathId
    reason: Annotated[str, Lines(500)]


class FindingState(Reply):
    """Where a finding stands after a command."""

    id: Id
    version: int
    state: State


class DataFinding(Thing):
    """What a rule found in a field of an object, who entered it, by when it is to be put right, how it ended.

    `overdue` stays once the due time has passed, however it ends: it counts against the author.
    """

    id: Id
    version: int
    station_id: Id
    rule: Annotated[str, Word(RULES)]
    object_kind: Annotated[str, Word(KINDS)]
    object_id: Id
    field: Annotated[str, Word(CONTACTS)]
    author_id: Id
    state: State
    overdue: bool
    opened_at: Instant
    due_at: Instant
    due_day: str
    policy_number: int
    calendar_provisional: bool
    ended_at: Instant | None
    ended_by: Id | None
    reason: str | None


class ListFindings(PageRequest):
    """Findings by state, author, rule, object or the business day on which they are due, the first due first."""

    sort: Annotated[str, sorted_by("due_at")] = "due_at"
    station_id: Id | None = None
    state: State | None = None
    author_id: Id | None = None
    rule: Annotated[str, Word(RULES)] | None = None
    object_id: Id | None = None
    due_day: Day | None = None
    overdue: bool | None = None


accept_finding = findings.does(
    "accept_finding",
    "Accept what was found as it is",
    AcceptFinding,
    FindingState,
    permissions.FINDING_ACCEPT,
    example={"reason": "the customer is really called that, seen on the invoice"},
    from_states=UNENDED,
)
get_finding = findings.get("get_finding", "Read a finding", DataFinding, permissions.FINDING_READ)
list_findings = findings.list("list_findings", "List findings", ListFindings, DataFinding, permissions.FINDING_READ)


class FindingOpened(EventData):
    """A rule found something in what the author entered."""

    rule: Annotated[str, Word(RULES)]
    object_kind: Annotated[str, Word(KINDS)]
    object_id: Id
    field: Annotated[str, Word(CONTACTS)]
    author_id: Id
    due_at: Instant
    due_day: str


class FindingEnded(EventData):
    """It was put right, or a lead accepted it; `overdue` says that it was not in time."""

    rule: Annotated[str, Word(RULES)]
    author_id: Id
    state: State
    overdue: bool
    reason: str | None


finding_opened = Event(SERVICE, "finding_opened.v1", FindingOpened, ("notifications", "oversight"))
finding_overdue = Event(SERVICE, "finding_overdue.v1", FindingOpened, ("notifications",))
finding_ended = Event(SERVICE, "finding_ended.v1", FindingEnded)
