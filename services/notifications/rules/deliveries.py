"""Deliveries: one mail to one person, tried until the mail server has taken it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.language.errors import Refused
from contracts.notifications.deliveries import State, retry_delivery

CLAIM = timedelta(minutes=5)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)
GIVE_UP_AFTER = timedelta(days=3)


@dataclass
class Delivery:
    """A mail on its way: of a report, or to an address that was changed.

    `made_at` is business time; what has to do with trying is wall time.
    """

    id: str
    station_id: str
    report_id: str | None
    kind: str
    staff_id: str
    email: str | None
    subject: str
    text: str
    made_at: datetime
    queued_at: datetime
    next_try_at: datetime
    state: State = "queued"
    tries: int = 0
    sent_at: datetime | None = None
    error: str | None = None
    version: int = 0

    def claim(self, now: datetime) -> bool:
        """Takes the next try; False where another process was faster. A try that never ends is tried again later."""
        if self.state != "queued" or self.next_try_at > now:
            return False
        self.tries += 1
        self.next_try_at = now + CLAIM
        return True

    def sent(self, now: datetime) -> None:
        """The mail server has taken it."""
        self.state, self.sent_at, self.error = "sent", now, None

    def put_off(self, error: str, now: datetime) -> None:
        """The mail server could not take it now: again after a wait that doubles; given up after three days."""
        self.error = error
        self.next_try_at = now + min(FIRST_WAIT * 2 ** min(self.tries - 1, 10), LONGEST_WAIT)
        if now >= self.queued_at + GIVE_UP_AFTER:
            self.state = "failed"

    def give_up(self, error: str) -> None:
        """The mail server will never take it."""
        self.state, self.error = "failed", error

    def retry(self, email: str | None, now: datetime) -> None:
        """Somebody sends it again, a report to the address that holds now. Refused unless it failed or had none."""
        retry_delivery.check_state(self.state)
        self.check_address(email)
        self.email = email if self.report_id else self.email
        self.state, self.queued_at, self.next_try_at = "queued", now, now

    def check_address(self, email: str | None) -> None:
        """Refused where there is none."""
        if email is None:
            raise Refused("no_address", "The person has no address for mails.")
