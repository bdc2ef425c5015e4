"""What is said of visits."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"record_visit": ("登记到访", "Record a visit"), "list_visits": ("到访", "Visits")},
    fields={"visits.kind": ("到访类型", "Kind of visit")},
    codes={"visit_kind": {"pickup": ("取机", "Pick-up"), "consultation": ("咨询", "Consultation")}},
)
