"""The search behind the one field: what is found by what, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.inventory.store_search import number_of
from contracts.language.search import LONGEST, MOST
from services.intake import collections as intake
from stationkit.storage import schema
from stationkit.storage.documents import WORDS
from tests.world import between_stations as between
from tests.world.store_room import a_part, keeper

if TYPE_CHECKING:
    from tests.ground.databases import Db
    from tests.world.network import Network
    from tests.world.people import Person
    from tests.world.station import Station

BAD = ["%", ".*", "^", "$where", "📱", '=HYPERLINK("http://x")', "\\", "{'$gt': ''}", "' OR 1=1 --", "[", "𠮷%"]


@pytest.fixture(scope="module")
def at(network: Network) -> Station:
    return network.a


def ids(person: Person, operation: str, q: str) -> list[str]:
    return [row["id"] for row in getattr(person.do, operation)(q=q)["items"]]


def received(at: Station, **device: Any) -> dict[str, Any]:
    """An order of a device and of a customer who has no other."""
    body = at.a_receipt() | {"party_id": at.a_party()}
    order_id = at.desk.do.receive_device(**(body | {"device": at.a_device() | device}))["id"]
    return dict(at.desk.do.get_order(order_id=order_id))


def written(text: str) -> list[str]:
    wide = "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)
    return [text, text.lower(), wide, f"  {text} ", text.replace("-", ""), text.replace("-", "\u2014"), " ".join(text)]


def test_an_order_is_found_by_its_code_whole_or_in_part_in_any_writing(at: Station) -> None:
    order = received(at)
    for q in (*written(order["code"]), order["code"][2:8], order["code"][-4:]):
        assert order["id"] in ids(at.desk, "search_orders", q), q


def test_an_order_is_found_by_serial_and_by_what_the_device_is(at: Station) -> None:
    model = at.network.unique("Mate ")
    order = received(at, brand="华为", model=model)
    serial = order["device"]["serial"]
    for q in (*written(serial), serial[3:], serial[-5:], model, f"华为{model}", f"华为 {model.lower()}"):
        assert order["id"] in ids(at.desk, "search_orders", q), q


@pytest.mark.parametrize(
    "q",
    ["490154203237518", "49-015420-323751-8", "49015420/3237518", "3237518", "\uff11\uff15\uff14\uff12\uff10\uff13"],
)
def test_an_order_is_found_by_imei_and_its_last_digits(at: Station, q: str) -> None:
    if not ids(at.desk, "search_orders", "490154203237518"):
        received(at, identity="imei", serial="490154203237518")
    (row,) = at.desk.do.search_orders(q=q)["items"]
    assert (row["kind"], row["serial"]) == ("order", "490154203237518")


def test_an_order_is_found_by_its_customers_phone_and_name(at: Station) -> None:
    phone, name = at.network.phone(), at.network.unique("欧阳 \uff2e\uff41")
    party = {"kind": "user", "name": name, "phone": phone}
    receipt = {key: value for key, value in at.a_receipt().items() if key != "party_id"}
    order = at.desk.do.receive_device(**receipt, party=party)
    grouped = (f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone[:3]}.{phone[3:7]}.{phone[7:]}", f"+86 {phone}")
    for q in (phone, *grouped, phone[-4:], f"*******{phone[-4:]}", name, name[1:], name.upper()):
        assert order["id"] in ids(at.desk, "search_orders", q), q
    for q in (phone[:7], phone[-5:], phone[3:]):
        assert order["id"] not in ids(at.desk, "search_orders", q), q


def test_whoever_may_not_see_a_phone_finds_it_whole_and_by_four_digits_and_reads_it_masked(at: Station) -> None:
    order = received(at)
    phone = at.desk.do.get_party(party_id=order["party_id"])["phone"]
    for person, shown in ((at.desk, phone), (at.bench, f"*******{phone[-4:]}")):
        rows = {row["id"]: row for row in person.do.search_orders(q=phone)["items"]}
        assert (rows[order["id"]]["phone"], rows[order["id"]]["name"]) == (shown, "李雷")


def test_a_customer_is_named_but_where_their_one_order_says_it_all(at: Station) -> None:
    phone = at.network.phone()
    party_id = at.desk.do.register_party(kind="user", name="李雷", phone=phone)["id"]
    kinds = [[row["kind"] for row in at.desk.do.search_orders(q=phone)["items"]]]
    for _ in range(2):
        at.desk.do.receive_device(**(at.a_receipt() | {"party_id": party_id}))
        kinds.append([row["kind"] for row in at.desk.do.search_orders(q=phone)["items"]])
    assert kinds == [["party"], ["order"], ["order", "order", "party"]]


def test_a_changed_name_is_found_and_the_earlier_is_not(at: Station) -> None:
    before, after = at.network.unique("旧"), at.network.unique("新")
    party_id = at.desk.do.register_party(kind="user", name=before, phone=at.network.phone())["id"]
    assert ids(at.desk, "search_orders", before) == [party_id]
    at.desk.do.edit_party(party_id=party_id, name=after)
    assert (ids(at.desk, "search_orders", before), ids(at.desk, "search_orders", after)) == ([], [party_id])


def test_a_part_is_found_by_code_and_name(at: Station) -> None:
    supervisor, code = at.network.supervisor, at.network.unique("BAT-").upper()
    name = at.network.unique("电池 X")
    cost = {"amount": "86.00", "currency": "CNY"}
    part = supervisor.do.define_part(code=code, name=name, category="battery", unit_cost=cost)
    for q in (*written(code), code[2:], name, name[1:]):
        assert part["id"] in ids(at.bench, "search_store", q), q


def test_people_are_found_at_their_station_and_stations_by_the_head(at: Station) -> None:
    username = at.bench.username
    assert ids(at.desk, "search_staff", username)[0] == at.bench.id  # others' names may begin so
    assert at.bench.id not in ids(at.network.b.desk, "search_staff", username)
    assert ids(at.network.supervisor, "search_staff", username)[0] == at.bench.id
    station = at.desk.do.get_station(station_id=at.id)
    assert at.id in ids(at.network.supervisor, "search_staff", station["code"])
    assert at.id in ids(at.network.supervisor, "search_staff", station["name"])
    assert at.id not in ids(at.desk, "search_staff", station["code"])


def test_another_station_finds_nothing_and_the_head_finds_it_with_its_station(at: Station) -> None:
    order = received(at)
    phone = at.desk.do.get_party(party_id=order["party_id"])["phone"]
    for q in (order["code"], order["device"]["serial"], phone):
        assert order["id"] not in ids(at.network.b.desk, "search_orders", q)
        rows = {row["id"]: row["station_id"] for row in at.network.supervisor.do.search_orders(q=q)["items"]}
        assert rows[order["id"]] == at.id


def test_a_transfer_is_found_by_its_number_at_both_ends_and_once_by_the_head(network: Network) -> None:
    sender, receiver = network.b, network.a
    transfer, _ = between.a_shipped_transfer(receiver, sender)
    number = number_of(transfer)
    for person in (keeper(sender), keeper(receiver), network.supervisor):
        for q in (number, number.lower(), number[:5], transfer):
            assert ids(person, "search_store", q).count(transfer) == 1, q
    assert transfer not in ids(network.supervisor, "search_store", number[:3])


def test_a_requisition_is_found_by_its_number_at_its_station_and_by_the_head(network: Network) -> None:
    requisition = between.a_requisition(network.a, a_part(network.a))
    for person, times in ((network.a.lead, 1), (network.supervisor, 1), (network.b.lead, 0)):
        assert ids(person, "search_store", number_of(requisition)).count(requisition) == times


@pytest.mark.parametrize("q", BAD)
def test_what_is_no_code_is_answered_clearly(at: Station, q: str) -> None:
    for operation in ("search_orders", "search_store", "search_staff"):
        answer = getattr(at.desk.ask, operation)(q=q)
        assert (answer.status, answer.body["more"] in (True, False)) == (200, True), (operation, answer)


@pytest.mark.parametrize("q", ["", "  ", "\u200b", "x" * (LONGEST + 1), "1" * 10_000, "a\nb", "a\x00b"])
def test_what_cannot_be_sought_is_refused_by_its_field(at: Station, q: str) -> None:
    for operation in ("search_orders", "search_store", "search_staff"):
        answer = getattr(at.desk.ask, operation)(q=q)
        assert (answer.status, answer.code) == (422, "invalid"), (operation, answer)
        assert str(answer.body["params"]["fields"]).startswith("['q:")


def test_what_is_answered_is_bounded_and_says_that_there_is_more(at: Station) -> None:
    model = at.network.unique("Bound").replace(" ", "")
    orders = [received(at, model=model)["id"] for _ in range(MOST + 2)]
    for q in (f"Honor{model}", model[:-1]):
        answer = at.desk.do.search_orders(q=q)
        assert [row["id"] for row in answer["items"]] == orders[: -MOST - 1 : -1]
        assert answer["more"] is True


def test_a_document_from_before_words_is_found_once_migration_has_run(at: Station, db: Db) -> None:
    order = received(at)
    orders = db("intake").orders
    orders.update_one({"_id": order["id"]}, {"$unset": {WORDS: ""}})
    assert ids(at.desk, "search_orders", order["code"]) == []
    schema.migrate(db("intake"), intake.COLLECTIONS)
    assert ids(at.desk, "search_orders", order["code"]) == [order["id"]]
    assert at.desk.do.get_order(order_id=order["id"])["version"] == order["version"]
