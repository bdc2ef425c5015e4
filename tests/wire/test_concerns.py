"""What is answered is on a majority's disks: all clients of the database are made in one place, with one concern."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pymongo import MongoClient
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from stationkit.storage.database import connect, database
from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from tests.laws.probe import Probe

ROOMS = ("contracts", "stationkit", "services", "gateway")
THE_ONE_PLACE = "stationkit/storage/database.py"


def check_concerns(client: MongoClient[dict[str, Any]], name: str) -> list[str]:
    """In what a client, and a service's database reached through it, differ from what every answer relies on."""
    db = database(client, name)
    return [
        what
        for what, holds in {
            "writes wait for a majority and the journal": client.write_concern == WriteConcern(w="majority", j=True),
            "writes are tried again": client.options.retry_writes,
            "reads are tried again": client.options.retry_reads,
            "reads see what a majority has": client.read_concern == ReadConcern("majority"),
            "times have a zone": client.codec_options.tz_aware,
            "an absent server is noticed within 4 s": client.options.server_selection_timeout <= 4,
            "its database writes so": db.write_concern == WriteConcern(w="majority", j=True),
            "its database reads so": db.read_concern == ReadConcern("majority"),
            "its database has zones": db.codec_options.tz_aware,
        }.items()
        if not holds
    ]


def check_one_place(sources: dict[str, str]) -> list[str]:
    """Where else a client of the database is made, or a concern is changed by name of another."""
    return [path for path, text in sources.items() if path != THE_ONE_PLACE and "MongoClient" in _called_in(text)]


def _called_in(text: str) -> set[str]:
    calls = (node.func for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return {getattr(func, "id", getattr(func, "attr", "")) for func in calls}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    paths = (path for room in ROOMS for path in Path(PROJECT, room).rglob("*.py"))
    return {str(path.relative_to(PROJECT)): path.read_text() for path in paths}


def test_the_client_of_every_service_has_the_concerns(probe: Probe) -> None:
    with connect(probe.network.platform.environment("intake")["MONGO_URI"]) as client:
        assert check_concerns(client, probe.names.user("intake")) == []


def test_no_other_place_makes_a_client(sources: dict[str, str]) -> None:
    assert THE_ONE_PLACE in sources
    assert check_one_place(sources) == []


def test_a_client_with_the_librarys_own_concerns_is_found(probe: Probe) -> None:
    with MongoClient[dict[str, Any]](probe.network.platform.environment("intake")["MONGO_URI"]) as client:
        assert check_concerns(client, "any") == [
            "writes wait for a majority and the journal",
            "reads see what a majority has",
            "times have a zone",
            "an absent server is noticed within 4 s",
        ]


def test_a_client_made_elsewhere_is_found(sources: dict[str, str]) -> None:
    text = "import pymongo\nclient = pymongo.MongoClient('mongodb://x')\n"
    assert check_one_place({**sources, "services/intake/collections.py": text}) == ["services/intake/collections.py"]


def test_a_commands_write_asks_for_majority_and_journal_on_the_wire(probe: Probe) -> None:
    reached: list[str] = []
    with probe.what_reaches_the_database(lambda _service, row: reached.append(str(row.get("command")))):
        probe.network.a.a_party()
        probe.settle()
    inserts = [line for line in reached if line.startswith("{'insert': 'parties'")]
    assert inserts
    assert all("'w': 'majority'" in line and "'j': True" in line for line in inserts), inserts
