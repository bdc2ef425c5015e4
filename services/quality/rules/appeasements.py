"""Appeasements: a dissatisfied customer is contacted, the complaint examined, and where it is upheld, answered for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.language.errors import Refused
from contracts.quality import appeasements, penalties
from contracts.quality.appeasements import State

UNDECIDED = "proposed"
REJECTED = "rejected"


@dataclass
class Contact:
    """One contact with the customer: what was done, what they answered."""

    done: str
    answer: str
    at: datetime
    by: str


@dataclass
class Finding:
    """Whether the complaint is upheld, and why."""

    upheld: bool
    text: str
    responsible_id: str | None
    at: datetime
    by: str


@dataclass
class Appeasement:
    """What follows from a score of 0 to 2 [B3]. Instants are business time."""

    id: str
    station_id: str
    order_id: str
    call_id: str
    score: int
    opened_at: datetime
    contact_due_at: datetime
    finding_due_at: datetime
    proposal_due_at: datetime
    policy_number: int
    calendar_provisional: bool = False
    version: int = 0
    state: State = "open"
    contacts: list[Contact] = field(default_factory=list)
    finding: Finding | None = None
    penalty_id: str | None = None
    closed_at: datetime | None = None
    note: str = ""

    @property
    def is_contacted_in_time(self) -> bool:
        """Whether the first contact came by its due time."""
        return bool(self.contacts) and self.contacts[0].at <= self.contact_due_at

    def contact(self, contact: Contact) -> bool:
        """The customer was contacted; True for the first time. Refused once it is closed."""
        appeasements.record_contact.check_state(self.state)
        self.contacts.append(contact)
        if self.state == "open":
            self.state = "contacted"
        return len(self.contacts) == 1

    def find(self, finding: Finding) -> None:
        """Records what was found. Refused before the customer was contacted, and twice."""
        appeasements.record_finding.check_state(self.state)
        self.finding, self.state = finding, "found"

    def take_penalty(self, penalty_id: str, earlier_state: str | None, person_id: str | None) -> None:
        """A penalty is proposed for it, on a person or on the station alone.

        Refused as `check_proposal` does, and for a person whom the finding does not name.
        """
        penalties.propose_penalty.check_state(self.state)
        self.check_proposal(earlier_state)
        if person_id and self.finding and person_id != self.finding.responsible_id:
            raise Refused("not_named_in_finding", "The finding does not name that person.")
        self.penalty_id = penalty_id

    def check_proposal(self, earlier_state: str | None) -> None:
        """Refused unless it is upheld, or while an earlier proposal was not rejected."""
        if self.finding is None or not self.finding.upheld:
            raise Refused("not_upheld", "The complaint is not upheld.")
        if earlier_state not in (None, REJECTED):
            raise Refused("penalty_exists", "A penalty is proposed already.")

    def close(self, penalty_state: str | None, note: str, at: datetime) -> None:
        """Ends it. Refused without a finding; where it is upheld, without a penalty or the reason why there is none."""
        appeasements.close_appeasement.check_state(self.state)
        self.check_closing(penalty_state)
        if penalty_state == REJECTED and not note:
            raise Refused("why_no_penalty", "The penalty was rejected: say why there is none.")
        self.state, self.closed_at, self.note = "closed", at, note

    def check_closing(self, penalty_state: str | None) -> None:
        """Refused where it is upheld and there is no decision on a penalty."""
        if self.finding is not None and self.finding.upheld and penalty_state in (None, UNDECIDED):
            raise Refused("penalty_missing", "An upheld complaint needs a decision on a penalty.")
