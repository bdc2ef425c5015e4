"""Customers' phones and addresses: who sees them whole, and what is known of whoever read them [F3]."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.permissions import BY_POST, PARTY_CONTACT

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

ADDRESS = "中山路 1 号"


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


def shown(by: Person, party_id: str) -> list[dict[str, Any]]:
    """The customer as one reader sees them: alone, and in the list."""
    alone = by.do.get_party(party_id=party_id)
    return [alone, *(row for row in by.do.list_parties(phone=alone["phone"])["items"] if row["id"] == party_id)]


def csv_of(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.body
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))


def test_phone_and_address_are_whole_for_posts_that_call_or_ship_and_masked_for_all_others(
    network: Network, at: Station
) -> None:
    party_id = at.a_party()
    phone = at.desk.do.get_party(party_id=party_id)["phone"]
    people = [*at.people.values(), *network.head.people.values()]
    for person in people:
        party = person.do.get_party(party_id=party_id)
        may = any(PARTY_CONTACT in BY_POST[post] for post in person.posts)
        assert (party["phone"], party["address"]) == ((phone, ADDRESS) if may else (f"*******{phone[-4:]}", "*******"))


def test_a_list_masks_as_well_and_is_narrowed_by_the_whole_phone(at: Station) -> None:
    party_id = at.a_party()
    phone = at.desk.do.get_party(party_id=party_id)["phone"]
    for person, expected in ((at.desk, phone), (at.bench, f"*******{phone[-4:]}")):
        rows = person.do.list_parties(phone=phone)["items"]
        assert [(row["id"], row["phone"]) for row in rows] == [(party_id, expected)]
    assert at.desk.ask.list_parties(phone="*******5678").code == "invalid"
