"""Customers' phones and addresses: who sees them whole, and what is known of whoever read them [F3]."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from contracts.language.permissions import BY_POST, PARTY_CONTACT
from contracts.quality.calls import call_id_of

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.station import Station

ADDRESS = "中山路 1 号"


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


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


def test_what_was_known_before_a_change_stays_on_the_customer_and_is_masked_as_well(at: Station) -> None:
    party_id = at.a_party()
    phone = at.desk.do.get_party(party_id=party_id)["phone"]
    at.desk.do.edit_party(party_id=party_id, phone=at.network.phone(), address="")
    for person, expected in ((at.desk, (phone, ADDRESS)), (at.bench, (f"*******{phone[-4:]}", "*******"))):
        earlier = person.do.get_party(party_id=party_id)["earlier"]
        assert [(row["changed"], row["phone"], row["address"]) for row in earlier] == [
            (["phone", "address"], *expected)
        ]
        assert [(row["by"], row["reason"], row["name"]) for row in earlier] == [(at.desk.id, None, None)]


def test_a_change_needs_a_reason_as_long_as_an_order_of_the_customer_is_open(at: Station) -> None:
    party_id = at.a_party()
    assert at.desk.ask.edit_party(party_id=party_id, name="韩梅梅").status == 200
    order = at.desk.do.receive_device(**(at.a_receipt() | {"party_id": party_id}))
    assert at.desk.ask.edit_party(party_id=party_id, name="李雷").reason == "contact_reason_missing"
    assert at.desk.ask.edit_party(party_id=party_id, name="韩梅梅").status == 200
    assert at.desk.ask.edit_party(party_id=party_id, name="李雷", reason="misspelt").status == 200
    at.desk.do.cancel_order(order_id=order["id"], reason="changed their mind")
    assert at.desk.ask.edit_party(party_id=party_id, name="韩梅梅").reason == "contact_reason_missing"
    at.desk.do.release_order(
        order_id=order["id"], how="pickup", receipt_code=order["receipt_code"], serial=serial_of(at, order["id"])
    )
    assert at.desk.ask.edit_party(party_id=party_id, name="韩梅梅").status == 200


def test_a_call_shows_what_was_changed_since_the_device_came_in_and_nothing_from_before(at: Station) -> None:
    party_id = at.a_party()
    at.desk.do.edit_party(party_id=party_id, name="韩梅梅")
    order = at.desk.do.receive_device(**(at.a_receipt() | {"party_id": party_id}))
    call = call_id_of(order["id"], 1)
    assert at.lead.until.get_call(bool, call_id=call)["contact_changes"] == []
    phone = at.desk.do.get_party(party_id=party_id)["phone"]
    at.desk.do.edit_party(party_id=party_id, phone=at.network.phone(), reason="has a new number")
    change = at.lead.until.get_call(lambda body: body["contact_changes"], call_id=call)["contact_changes"][0]
    assert {name: change[name] for name in ("changed", "by", "reason", "name", "phone", "address")} == {
        "changed": ["phone"],
        "by": at.desk.id,
        "reason": "has a new number",
        "name": None,
        "phone": f"*******{phone[-4:]}",
        "address": None,
    }
    listed = at.lead.do.list_calls(order_id=order["id"])["items"]
    assert [row["contact_changes"] for row in listed] == [[change]]


def serial_of(at: Station, order_id: str) -> str:
    return str(at.desk.do.get_order(order_id=order_id)["device"]["serial"])
