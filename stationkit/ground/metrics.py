"""What a process counts and measures, for Prometheus: prefix, base units, no ids as labels."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

calls = Histogram(
    "zongzhan_call_duration_seconds",
    "Time to answer a call.",
    ["operation", "outcome"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
events_heard = Counter("zongzhan_events_heard_total", "Events that had their effect or were repeats.", ["type", "how"])
events_held = Counter("zongzhan_events_held_total", "Events that came before what they need.", ["type"])
events_dead = Counter("zongzhan_messages_dead_total", "Messages that were given up.", ["queue", "reason"])
events_published = Counter("zongzhan_events_published_total", "Events confirmed by the broker.", ["type"])
events_unroutable = Counter("zongzhan_events_unroutable_total", "Events that no queue took.", ["type"])
outbox_pending = Gauge("zongzhan_outbox_pending", "Documents with something that is not sent yet.")
outbox_oldest = Gauge("zongzhan_outbox_oldest_age_seconds", "Age of the oldest thing that is not sent yet.")
held_oldest = Gauge("zongzhan_held_oldest_age_seconds", "Age of the oldest held event.")
