"""What is said of what was not finished when a day closed."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_unfinished_reports": ("未修复原因", "Unfinished reports")},
    events={
        "unfinished_reported.v1": ("未修复原因已汇总", "Unfinished jobs reported"),
        "job_unfinished.v1": ("当天未修复", "Job unfinished"),
    },
)
