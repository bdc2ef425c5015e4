"""No operator comes from a user: in no place of any request, and every filter on a station's documents names it."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.catalogue import SERVICES
from contracts.language.text import normalised
from stationkit.process.migrate import collections_of
from tests.attacks import payloads
from tests.attacks.query_log import MARK, QueryLog
from tests.attacks.sites import BESIDE, operation_of, send_with, sites_of, with_all_routes

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.attacks.sites import Site
    from tests.laws.probe import Probe
    from tests.world.api import Answer
    from tests.world.prepared import Prepared

    Try = tuple[Site, Any]

_log = logging.getLogger(__name__)
REFUSED = (400, 422)
AT_ONCE = 10_000
TEXT_IN = {"path": payloads.as_segment, "header": payloads.as_header}
OF_THE_RELAY = ("pending.at",)
"""What the relay asks of every collection: it brings every station's news out."""
WITHOUT_A_STATION: dict[tuple[str, tuple[str, ...]], str] = {
    ("stations.staff", ("username",)): "who logs in names no station",
    ("stations.sessions", ("_id",)): "a refresh token names its session, and its secret is looked at before all else",
    ("intake.orders", ("device.serial",)): "a repair is a redo wherever the first one was",
    ("intake.orders", ("state",)): "a new calendar year: each promise is made again in its own station",
    ("intake.findings", ("state",)): "the same, of what is to be put right",
    ("intake.findings", ("calendar_provisional", "state")): "the same, of what has ended",
    ("inventory.transfers", ("state",)): "a new calendar year: what is due of each is worked out in its own station",
    ("quality.calls", ("state",)): "the same",
    ("quality.appeasements", ("state",)): "the same",
    ("intake.orders", ("waybill",)): "a carrier's number is one customer's in the whole network",
    ("inventory.transfers", ("_id", "to_station_id")): "what another station sends is found by whom it is for",
    ("inventory.transfers", ("state", "to_station_id")): "nothing is sent to a station that is wound up, by whomever",
    ("notifications.deliveries", ("next_try_at", "state")): "mails of all stations are sent in one round",
    ("notifications.addresses", ("_id",)): "a station's report goes to people of the head too",
    ("oversight.rows", ("_id",)): "the first order of a redo may be another station's",
    ("oversight.rows", ("_id", "redo_of")): "the rounds of oversight go over all stations",
    ("oversight.rows", ("stale",)): "the same",
    ("oversight.facts", ("span", "stale")): "the same",
    ("oversight.facts", ("span", "start")): "a day of all stations is summed for the head",
}
"""Who may ask a station's documents without naming one, by collection and the filter's fields, and why."""


def tries_of(probe: Probe, *, everything: bool = payloads.ALL) -> list[Try]:
    """Every payload with the place that it is sent to."""
    names = {operation.name for operation in probe.operations} | (BESIDE.keys() & probe.routes.keys())
    sites = [site for site in sites_of(probe.document) if site.operation in names]
    return [
        (site, payload)
        for number, site in enumerate(sites)
        for payload in payloads.of_turn(number, everything=everything)
    ]


def attacked(probe: Probe, tries: list[Try]) -> tuple[list[str], QueryLog]:
    """What went wrong, and what reached the databases meanwhile; a token holds for as long as some thousand tries."""
    findings: list[str] = []
    query_log = QueryLog()
    for start in range(0, len(tries), AT_ONCE):
        with probe.what_reaches_the_database(query_log.take):
            findings += check_payloads(probe, tries[start : start + AT_ONCE])
    _log.info("%d payloads, %d commands at the databases", len(tries), query_log.commands)
    return findings, query_log


def check_payloads(probe: Probe, tries: list[Try]) -> list[str]:
    """Where a payload was neither refused nor taken as the text that it is, or the service failed."""
    tokens = {name: probe.token_for(operation_of(name)) for name in {site.operation for site, _ in tries}}
    held = [_held(probe, *attempt, tokens[attempt[0].operation]) for attempt in tries]
    return [
        f"{site} takes {payloads.as_text(payload)[:60]}"
        for (site, payload), well in zip(tries, held, strict=True)
        if not well
    ]


