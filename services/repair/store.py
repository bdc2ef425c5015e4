"""What the service `repair` keeps."""

from __future__ import annotations

from typing import Any

from services.repair.jobs import Job
from stationkit.documents import Collection, Index

jobs = Collection(
    "jobs",
    Job,
    "own",
    (
        Index(("order_id",), unique=True, conflict="job_of_order"),
        Index(("bench_due_at", "_id")),
        Index(("queued_at", "_id")),
        Index(("state", "bench_due_at", "_id")),
        Index(("engineer_id", "bench_due_at", "_id")),
    ),
)

COLLECTIONS: tuple[Collection[Any], ...] = (jobs,)
