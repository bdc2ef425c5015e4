"""Works every KPI out anew from the services' own documents, by rules §6 alone, and holds it against the answers.

It may import neither `services` nor `stationkit`: what they get wrong, this must not get wrong with them.
"""

from __future__ import annotations

from tests.recompute.comparing import Mismatch, compare
from tests.recompute.whole import Found, recompute

__all__ = ["Found", "Mismatch", "compare", "recompute"]
