"""What is said of what jobs wait for."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "await_parts": ("待料", "Await parts"),
        "resume_job": ("备件已到, 继续", "The parts are here: go on"),
        "request_parts": ("向库房要件", "Ask the store"),
    },
    fields={"first": ("首次请求", "First request")},
    events={
        "job_waiting.v1": ("维修任务待料", "Job waits for parts"),
        "job_resumed.v1": ("维修任务继续", "Job goes on"),
        "parts_requested.v1": ("已向库房要件", "Parts asked of the store"),
    },
)
