"""gunicorn's configuration: one gevent worker a process; more processes by replicas."""

from __future__ import annotations

import os
from typing import Any

bind = os.environ.get("ZZ_BIND", "127.0.0.1:8000")
worker_class = "gateway.worker.Worker"
workers = 1
worker_connections = 1000
timeout = 60
graceful_timeout = 12
keepalive = 75  # longer than a proxy keeps an idle connection (often 60 s): nobody sends into one that just ends
control_socket_disable = True
limit_request_line = 8190
limit_request_fields = 60
accesslog = None
errorlog = "-"


def post_worker_init(worker: Any) -> None:
    """Serves health and metrics on their own port, from within the worker."""
    from gevent.pywsgi import WSGIServer  # noqa: PLC0415  # only after gunicorn has patched

    from stationkit.process import health  # noqa: PLC0415

    client = worker.app.callable.extensions["rpc"]
    port = int(os.environ["ZZ_HEALTH_PORT"])
    page = health.page(lambda: [] if client.connected else ["broker: not connected"])
    WSGIServer((os.environ.get("ZZ_HEALTH_HOST", "127.0.0.1"), port), page, log=None).start()
