"""What goes wrong, said together with what to do next."""

from __future__ import annotations


class UserError(Exception):
    """A failure that a person can mend: `message` says what happened, `remedy` the next step."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
