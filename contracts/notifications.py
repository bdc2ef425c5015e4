"""Mails, inbox and scheduled reports: what the service `notifications` takes, answers and tells."""

from __future__ import annotations

SERVICE = "notifications"
