"""Changes of how a customer is called or reached: kept for whoever calls them [B2]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.intake import parties
from services.quality import collections as store
from services.quality.rules.parties import ContactChange, Party

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def note_contact(work: Work, data: parties.ContactChanged) -> None:
    party_id = work.cause.source_id
    party = work.find(store.parties, _id=party_id) or work.add(store.parties, Party(party_id, work.station_id))
    party.contact_changes.append(ContactChange(**vars(data), at=work.at, by=work.cause.source_actor))
