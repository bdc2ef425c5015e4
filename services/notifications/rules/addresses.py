"""Where a person's mails go, and in which language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Address:
    """One person's address."""

    id: str
    station_id: str
    staff_id: str
    email: str = ""
    language: str = "zh"
    version: int = 0

    def set(self, email: str, language: str) -> None:
        """What is sent from now on goes there."""
        self.email, self.language = email, language
