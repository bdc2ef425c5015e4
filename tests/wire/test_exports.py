"""Every list is to be had as a file: all rows that match, of the own station only, safe to open."""

from __future__ import annotations

import csv
import io
import socket
import struct
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from python_calamine import CalamineWorkbook

from contracts.language.catalogue import OPERATIONS
from contracts.language.paging import LONGEST_PAGE
from tests.world.api import Api
from tests.world.people import until

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.people import Person

FORMULA = '=HYPERLINK("http://evil")'
TIMES = 10
"""More often than there are turns."""
LISTS = sorted(operation.path for operation in OPERATIONS.values() if operation.is_list and "{" not in operation.path)
ASKED = {"/kpis/records": "&kpi=received&start=2026-01-01&end=2099-12-31"}
"""What a list cannot be had without."""


def csv_of(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.body
    return list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))


def xlsx_of(answer: Answer) -> list[list[object]]:
    assert answer.status == 200, answer.body
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.body)).get_sheet_by_index(0).to_python()  # type: ignore[return-value]


@pytest.fixture(scope="module")
def parties(network: Network) -> set[str]:
    """More parties at station A than one page holds."""
    desk = network.a.desk.api
    body = {"kind": "merchant", "address": "北京路 8 号"}

    def register(number: int) -> str:
        return str(desk.do.register_party(**body, phone=network.phone(), name=f"{FORMULA}{number}")["id"])

    return {register(number) for number in range(LONGEST_PAGE + 5)}


def test_a_file_holds_all_rows_that_match_and_nobody_elses(network: Network, parties: set[str]) -> None:
    other = network.b.a_party("merchant")
    answer = network.a.lead.ask.list_parties(kind="merchant", format="csv")
    rows = csv_of(answer)
    assert {row["id"] for row in rows} == parties
    assert len(rows) == len(parties)
    assert {row["station_id"] for row in rows} == {network.a.id}
    assert all(row["name"].startswith(f"'{FORMULA}") for row in rows)
    assert {row["address"] for row in rows} == {"北京路 8 号"}
    assert other in {row["id"] for row in csv_of(network.supervisor.ask.list_parties(format="csv"))}


def test_a_workbook_holds_the_same(network: Network, parties: set[str]) -> None:
    head, *rows = xlsx_of(network.a.lead.ask.list_parties(kind="merchant", format="xlsx"))
    assert {row[head.index("id")] for row in rows} == parties
    assert all(str(row[head.index("name")]).startswith(FORMULA) for row in rows)


@pytest.mark.parametrize(("kind", "media_type"), [("csv", "text/csv"), ("xlsx", "application/vnd.openxml")])
def test_a_file_has_a_chinese_name_and_its_type(network: Network, kind: str, media_type: str) -> None:
    answer = network.a.desk.ask.list_orders(format=kind)
    assert answer.headers["Content-Type"].startswith(media_type)
    said = answer.headers["Content-Disposition"]
    assert said.startswith('attachment; filename="orders-')
    assert f"filename*=UTF-8''{quote('维修单')}-" in said


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_to_be_had_as_a_file(network: Network, path: str) -> None:
    page = _allowed(network, path, f"limit=200{ASKED.get(path, '')}")
    rows = csv_of(_allowed(network, path, f"format=csv{ASKED.get(path, '')}"))
    assert len(rows) >= len(page.body["items"])


def test_what_the_list_refuses_the_file_refuses_before_its_first_byte(network: Network) -> None:
    desk = network.a.desk.api
    for argument in ("format=csv&statoin=x", "format=pdf", "format=csv&limit=5", "format=xlsx&cursor=x", "format="):
        assert desk.send("GET", f"/orders?{argument}").code == "invalid"
    assert desk.ask.get_me(format="csv").code == "invalid"
    assert Api(desk.url).ask.list_orders(format="csv").code == "unauthenticated"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_can_be_had_as_often_as_one_likes(network: Network, kind: str) -> None:
    assert [network.a.desk.ask.list_orders(format=kind).status for _ in range(TIMES)] == [200] * TIMES


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_whoever_goes_away_half_way_takes_nobodys_turn(network: Network, parties: set[str], kind: str) -> None:
    lead = network.hire(network.a.id, "station_lead").api
    for _ in range(TIMES):
        leave_half_way(network.url, f"/api/v1/parties?format={kind}", lead.token or "")
    until(lambda: lead.ask.list_parties(format=kind).status == 200, "given back")


def leave_half_way(url: str, path: str, token: str) -> None:
    """Asks for a file, reads its first bytes, and hangs up without a word."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=20) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        assert connection.recv(16).startswith(b"HTTP/1.1 ")


def _allowed(network: Network, path: str, arguments: str) -> Answer:
    people: tuple[Person, ...] = (network.a.lead, network.a.desk, network.supervisor, *network.head.people.values())
    answers = (person.api.send("GET", f"{path}?{arguments}") for person in people)
    return next(answer for answer in answers if answer.status == 200)
