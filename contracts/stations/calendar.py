"""Calendar years and days: when a station is open [S6]."""

from __future__ import annotations

from typing import Annotated

from marshmallow import validate

from contracts.language import permissions
from contracts.language.fields import Day, Id, Instant, Lines, Whole, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, Event
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import SUBSCRIBERS

CUT_OFFS = ("bench", "awaiting_list", "dealers", "close")
"""What has its time every day: the bench [E1], its lists [E3], what goes to dealers [F9], the close of business."""

calendar = Noun(SERVICE, "/calendar")


class ImportYear(Request):
    """The official working-day notice of a year: holidays on weekdays, worked weekend days, where it was published.

    Days of a neighbouring year go to that year, where it is known. What was listed before and is not any more is named
    in the refusal; with `replace` it goes.
    """

    year: Annotated[int, Whole(2000, 2100)]
    off: Annotated[tuple[Day, ...], validate.Length(max=120)] | None = None
    working: Annotated[tuple[Day, ...], validate.Length(max=60)] | None = None
    source: Annotated[str, Lines(300)]
    replace: bool = False


class CalendarYear(Reply):
    """A year of official Chinese working days."""

    year: int
    official: bool
    off: tuple[str, ...]
    working: tuple[str, ...]
    source: str


class ListDays(Request):
    """Days from `start`, at most 400, as they are at a station."""

    start: Day
    days: Annotated[int, Whole(1, 400)] = 31
    station_id: Id | None = None


class CalendarDay(Reply):
    """One day at a station: open, a working day, known or provisional."""

    day: str
    open: bool
    working: bool
    provisional: bool


class CalendarDays(Reply):
    """A run of days."""

    items: tuple[CalendarDay, ...]


class ListCutOffs(Request):
    """Today's cut-offs at a station, one's own unless it is named."""

    station_id: Id | None = None


class CutOff(Reply):
    """By when something is done today."""

    what: Annotated[str, Word(CUT_OFFS)]
    at: Instant


class CutOffs(Reply):
    """The cut-offs of a day, the earliest first; none where the station does not open that day."""

    day: str
    closed: bool
    items: tuple[CutOff, ...]


class ListYears(PageRequest):
    """The calendar years."""

    sort: Annotated[str, sorted_by("year")] = "year"


import_year = calendar.command(
    "import_year",
    "Import a year's official working days",
    ImportYear,
    CalendarYear,
    permissions.CALENDAR_WRITE,
    at="years",
    status=201,
    station_states=ANY_STATE,
    example={"year": 2099, "off": ["2099-01-01"], "working": [], "source": "国务院办公厅通知"},
)
list_years = calendar.read(
    "list_years", "List the calendar years", ListYears, page_of(CalendarYear), permissions.CALENDAR_READ, at="years"
)
list_days = calendar.read(
    "list_days",
    "List days as they are at a station",
    ListDays,
    CalendarDays,
    permissions.CALENDAR_READ,
    at="days",
    example={"start": "2026-10-01"},
)
list_cut_offs = calendar.read(
    "list_cut_offs",
    "List today's cut-offs at a station",
    ListCutOffs,
    CutOffs,
    permissions.CALENDAR_READ,
    at="cut-offs",
)


class YearPublished(EventData):
    """A year of official working days."""

    year: int
    official: bool
    off: tuple[str, ...]
    working: tuple[str, ...]


year_published = Event(SERVICE, "year_published.v1", YearPublished, SUBSCRIBERS)
