"""What belongs to another station is not found: in paths, bodies, arguments and lists, over HTTP and over RabbitMQ."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from contracts import accounts
from contracts.catalogue import SERVICES
from contracts.fields import Id, instant_text
from contracts.permissions import HISTORY_IMPORT
from stationkit.clock import wall_now
from tests.laws.subject import TRANSPORTS, Subject, comparable
from tests.prepared import Prepared
from tests.store_room import a_job_that_borrowed, a_part, a_receipt, a_stocked_part

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.operation import Operation
    from tests.station import Station

pytestmark = pytest.mark.usefixtures("mails_wait")
OF_A: dict[str, Callable[[Station], str]] = {
    "actor_id": lambda a: a.bench.id,
    "checklist_id": lambda a: a.id,
    "engineer_id": lambda a: a.bench.id,
    "from_station_id": lambda a: a.id,
    "holder_id": lambda a: a.bench.id,
    "job_id": a_job_that_borrowed,
    "liable_id": lambda a: a.bench.id,
    "order_id": lambda a: a.an_order_on_the_bench().id,
    "part_id": a_stocked_part,
    "party_id": lambda a: a.customer,
    "person_id": lambda a: a.bench.id,
    "ref": lambda a: a_receipt(a, a_part(a)),
    "responsible_id": lambda a: a.bench.id,
    "station_id": lambda a: a.id,
}
"""Something of station A for every id that a body or an argument may carry; a new name needs its line here."""
OF_ALL = {"part_id"}
"""Ids of what is the network's: the head writes it, every station reads it and may name it."""


def check_ids(subject: Subject) -> list[str]:
    """Where an id of station A in the path is not, for station B, the same as one that nobody has."""
    found = []
    subject.network.b.log_all_in()
    for operation in subject.operations:
        if not operation.ids or OF_ALL.issuperset(operation.ids):
            continue
        prepared = subject.prepared(operation)
        subject.rest()
        before = subject.footprint(operation.service)
        found += [
            f"{operation.name} over {transport} with another station's {' and '.join(foreign)}: {said}"
            for foreign in _choices(operation)
            for transport in TRANSPORTS
            for said in _told_apart(subject, operation, transport, prepared, foreign)
        ]
        if subject.footprint(operation.service) != before:
            found.append(f"{operation.name} changes what belongs to another station")
    return found


def _choices(operation: Operation) -> list[tuple[str, ...]]:
    """All ids another station's, and where there are several also the last alone, beside the own station's."""
    return [operation.ids] if len(operation.ids) == 1 else [operation.ids, operation.ids[1:]]


def _told_apart(
    subject: Subject, operation: Operation, transport: str, prepared: Prepared, foreign: tuple[str, ...]
) -> list[str]:
    intruder = subject.network.b.who_may(str(operation.permission))
    token = (intruder or subject.network.b.lead).api.token
    own = {name: subject.network.b.id if name == "station_id" else value for name, value in prepared.ids.items()}
    absent = {name: str(uuid.uuid4()) for name in foreign}
    calls = [replace(prepared, ids={**own, **{name: prepared.ids[name] for name in foreign}})]
    calls += [replace(prepared, ids={**own, **absent})]
    answers = [subject.send(transport, operation, call, token) for call in calls]
    said = [comparable(one, *call.ids.values()) for one, call in zip(answers, calls, strict=True)]
    if said[0] == said[1] and answers[0].status == (404 if intruder else 403):
        return []
    return [f"{answers[0].status}, but {answers[1].status} where nobody has it"]


def check_fields(subject: Subject) -> list[str]:
    """Where an id of station A in a body or an argument is not, for station B, the same as one that nobody has."""
    return [
        line
        for operation in subject.operations
        for name, one in operation.request().fields.items()
        if isinstance(one, Id) and name not in OF_ALL
        for line in _field_told_apart(subject, operation, name)
    ]


