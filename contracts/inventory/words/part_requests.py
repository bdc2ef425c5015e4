"""What is said of what jobs ask of the store."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_part_requests": ("备件需求", "Part requests")},
    fields={
        "issued": ("已发数量", "Issued"),
        "part_requests.first": ("首次满足数量", "Filled at once"),
        "part_requests.filled": ("现场满足", "Filled"),
        "requested_at": ("提出时间", "Requested"),
    },
    codes={"request_state": {"open": ("待满足", "Open"), "settled": ("已了结", "Settled")}},
    events={"request_settled.v1": ("备件需求已了结", "Request settled")},
)
