"""What the service `repair` keeps."""

from __future__ import annotations

from typing import Any

from services.repair.rules.awaiting import AwaitingList, AwaitingReport
from services.repair.rules.jobs import Job, PartCopy
from services.repair.rules.unfinished import UnfinishedReport
from stationkit.storage.documents import Collection, Index

jobs = Collection(
    "jobs",
    Job,
    "own",
    (
        Index(("order_id",), unique=True, conflict="job_of_order"),
        Index(("bench_due_at", "_id")),
        Index(("queued_at", "_id")),
        Index(("state", "bench_due_at", "_id")),
        Index(("state", "queued_at", "_id")),
        Index(("engineer_id", "bench_due_at", "_id")),
        Index(("engineer_id", "queued_at", "_id")),
    ),
)
parts = Collection("parts", PartCopy, "network", derived=True)
awaiting_lists = Collection(
    "awaiting_lists", AwaitingList, "own", (Index(("day", "_id")), Index(("engineer_id", "day", "_id")))
)
awaiting_reports = Collection("awaiting_reports", AwaitingReport)
unfinished_reports = Collection("unfinished_reports", UnfinishedReport, "own", (Index(("day", "_id")),))

COLLECTIONS: tuple[Collection[Any], ...] = (jobs, parts, awaiting_lists, awaiting_reports, unfinished_reports)
