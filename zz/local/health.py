"""Asking a process how it is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from http import HTTPStatus

import urllib3

from zz.local.ports import LOOPBACK

LONGEST_REASON = 200


@dataclass(frozen=True)
class Health:
    """Ready for work, or why not."""

    is_ready: bool
    reason: str


def ask(port: int) -> Health:
    """What `/health/ready` says at a loopback port."""
    try:
        reply = urllib3.request("GET", f"http://{LOOPBACK}:{port}/health/ready", timeout=3.0, retries=False)
    except urllib3.exceptions.HTTPError:
        return Health(is_ready=False, reason="no answer yet")
    if reply.status == HTTPStatus.OK:
        return Health(is_ready=True, reason="")
    return Health(is_ready=False, reason=_reason(reply.data.decode(errors="replace")) or f"answers {reply.status}")


def figure(port: int, metric: str) -> float:
    """What `/metrics` at a loopback port says of a figure without labels; 0 where nobody answers."""
    try:
        reply = urllib3.request("GET", f"http://{LOOPBACK}:{port}/metrics", timeout=3.0, retries=False)
    except urllib3.exceptions.HTTPError:
        return 0.0
    match = re.search(rf"^{metric} (\S+)$", reply.data.decode(errors="replace"), re.MULTILINE)
    return float(match.group(1)) if match else 0.0


def _reason(body: str) -> str:
    """What the page lists under `troubles`."""
    try:
        troubles = json.loads(body)["troubles"]
    except (ValueError, LookupError, TypeError):
        return body.strip()[:LONGEST_REASON]
    return "; ".join(map(str, troubles))[:LONGEST_REASON]
