"""Weekly samples of orders that the head checks by telephone [B2]."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Lines, Matching, Whole
from contracts.language.noun import Noun
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import PathId, Reply, Request, Thing
from contracts.quality import SERVICE
from contracts.quality.calls import Checks

WEEK = "[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])"

spot_checks = Noun(SERVICE, "/spot-checks", "spot_check_id")


class DrawSpotCheck(Request):
    """Draw a sample of an ISO week's orders, `2026-W48`; a later draw takes only what was received since."""

    station_id: PathId
    week: Annotated[str, Matching(WEEK)]


class RecordSpotCheck(Request):
    """What the check of one order of the sample showed (B2); a later one supersedes it.

    `repair_days` is how long the station had the device, `cycle_days` how long the customer was without it, both in
    the customer's words and in whole days.
    """

    station_id: PathId
    spot_check_id: PathId
    order_id: Id
    checks: Checks
    score: Annotated[int, Whole(0, 5)] | None
    repair_days: Annotated[int, Whole(0, 1000)]
    cycle_days: Annotated[int, Whole(0, 1000)]
    note: Annotated[str, Lines(1000, empty=True)] = ""


class SpotCheckState(Reply):
    """How much of a sample is checked after a command."""

    id: Id
    version: int
    drawn: int
    checked: int


class SpotCheckResult(Reply):
    """One result; `superseded` where a later one of the same order counts."""

    order_id: Id
    checks: Checks
    score: Annotated[int, Whole(0, 5)] | None
    repair_days: int
    cycle_days: int
    note: str
    superseded: bool
    at: Instant
    by: Id


class SpotCheckLine(Thing):
    """A spot check in a list."""

    id: Id
    version: int
    station_id: Id
    week: str
    number: int
    drawn: int
    checked: int
    drawn_at: Instant
    drawn_by: Id


class SpotCheck(SpotCheckLine):
    """A sample that anyone can draw again.

    Order the `population` by the hexadecimal SHA-256 of `<seed>|<order id>` (UTF-8), and put before all others those
    whose customers `refused` a call; the first `drawn` are the sample. Drawn are `percent` of a hundred, rounded up,
    but no fewer than `at_least` and no more than there are.
    """

    seed: str
    percent: int
    at_least: int
    policy_number: int
    population: tuple[Id, ...]
    refused: tuple[Id, ...]
    sample: tuple[Id, ...]
    results: tuple[SpotCheckResult, ...]


class ListSpotChecks(PageRequest):
    """Spot checks by week."""

    sort: Annotated[str, sorted_by("week", "drawn_at")] = "week"
    week: Annotated[str, Matching(WEEK)] | None = None
    station_id: Id | None = None


draw_spot_check = spot_checks.create(
    "draw_spot_check",
    "Draw a week's spot check",
    DrawSpotCheck,
    SpotCheckState,
    permissions.SPOT_CHECK_DRAW,
    in_station=True,
    example={"week": "2026-W48"},
)
record_spot_check = spot_checks.does(
    "record_spot_check",
    "Record the check of an order of the sample",
    RecordSpotCheck,
    SpotCheckState,
    permissions.SPOT_CHECK_DRAW,
    at="results",
    in_station=True,
    example={
        "order_id": "00000000-0000-4000-8000-000000000003",
        "checks": {"name": True, "device": True, "fault": True, "accessories": False},
        "score": 4,
        "repair_days": 1,
        "cycle_days": 3,
    },
)
get_spot_check = spot_checks.get("get_spot_check", "Read a spot check", SpotCheck, permissions.SPOT_CHECK_READ)
list_spot_checks = spot_checks.list(
    "list_spot_checks", "List spot checks", ListSpotChecks, SpotCheckLine, permissions.SPOT_CHECK_READ
)
