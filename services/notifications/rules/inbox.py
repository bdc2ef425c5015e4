"""Messages in a person's inbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.language.errors import NotFound


@dataclass
class Message:
    """What one person is told here; `about` is the id of what it speaks of. Instants are business time."""

    id: str
    station_id: str
    staff_id: str
    kind: str
    about: str
    subject: str
    text: str
    at: datetime
    read: bool = False
    read_at: datetime | None = None
    version: int = 0

    def mark_read(self, by: str, at: datetime) -> None:
        """The person has read it; the first time counts. Raises `NotFound` for anybody else's message."""
        self.check_reader(by)
        if not self.read:
            self.read, self.read_at = True, at

    def check_reader(self, by: str) -> None:
        """Raises `NotFound` for anybody else's message."""
        if by != self.staff_id:
            raise NotFound("There is no such thing here.", kind="messages")
