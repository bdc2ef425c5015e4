"""The collections that the kit keeps in every service's database beside the service's own."""

from __future__ import annotations

from datetime import UTC, datetime

ANCHORS = "kit_anchors"
AUDIT = "kit_audit"
COPIES = "kit_copies"
COUNTERS = "kit_counters"
DUE = "kit_due"
EVENT_LOG = "kit_events"
HELD = "kit_held"
LEASES = "kit_leases"
MARKS = "kit_marks"
REFUSALS = "kit_refusals"
REPLIES = "kit_replies"
STATE = "kit_state"

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every entry that can be pending: the index over pending entries is asked for what is later."""
