"""Every refusal is tried: some test names its reason, but for those of a state, which are tried in every state."""

from __future__ import annotations

from pathlib import Path

from tests.unit.test_words import FAMILIES, ROOT, every_reason

UNTRIED = {
    "call_of_stage": "derived ids make a second one the same",
    "appeasement_of_call": "the same",
    "job_of_order": "the same",
    "stock_of_part": "the same",
    "exists": "the same",
    "spot_check_number": "counted in the same write: two at once meet at the count",
    "checklist_number": "the same",
    "head_only": "no station's post has a permission for what the head writes",
    "network_not_founded": "nobody has a log-in before that",
}
"""What a test cannot bring about, and why."""


def test_every_refusal_is_named_by_a_test() -> None:
    others = [path for path in (ROOT / "tests").rglob("test_*.py") if path != Path(__file__)]
    tests = "\n".join(path.read_text() for path in others)
    of_states = {f"{family}{state}" for family, states in FAMILIES.items() for state in states}
    assert {reason for reason in every_reason() - of_states if f'"{reason}"' not in tests} == UNTRIED.keys()
