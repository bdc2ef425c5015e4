"""How long one service takes to hear of another, as the import has met it: nobody is asked before that in vain."""

from __future__ import annotations

FIRST = 0.5
LEAST, MOST = 0.05, 10.0
GROWTH = 1.5
DECAY = 0.997


class Lag:
    """The seconds to wait before a command that another service must have heard of; they follow what was met."""

    def __init__(self) -> None:
        self.seconds = FIRST

    def was_enough(self) -> None:
        """The service had heard: it may be asked a little sooner."""
        self.seconds = max(LEAST, self.seconds * DECAY)

    def was_short(self, waited: float) -> None:
        """The service had not heard after so many seconds."""
        self.seconds = max(self.seconds, min(MOST, waited * GROWTH))