def _held(probe: Probe, site: Site, payload: Any, token: str | None) -> bool:
    operation = operation_of(site.operation)
    if site.where in TEXT_IN:
        text = TEXT_IN[site.where](payload)
        return 400 <= send_with(probe, _harmless(probe, operation), site, text, token).status < 500
    value = payloads.as_text(payload) if site.where == "query" else payload
    answer = send_with(probe, probe.example(operation, probe.network.a), site, value, token)
    if not site.takes(value):
        return answer.status in REFUSED
    return answer.status < 500 and _is_as_sent(answer, site, value)


def _harmless(probe: Probe, operation: AnyOperation) -> Prepared:
    """A call that is never carried out, whatever its path and headers: it meets nothing, or has a field too many."""
    call = probe.example(operation)
    return call if operation.ids else replace(call, body={**call.body, "zz_unknown": 1})


def _is_as_sent(answer: Answer, site: Site, value: Any) -> bool:
    """Whether what was taken is answered as the same text, if it is answered at all."""
    if answer.status >= 300 or not isinstance(value, str) or len(site.path) > 1:
        return True
    said = answer.body.get(site.path[0]) if isinstance(answer.body, dict) else None
    return not isinstance(said, str) or said == normalised(value)


def unexplained(query_log: QueryLog) -> list[str]:
    """What was asked without a station, beyond the exceptions; and operators that the program does not write."""
    findings = [
        f"{collection} by {', '.join(fields) or 'nothing'}"
        for collection, fields in query_log.unscoped
        if fields != OF_THE_RELAY and (collection, fields) not in WITHOUT_A_STATION
    ]
    return sorted(findings) + sorted(query_log.foreign)


def test_there_are_at_least_60_operator_payloads_and_each_carries_the_mark() -> None:
    operators = [payload for name, several in payloads.CLASSES.items() if name != "other kinds" for payload in several]
    assert len(operators) >= 60
    assert [payload for payload in operators if payload and MARK not in payloads.as_text(payload)] == []


def test_every_place_gets_a_payload_of_every_class_and_every_payload_a_place(probe: Probe) -> None:
    tries = tries_of(with_all_routes(probe), everything=False)
    sent = {repr(payload) for _, payload in tries}
    assert sent == {repr(payload) for several in payloads.CLASSES.values() for payload in several}
    assert len(tries) == len(payloads.CLASSES) * len({str(site) for site, _ in tries})


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_no_place_takes_an_operator_and_none_reaches_the_database(probe: Probe) -> None:
    tries = tries_of(with_all_routes(probe))
    findings, query_log = attacked(with_all_routes(probe), tries)
    assert findings == []
    assert unexplained(query_log) == []
    assert query_log.commands > len(tries) / 20


@pytest.mark.last
def test_every_filter_on_a_stations_documents_names_the_station(finished: Probe) -> None:
    query_log = finished.query_log
    _log.info("%d commands, %d filters with a station", query_log.commands, sum(query_log.scoped.values()))
    assert unexplained(query_log) == []
    declared = [(service, collection) for service in SERVICES for collection in collections_of(service)]
    own = {f"{service}.{collection.name}" for service, collection in declared if collection.scope == "own"}
    assert own - query_log.scoped.keys() == set()


def test_a_service_that_takes_anything_for_an_address_is_found(planted: Probe) -> None:
    only = planted.only("register_party", "edit_party", "close_order")
    findings = check_payloads(only, tries_of(only, everything=True))
    assert {line.partition(" takes ")[0] for line in findings} == {"edit_party: body address"}


def test_an_operator_that_reaches_the_database_is_found(planted: Probe) -> None:
    query_log, party = QueryLog(), planted.network.a.a_party()
    with planted.what_reaches_the_database(query_log.take):
        planted.network.a.desk.do.edit_party(party_id=party, address={"$gt": MARK})
    assert f"'{MARK}' under $gt" in unexplained(query_log)


def test_a_service_that_reads_without_a_station_is_found(planted: Probe) -> None:
    query_log = QueryLog()
    with planted.what_reaches_the_database(query_log.take):
        planted.network.a.desk.do.list_parties()
    assert "intake.parties by nothing" in unexplained(query_log)
