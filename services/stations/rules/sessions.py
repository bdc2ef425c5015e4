"""Sessions: a refresh token that is used once, replaced each time, and ends the session when it is used again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.language.errors import Unauthenticated

LIFETIME = timedelta(days=14)
IDLE = timedelta(hours=12)


@dataclass
class Session:
    """One log-in of an account; instants are wall time. `in_station` is where an importer works."""

    id: str
    station_id: str
    staff_id: str
    in_station: str
    secret_hash: str
    started_at: datetime
    used_at: datetime
    version: int = 0
    ended_at: datetime | None = None

    def refresh(self, secret: str, new_secret: str, wall: datetime, idle: timedelta = IDLE) -> bool:
        """Takes the next secret, or ends the session and answers False when the one shown was used before.

        Raises `Unauthenticated` when the session has ended, was not continued for as long as `idle` or is open for 14
        days. A secret that was never given out is refused before: whoever guesses ends nobody's session.
        """
        if self.ended_at or wall >= self.started_at + LIFETIME or wall >= self.used_at + idle:
            raise Unauthenticated("The session has ended; log in again.")
        if not self.is_now(secret):
            self.ended_at = wall
            return False
        self.secret_hash, self.used_at = digest(new_secret), wall
        return True

    def is_now(self, secret: str) -> bool:
        """Whether this is the secret that holds."""
        return hmac.compare_digest(self.secret_hash, digest(secret))

    def end(self, secret: str, wall: datetime) -> None:
        """Logs out. Raises `Unauthenticated` for a wrong secret or a session that has ended."""
        if self.ended_at or not self.is_now(secret):
            raise Unauthenticated("There is no such session.")
        self.ended_at = wall


def may_rest_for(idle_minutes: int) -> timedelta:
    """For how long a session holds that is not continued: 12 hours, or longer where a page may be left alone longer."""
    return max(IDLE, timedelta(minutes=idle_minutes))


def new_secret(session_id: str, key: str) -> str:
    """A secret that nobody can guess and that `was_given_out` knows again."""
    random = secrets.token_urlsafe(32)
    return f"{random}~{_mark(session_id, random, key)}"


def was_given_out(session_id: str, secret: str, key: str) -> bool:
    """Whether this was a secret of that session once."""
    random, _, mark = secret.rpartition("~")
    return hmac.compare_digest(mark.encode(), _mark(session_id, random, key).encode())


def _mark(session_id: str, random: str, key: str) -> str:
    return hmac.new(key.encode(), f"refresh {session_id} {random}".encode(), "sha256").hexdigest()[:32]


def digest(secret: str) -> str:
    """What is kept of a refresh token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(session_id: str, secret: str) -> str:
    """The refresh token as it is given out."""
    return f"{session_id}.{secret}"


def parts_of(token: str) -> tuple[str, str]:
    """Session id and secret of a refresh token."""
    session_id, _, secret = token.partition(".")
    return session_id, secret