def _field_told_apart(subject: Subject, operation: Operation, name: str) -> list[str]:
    prepared = _in_b(subject, operation, name)
    token = prepared.caller.api.token if prepared.caller else None
    values = (OF_A[name](subject.network.a), str(uuid.uuid4()))
    subject.rest()
    before = subject.footprint(operation.service)
    calls = [replace(prepared, body={**prepared.body, name: value}) for value in values]
    answers = [subject.send("http", operation, call, token) for call in calls]
    same = comparable(answers[0], values[0]) == comparable(answers[1], values[1])
    empty = answers[0].status < 300 and answers[0].body.get("items") == []
    if same and (answers[0].status >= 400 or empty) and subject.footprint(operation.service) == before:
        return []
    return [f"{operation.name} takes another station's {name}: {answers[0].status}"]


def _in_b(subject: Subject, operation: Operation, name: str) -> Prepared:
    """A call that station B could make, but for that one field."""
    b = subject.network.b
    if name == "actor_id":
        importer = subject.network.an_importer_in(b.id)
        example = subject.example(operation, b)
        return replace(example, caller=importer, body={**example.body, "occurred_at": instant_text(wall_now())})
    caller = b.who_may(operation.permission) if operation.permission else None
    prepared = subject.prepared(operation, b)
    return replace(prepared, caller=caller or (prepared.caller and b.lead))


def check_lists(subject: Subject) -> list[str]:
    """Which lists tell station B of anything that is station A's."""
    of_a = _ids_of(subject, subject.network.a.id)
    found = []
    for operation in subject.operations:
        if operation.kind == "query" and operation.permission and not operation.ids:
            prepared = subject.prepared(operation, subject.network.b)
            wide = {**prepared.body, **({"limit": "200"} if "limit" in operation.request().fields else {})}
            answer = subject.send("http", operation, Prepared(subject.network.b.lead, {}, wide))
            text = orjson.dumps(answer.body).decode()
            if answer.status not in (200, 404) or any(one in text for one in of_a):
                found.append(f"{operation.name} tells of another station")
    return found


def _ids_of(subject: Subject, station_id: str) -> set[str]:
    rows = (row for service in SERVICES for _, row in subject.documents(service, station_id=station_id))
    return {station_id, *(row["_id"] for row in rows)}


def test_another_stations_id_in_a_path_is_the_same_as_one_that_nobody_has(subject: Subject) -> None:
    assert check_ids(subject) == []


def test_another_stations_id_in_a_body_or_argument_is_the_same_as_one_that_nobody_has(subject: Subject) -> None:
    assert check_fields(subject) == []


@pytest.mark.last
def test_the_same_arguments_find_something_at_home(finished: Subject) -> None:
    subject, a = finished, finished.network.a
    for operation in subject.operations:
        if operation.kind == "query":
            for name in (name for name, one in operation.request().fields.items() if isinstance(one, Id)):
                prepared = subject.prepared(operation)
                answer = subject.send("http", operation, replace(prepared, body={name: OF_A[name](a), **prepared.body}))
                assert answer.body["items"], f"{operation.name} by {name}"


def test_lists_tell_a_station_of_nothing_that_is_another_stations(subject: Subject) -> None:
    assert check_lists(subject) == []


def test_head_people_read_every_station(subject: Subject) -> None:
    order = subject.network.a.a_received_order()
    assert subject.network.supervisor.api.get(order.path)["station_id"] == subject.network.a.id


def test_an_importer_of_a_sub_station_opens_no_session_in_another(subject: Subject) -> None:
    network = subject.network
    importer = network.hire(network.b.id, grants=(HISTORY_IMPORT,))
    body = {"username": importer.username, "password": importer.password, "station_id": network.a.id}
    answer = subject.send("http", accounts.issue_token, Prepared(None, {}, body))
    assert (answer.status, answer.code) == (403, "forbidden")


def test_a_service_that_reads_without_scope_is_found(planted: Subject) -> None:
    said = "with another station's party_id: 200, but 404 where nobody has it"
    assert check_ids(planted) == [f"get_party over {transport} {said}" for transport in TRANSPORTS]


def test_a_service_that_does_not_look_whose_id_it_is_given_is_found(planted: Subject) -> None:
    names = ("party_id", "order_id")
    assert check_fields(planted) == [f"record_visit takes another station's {name}: 201" for name in names]


def test_a_list_without_scope_is_found(planted: Subject) -> None:
    assert check_lists(planted) == ["list_parties tells of another station"]
