"""What jobs ask the store for [S13]."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from contracts.inventory import SERVICE
from contracts.language import permissions
from contracts.language.fields import Id, Instant
from contracts.language.noun import Noun
from contracts.language.operation import Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply

State = Literal["open", "settled"]
REQUEST_STATES: tuple[State, ...] = get_args(State)

part_requests = Noun(SERVICE, "/part-requests")


class RequestSettled(EventData):
    """A line of a job's first request: whether it was issued in full from the own store in time (S13)."""

    job_id: Id
    part_id: Id
    quantity: int
    filled: bool
    requested_at: Instant
    day: str


class PartRequest(Reply):
    """A job's wish for a part; `filled` when the store gave all of it in time (S13)."""

    id: Id
    station_id: Id
    job_id: Id
    engineer_id: Id
    part_id: Id
    quantity: int
    issued: int
    first: bool
    state: State
    filled: bool | None
    requested_at: Instant


class ListPartRequests(PageRequest):
    """Wishes of jobs for parts, by state."""

    sort: Annotated[str, sorted_by("requested_at")] = "requested_at"
    state: State | None = None
    job_id: Id | None = None
    station_id: Id | None = None


list_part_requests = part_requests.list(
    "list_part_requests", "List what jobs ask of the store", ListPartRequests, PartRequest, permissions.STOCK_READ
)


request_settled = Event(SERVICE, "request_settled.v1", RequestSettled, ("oversight",))
