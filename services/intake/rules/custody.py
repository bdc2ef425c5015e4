"""Custody: exactly one holder at any time; a hand-over is offered by one side and accepted by the other [F4 E4]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.intake.orders import Holder
from contracts.language.errors import Refused


@dataclass
class Custody:
    """Who holds a device (`desk`, `engineer`, `carrier`, `customer`), and to whom it is offered."""

    holder: Holder
    since: datetime
    holder_id: str | None = None
    offered_to: Holder | None = None
    offered_id: str | None = None
    offered_by: str | None = None

    def offer(self, to: Holder, to_id: str | None, by: str, *, lead: bool, at_desk: bool = True) -> None:
        """Offers the device to the other side. An engineer's own device is offered by that engineer, or a lead.

        Refused while another offer stands, to the side that holds it, or by somebody who does not hold it.
        """
        self._check_free()
        if (to, to_id) == (self.holder, self.holder_id):
            raise Refused("holder_has_it", "That side holds the device.", holder=self.holder)
        self.check_offer(by, lead=lead, at_desk=at_desk)
        self.offered_to, self.offered_id, self.offered_by = to, to_id, by

    def check_offer(self, by: str, *, lead: bool, at_desk: bool) -> None:
        """Refused to whoever cannot offer the device to the other side now."""
        self._check_free()
        if self.holder not in ("desk", "engineer"):
            raise Refused("device_gone", "The device is not in the house.", holder=self.holder)
        if self.holder == "desk" and not at_desk:
            raise Refused("not_holder", "Only the desk, which holds the device, may offer it.")
        if self.holder == "engineer" and by != self.holder_id and not lead:
            raise Refused("not_holder", "Only the engineer who holds the device, or a lead, may offer it.")

    def accept(self, by: str, at: datetime, *, at_desk: bool = True) -> str | None:
        """The device changes hands; answers the id of the engineer who had it, if one had.

        Refused without an offer, by the one who offered, or by anybody but the side that it is offered to.
        """
        self.check_offered(by, at_desk=at_desk)
        before = self.holder_id
        self.holder, self.holder_id, self.since = self.offered_to or self.holder, self.offered_id, at
        self.end_offer()
        return before

    def decline(self, by: str, *, at_desk: bool = True) -> None:
        """The offer is not taken; the holder keeps the device. Refused as `accept` is."""
        self.check_offered(by, at_desk=at_desk)
        self.end_offer()

    def withdraw(self, by: str, *, lead: bool) -> None:
        """The offer is taken back. Refused without one, and to anybody but who offered, or a lead."""
        self.check_withdrawal(by, lead=lead)
        self.end_offer()

    def check_withdrawal(self, by: str, *, lead: bool) -> None:
        """Refused as `withdraw` is."""
        if self.offered_to is None:
            raise Refused("no_offer", "The device is not offered to anybody.")
        if by != self.offered_by and not lead:
            raise Refused("not_offerer", "Only who offered it, or a lead, takes the offer back.")

    def take_over(self, at: datetime) -> str | None:
        """The desk has the device, offered or not; answers the id of the engineer who had it. Refused off the bench."""
        self.check_take_over()
        before = self.holder_id
        self.holder, self.holder_id, self.since = "desk", None, at
        self.end_offer()
        return before

    def check_take_over(self) -> None:
        """Refused unless an engineer holds the device."""
        if self.holder != "engineer":
            raise Refused("not_on_bench", "No engineer holds the device.", holder=self.holder)

    def give_out(self, to: Holder, at: datetime) -> None:
        """Out of the house, over the counter or to a carrier. Refused unless the desk holds it free of offers."""
        self.check_at_desk()
        self.holder, self.holder_id, self.since = to, None, at

    def come_back(self, at: datetime) -> None:
        """The desk has what was sent out; nothing where it has not left."""
        if self.holder == "carrier":
            self.holder, self.holder_id, self.since = "desk", None, at

    def check_at_desk(self) -> None:
        """Refused unless the desk holds the device free of offers."""
        if self.holder != "desk" or self.offered_to:
            raise Refused("desk_has_it_not", "The desk does not hold the device.", holder=self.holder)

    def end_offer(self) -> None:
        """The device is offered to nobody."""
        self.offered_to = self.offered_id = self.offered_by = None

    def _check_free(self) -> None:
        if self.offered_to:
            raise Refused("offer_stands", "The device is offered already.", offered_to=self.offered_to)

    def check_offered(self, by: str, *, at_desk: bool) -> None:
        """Refused to whoever the device is not offered to."""
        if self.offered_to is None:
            raise Refused("no_offer", "The device is not offered to anybody.")
        if by == self.offered_by:
            raise Refused("own_offer", "The other side accepts or declines.")
        if self.offered_to == "desk" and not at_desk:
            raise Refused("offered_to_desk", "The device is offered to the desk.")
        if self.offered_to == "engineer" and by != self.offered_id:
            raise Refused("offered_to_other", "The device is offered to another engineer.")
