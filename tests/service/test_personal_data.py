"""Customers' phones and addresses: who sees them whole, and what is known of whoever read them [F3]."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.permissions import BY_POST, PARTY_CONTACT, PARTY_EXPORT, POSTS, STATION_POSTS
from contracts.quality.calls import call_id_of
from services.stations.rules.policies import DEFAULTS
from stationkit.storage.kit_collections import AUDIT

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.people import Person
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
    people = {post: network.hire(at.id if post in STATION_POSTS else network.head.id, post) for post in POSTS}
    for post, person in people.items():
        party, may = person.do.get_party(party_id=party_id), PARTY_CONTACT in BY_POST[post]
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


def lines_of(db: Db, at: Station, person: Person, outcome: str) -> list[dict[str, Any]]:
    """What stands in intake's trail of one person."""
    at.network.platform.settle()
    return list(db("intake")[AUDIT].find({"actor": person.id, "outcome": outcome}).sort("seq", 1))


def test_a_file_of_customers_is_for_who_may_export_and_leaves_its_rows_in_the_trail(at: Station, db: Db) -> None:
    lead = at.network.hire(at.id, "station_lead")
    dealers = {at.a_party("dealer") for _ in range(2)}
    rows = csv_of(lead.ask.list_parties(kind="dealer", format="csv"))
    assert dealers <= {row["id"] for row in rows}
    (line,) = lines_of(db, at, lead, "exported")
    assert (line["operation"], line["fields"], line["rows"]) == ("list_parties", ["kind"], len(rows))
    assert "dealer" not in str(line)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_customers_is_refused_to_all_others_and_that_is_in_the_trail(at: Station, db: Db, kind: str) -> None:
    engineer = at.network.hire(at.id, "engineer")
    answer = engineer.ask.list_parties(format=kind)
    assert (answer.status, answer.body["params"]) == (403, {"permission": PARTY_EXPORT})
    (line,) = lines_of(db, at, engineer, "forbidden")
    assert line["operation"] == "list_parties"
    assert engineer.ask.list_orders(format=kind).status == 200


def test_a_person_has_so_many_files_of_customers_a_day_and_of_other_lists_any_number(at: Station, db: Db) -> None:
    lead, most = at.network.hire(at.id, "station_lead"), DEFAULTS["personal_data"]["exports_a_day"]
    at.a_party("channel")
    asked = {"kind": "channel", "format": "csv"}
    assert [lead.ask.list_parties(**asked).status for _ in range(most)] == [200] * most
    answer = lead.ask.list_parties(**asked)
    assert (answer.status, answer.reason, answer.body["params"]["most"]) == (409, "export_limit", str(most))
    assert lead.ask.list_orders(format="csv").status == 200
    assert lead.ask.list_parties(kind="channel").status == 200
    assert len(lines_of(db, at, lead, "exported")) == most
    assert [line["reason"] for line in lines_of(db, at, lead, "refused")] == ["export_limit"]


def test_a_page_of_customers_leaves_a_line_and_one_without_any_does_not(at: Station, db: Db) -> None:
    person = at.network.hire(at.id, "engineer")
    phone = at.desk.do.get_party(party_id=at.a_party())["phone"]
    assert person.do.list_parties(phone=at.network.phone())["items"] == []
    assert lines_of(db, at, person, "read") == []
    assert len(person.do.list_parties(phone=phone, limit=7)["items"]) == 1
    (line,) = lines_of(db, at, person, "read")
    assert (line["operation"], line["fields"], line["rows"]) == ("list_parties", ["phone"], 1)
    assert line["station_id"] == at.id
    assert phone not in str(line)


def test_customers_read_alone_leave_a_line_once_they_are_many(at: Station, db: Db) -> None:
    person, party_id = at.network.hire(at.id, "front_desk"), at.a_party()
    for _ in range(DEFAULTS["personal_data"]["read_a_day"]):
        person.do.get_party(party_id=party_id)
    assert lines_of(db, at, person, "read") == []
    person.do.get_party(party_id=party_id)
    (line,) = lines_of(db, at, person, "read")
    assert (line["operation"], line["rows"]) == ("get_party", DEFAULTS["personal_data"]["read_a_day"] + 1)
