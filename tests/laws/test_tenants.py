"""What belongs to another station is not found: in paths, through the API and past it, and in lists.

Ids in bodies and arguments are tried in `tests/attacks/test_foreign_ids.py`.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson

from contracts.language.catalogue import SERVICES
from contracts.language.payload import schema_of
from contracts.language.permissions import HISTORY_IMPORT
from contracts.stations import accounts
from tests.laws.probe import TRANSPORTS, Probe, comparable
from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

OF_ALL = {"part_id"}
"""Ids of what is the network's: the head writes it, every station reads it and may name it."""


def check_ids(probe: Probe) -> list[str]:
    """Where an id of station A in the path is not, for station B, the same as one that nobody has."""
    findings = []
    probe.network.b.log_all_in()
    for operation in probe.operations:
        if not operation.ids or OF_ALL.issuperset(operation.ids):
            continue
        prepared = probe.prepared(operation)
        probe.stand_still()
        before = probe.footprint(operation.service)
        findings += [
            f"{operation.name} over {transport} with another station's {' and '.join(foreign)}: {said}"
            for foreign in _choices(operation)
            for transport in TRANSPORTS
            for said in _told_apart(probe, operation, transport, prepared, foreign)
        ]
        if probe.footprint(operation.service) != before:
            findings.append(f"{operation.name} changes what belongs to another station")
    return findings


def _choices(operation: AnyOperation) -> list[tuple[str, ...]]:
    """All ids another station's, and where there are several also the last alone, beside the own station's."""
    return [operation.ids] if len(operation.ids) == 1 else [operation.ids, operation.ids[1:]]


def _told_apart(
    probe: Probe, operation: AnyOperation, transport: str, prepared: Prepared, foreign: tuple[str, ...]
) -> list[str]:
    intruder = probe.network.b.who_may(str(operation.permission))
    token = (intruder or probe.network.b.lead).api.token
    own = {name: probe.network.b.id if name == "station_id" else value for name, value in prepared.ids.items()}
    absent = {name: str(uuid.uuid4()) for name in foreign}
    calls = [replace(prepared, ids={**own, **{name: prepared.ids[name] for name in foreign}})]
    calls += [replace(prepared, ids={**own, **absent})]
    answers = [probe.send(transport, operation, call, token) for call in calls]
    said = [comparable(answer, *call.ids.values()) for answer, call in zip(answers, calls, strict=True)]
    if said[0] == said[1] and answers[0].status == (404 if intruder else 403):
        return []
    return [f"{answers[0].status}, but {answers[1].status} where nobody has it"]


def check_lists(probe: Probe) -> list[str]:
    """Which lists tell station B of anything that is station A's."""
    of_a = _ids_of(probe, probe.network.a.id)
    findings = []
    for operation in probe.operations:
        if operation.kind == "query" and operation.permission and not operation.ids:
            prepared = probe.prepared(operation, probe.network.b)
            wide = {**prepared.body, **({"limit": "200"} if "limit" in schema_of(operation.request).fields else {})}
            answer = probe.send("http", operation, Prepared(probe.network.b.lead, {}, wide))
            text = orjson.dumps(answer.body).decode()
            if answer.status not in (200, 404) or any(secret in text for secret in of_a):
                findings.append(f"{operation.name} tells of another station")
    return findings


def _ids_of(probe: Probe, station_id: str) -> set[str]:
    rows = (row for service in SERVICES for _, row in probe.documents(service, station_id=station_id))
    return {station_id, *(row["_id"] for row in rows)}


def test_another_stations_id_in_a_path_is_the_same_as_one_that_nobody_has(probe: Probe) -> None:
    assert check_ids(probe) == []


def test_lists_tell_a_station_of_nothing_that_is_another_stations(probe: Probe) -> None:
    assert check_lists(probe) == []


def test_head_people_read_every_station(probe: Probe) -> None:
    order = probe.network.a.a_received_order()
    assert probe.network.supervisor.do.get_order(order_id=order.id)["station_id"] == probe.network.a.id


def test_an_importer_of_a_sub_station_opens_no_session_in_another(probe: Probe) -> None:
    network = probe.network
    importer = network.hire(network.b.id, grants=(HISTORY_IMPORT,))
    body = {"username": importer.username, "password": importer.password, "station_id": network.a.id}
    answer = probe.send("http", accounts.issue_token, Prepared(None, {}, body))
    assert (answer.status, answer.code) == (403, "forbidden")


def test_a_service_that_reads_without_scope_is_found(planted: Probe) -> None:
    said = "with another station's party_id: 200, but 404 where nobody has it"
    assert check_ids(planted) == [f"get_party over {transport} {said}" for transport in TRANSPORTS]


def test_a_list_without_scope_is_found(planted: Probe) -> None:
    assert check_lists(planted) == ["list_parties tells of another station"]
