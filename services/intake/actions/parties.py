"""Customers and their visits, within a unit of work [F1 F2]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import parties, visits
from contracts.intake.parties import NewParty
from contracts.language.errors import Refused
from services.intake import collections as store
from services.intake.actions.findings import review_changed, review_new
from services.intake.actions.posts import is_lead
from services.intake.rules import devices
from services.intake.rules.parties import Contact, Party, Visit, Why

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def register_party(work: Work, request: parties.RegisterParty) -> Party:
    return add_party(work, work.new_id(), request)


def edit_party(work: Work, request: parties.EditParty) -> Party:
    party = work.get(store.parties, request.party_id)
    work.check_match(party)
    phone = devices.phone_of(request.phone, work.station.area_code) if request.phone else None
    contact, why = Contact(request.name, phone, request.address), Why(work.at, work.by, request.reason)
    earlier = party.edit(contact, why, in_hand=_has_open_order(work, party))
    if earlier:
        work.emit(party, parties.contact_changed, parties.ContactChanged.of(earlier))
        review_changed(work, party, earlier.changed)
    return party


def record_visit(work: Work, request: visits.RecordVisit) -> Visit:
    if request.party_id is not None:
        work.get(store.parties, request.party_id)
    if request.order_id is not None:
        work.get(store.orders, request.order_id)
    visit = Visit(
        id=work.new_id(),
        station_id=work.station_id,
        kind=request.kind,
        at=work.at,
        by=work.by,
        note=request.note,
        party_id=request.party_id,
        order_id=request.order_id,
    )
    return work.add(store.visits, visit)


def add_party(work: Work, party_id: str, given: NewParty) -> Party:
    """A new customer from what was written down; what a rule finds in it is a finding, and refuses nothing.

    Raises `Invalid` for a phone number that cannot exist. The company's own are not called, so that only a lead may say
    that somebody is one: `Refused` to others.
    """
    if given.kind == "company" and not (work.imported or is_lead(work)):
        raise Refused("company_by_lead", "The lead registers what is the company's own.")
    party = Party(
        id=party_id,
        station_id=work.station_id,
        kind=given.kind,
        name=given.name,
        phone=devices.phone_of(given.phone, work.station.area_code),
        address=given.address,
    )
    review_new(work, work.add(store.parties, party))
    return party


def _has_open_order(work: Work, party: Party) -> bool:
    """Whether a device of the party is in the house, or on its way to them."""
    return work.count(store.orders, party_id=party.id, state={"$ne": "closed"}, handed_back_at=None) > 0
