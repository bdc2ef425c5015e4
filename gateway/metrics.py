"""What the gateway measures, for Prometheus: one line a route, no ids as labels."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

requests = Histogram(
    "zongzhan_http_request_duration_seconds",
    "Time to answer an HTTP request.",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10),
)
not_believed = Counter(
    "zongzhan_forwarded_not_believed_total", "Requests of a proxy near by that is not among the trusted ones."
)
