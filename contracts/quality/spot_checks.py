"""Spot checks of a week's orders: more of what `quality` takes and answers."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Matching, Text, Whole
from contracts.language.operation import Nothing, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.quality.calls import SERVICE, Checks, of_station

WEEK = "[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-3])"


class DrawSpotCheck(Request):
    """Draw a sample of an ISO week's orders, `2026-W48`; a later draw takes only what was received since."""

    week = Matching(WEEK, required=True)


class RecordSpotCheck(Request):
    """What the check of one order of the sample showed (B2); a later one supersedes it.

    `repair_days` is how long the station had the device, `cycle_days` how long the customer was without it, both in
    the customer's words and in whole days.
    """

    order_id = Id(required=True)
    checks = fields.Nested(Checks, required=True)
    score = Whole(0, 5, required=True, allow_none=True)
    repair_days = Whole(0, 1000, required=True)
    cycle_days = Whole(0, 1000, required=True)
    note = Text(1000, empty=True, load_default="")


class SpotCheckState(Reply):
    """How much of a sample is checked after a command."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    drawn = fields.Integer(required=True)
    checked = fields.Integer(required=True)


class SpotCheckResult(Reply):
    """One result; `superseded` where a later one of the same order counts."""

    order_id = Id(required=True)
    checks = fields.Nested(Checks, required=True)
    score = Whole(0, 5, required=True, allow_none=True)
    repair_days = fields.Integer(required=True)
    cycle_days = fields.Integer(required=True)
    note = fields.String(required=True)
    superseded = fields.Boolean(required=True)
    at = Instant(required=True)
    by = Id(required=True)


class SpotCheckLine(Reply):
    """A spot check in a list."""

    id = Id(required=True)
    version = fields.Integer(required=True)
    station_id = Id(required=True)
    week = fields.String(required=True)
    number = fields.Integer(required=True)
    drawn = fields.Integer(required=True)
    checked = fields.Integer(required=True)
    drawn_at = Instant(required=True)
    drawn_by = Id(required=True)


class SpotCheck(SpotCheckLine):
    """A sample that anyone can draw again.

    Order the `population` by the hexadecimal SHA-256 of `<seed>|<order id>` (UTF-8); the first `drawn` are the sample.
    Drawn are `percent` of a hundred, rounded up, but no fewer than `at_least` and no more than there are.
    """

    seed = fields.String(required=True)
    percent = fields.Integer(required=True)
    at_least = fields.Integer(required=True)
    policy_number = fields.Integer(required=True)
    population = fields.List(Id(), required=True)
    sample = fields.List(Id(), required=True)
    results = fields.List(fields.Nested(SpotCheckResult), required=True)


class ListSpotChecks(PageRequest):
    """Spot checks by week."""

    sort = sorted_by("week", "drawn_at")
    week = Matching(WEEK)
    station_id = Id()


draw_spot_check = of_station(
    "draw_spot_check",
    "Draw a week's spot check",
    permissions.SPOT_CHECK_DRAW,
    DrawSpotCheck,
    SpotCheckState,
    {"week": "2026-W48"},
)
record_spot_check = of_station(
    "record_spot_check",
    "Record the check of an order of the sample",
    permissions.SPOT_CHECK_DRAW,
    RecordSpotCheck,
    SpotCheckState,
    {
        "order_id": "00000000-0000-4000-8000-000000000003",
        "checks": {"name": True, "device": True, "fault": True, "accessories": False},
        "score": 4,
        "repair_days": 1,
        "cycle_days": 3,
    },
    "spot_check_id",
)
get_spot_check = Operation(
    SERVICE,
    "get_spot_check",
    "Read a spot check",
    "query",
    permissions.SPOT_CHECK_READ,
    Nothing,
    SpotCheck,
    ids=("spot_check_id",),
)
list_spot_checks = Operation(
    SERVICE,
    "list_spot_checks",
    "List spot checks",
    "query",
    permissions.SPOT_CHECK_READ,
    ListSpotChecks,
    page_of(SpotCheckLine),
)
