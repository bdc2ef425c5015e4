"""Penalties: proposed by one, approved by another, appealed against once, decided by a third; they count when final."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from contracts.language.errors import Refused
from contracts.quality import penalties
from contracts.quality.penalties import State


@dataclass(frozen=True)
class Sanction:
    """What a penalty consists of: points and compensation for a person, points and an amount for the station.

    Raises `Refused` where it is nothing, is for nobody, or takes a person's money without their agreement and the
    wage of the month that it is measured by.
    """

    person_id: str | None
    points: int
    compensation: Decimal | None
    agreement: str | None
    monthly_wage: Decimal | None
    station_points: int
    station_amount: Decimal | None

    def __post_init__(self) -> None:
        amounts = [amount for amount in (self.compensation, self.station_amount) if amount is not None]
        if not (self.points or self.station_points or amounts):
            raise Refused("penalty_empty", "A penalty has points or an amount.")
        if (self.person_id is None) != (not self.points and self.compensation is None):
            raise Refused("person_mismatch", "Points and compensation are a person's, and a person has one of them.")
        if self.compensation is not None and not self.agreement:
            raise Refused("not_agreed", "A person pays only as compensation that was agreed in writing.")
        if (self.compensation is None) != (self.monthly_wage is None):
            raise Refused("wage_mismatch", "A compensation is measured by the month's wage, and nothing else is.")


@dataclass
class Decision:
    """Who decided what, and when."""

    agreed: bool
    note: str
    at: datetime
    by: str


@dataclass
class Appeal:
    """Why somebody does not accept the penalty."""

    text: str
    at: datetime
    by: str


@dataclass
class Penalty:
    """A penalty for an upheld complaint [B3]. Instants are business time."""

    id: str
    station_id: str
    appeasement_id: str
    order_id: str
    person_id: str | None
    points: int
    compensation: Decimal | None
    agreement: str | None
    station_points: int
    station_amount: Decimal | None
    evidence: str
    proposed_at: datetime
    proposed_by: str
    in_time: bool
    monthly_wage: Decimal | None = None
    month: str = ""
    version: int = 0
    state: State = "proposed"
    approval: Decision | None = None
    appeal_due_at: datetime | None = None
    appeal: Appeal | None = None
    verdict: Decision | None = None

    def approve(self, decision: Decision, appeal_days: int) -> None:
        """Another person agrees, which is the notice to whom it concerns, or not. Refused to proposer and punished."""
        penalties.approve_penalty.check_state(self.state)
        self.check_approval(decision.by)
        self.approval, self.state = decision, "approved" if decision.agreed else "rejected"
        if decision.agreed:
            self.appeal_due_at = decision.at + timedelta(days=appeal_days)

    def raise_appeal(self, appeal: Appeal, *, lead: bool) -> None:
        """Whom it concerns appeals: the person, or the station's lead. Refused twice, and after the last day."""
        if self.appeal is not None:
            raise Refused("appealed_already", "There is one appeal.")
        penalties.appeal_penalty.check_state(self.state)
        self.check_appeal(appeal.by, appeal.at, lead=lead)
        self.appeal, self.state = appeal, "appealed"

    def decide(self, verdict: Decision) -> None:
        """A third person upholds or lifts it. Refused to proposer, approver and punished."""
        penalties.decide_appeal.check_state(self.state)
        self.check_verdict(verdict.by)
        self.verdict, self.state = verdict, "final" if verdict.agreed else "lifted"

    def check_approval(self, by: str) -> None:
        """Refused to proposer and punished."""
        if by in (self.proposed_by, self.person_id):
            raise Refused("own_proposal", "Another person approves.")

    def check_appeal(self, by: str, at: datetime, *, lead: bool) -> None:
        """Refused to whom it does not concern, and after the last day."""
        if by != self.person_id and not (lead and self.is_on_station):
            raise Refused("not_concerned", "Whom the penalty concerns may appeal.")
        if self.is_over(at):
            raise Refused("appeal_too_late", "The time for an appeal is over.")

    def check_verdict(self, by: str) -> None:
        """Refused to proposer, approver and punished."""
        if by in (self.proposed_by, self.approved_by, self.person_id):
            raise Refused("not_a_third", "A third person decides on an appeal.")

    @property
    def approved_by(self) -> str | None:
        """Who agreed to it, or did not; None where nobody has decided."""
        return self.approval.by if self.approval else None

    def become_final(self, at: datetime) -> bool:
        """It counts once nobody appealed in time; False while somebody still may, or where it was decided."""
        if self.state != "approved" or not self.is_over(at):
            return False
        self.state = "final"
        return True

    def is_over(self, at: datetime) -> bool:
        """Whether the time for an appeal is over; at exactly its end it is not."""
        return self.appeal_due_at is not None and at > self.appeal_due_at

    @property
    def is_on_station(self) -> bool:
        """Whether the station itself is penalised."""
        return bool(self.station_points or self.station_amount)
