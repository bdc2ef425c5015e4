"""Everything that the shared language holds: all operations and events, by name."""

from __future__ import annotations

from contracts.intake import (
    custody,
    day_reports,
    findings,
    order_search,
    orders,
    parties,
    payments,
    receiving,
    releases,
    shelves,
    visits,
    waits,
)
from contracts.inventory import (
    arrivals,
    borrows,
    dead_stock,
    manufacturer_returns,
    moves,
    part_requests,
    parts,
    parts_receipts,
    reorder_proposals,
    requisitions,
    return_proposals,
    returns,
    stock,
    store_days,
    store_search,
    transfers,
    write_offs,
)
from contracts.language.noun import Noun
from contracts.language.operation import IN_STATION, AnyEvent, AnyOperation, Event, Operation
from contracts.notifications import addresses, deliveries, inbox, reports
from contracts.oversight import SERVICE as OVERSIGHT
from contracts.oversight import board, kpis
from contracts.quality import appeasements, audits, calls, checklists, penalties, spot_checks
from contracts.repair import awaiting_parts, job_waits, jobs, unfinished_reports
from contracts.stations import SERVICE as STATIONS
from contracts.stations import (
    accounts,
    calendar,
    clock,
    days,
    network,
    policies,
    rosters,
    staff,
    staff_search,
    stations,
)

NOUNS = (
    *(stations, network, accounts, staff, policies, calendar, days, rosters, clock),
    *(orders, waits, custody, releases, parties, findings, visits, receiving, payments, day_reports, shelves),
    *(jobs, job_waits, awaiting_parts, unfinished_reports),
    *(parts, stock, moves, parts_receipts, manufacturer_returns, borrows, part_requests, store_days),
    *(requisitions, reorder_proposals, transfers, returns, arrivals, dead_stock, return_proposals, write_offs),
    *(calls, appeasements, penalties, spot_checks, checklists, audits),
    *(order_search, store_search, staff_search),
    *(addresses, inbox, reports, deliveries, kpis, board),
)
"""The module of each noun; `contracts/<owner>/words` has one of the same name for each."""

OPERATIONS: dict[str, AnyOperation] = {
    value.name: value for module in NOUNS for value in vars(module).values() if isinstance(value, Operation)
}

SERVICES: tuple[str, ...] = tuple(dict.fromkeys(operation.service for operation in OPERATIONS.values()))

EVENTS: dict[str, AnyEvent] = {
    value.type: value for module in NOUNS for value in vars(module).values() if isinstance(value, Event)
}


def done_to(noun: Noun) -> list[AnyOperation]:
    """What is done to one of a noun's things, by whatever module it is declared."""
    path = f"{noun.path}/{{{noun.id}}}/"
    commands = (operation for operation in OPERATIONS.values() if operation.method == "POST")
    return [operation for operation in commands if _path_of(operation).startswith(path)]


def _path_of(operation: AnyOperation) -> str:
    """The path without the station in which the head acts."""
    return operation.path.removeprefix(IN_STATION) if operation.acts_on_station else operation.path


def subscriptions_of(subscriber: str) -> dict[str, tuple[str, ...]]:
    """Which event types a service subscribes to, by producer."""
    producers = dict.fromkeys(event.producer for event in EVENTS.values() if subscriber in event.subscribers)
    return {
        producer: tuple(
            event.type for event in EVENTS.values() if event.producer == producer and subscriber in event.subscribers
        )
        for producer in producers
    }


def producers_of(service: str) -> list[str]:
    """Whose events reach a service: its producers, its subscribers (they ask for replays), whose anchors it keeps."""
    anchoring = (producer for producer in SERVICES if keeper_of_anchors(producer) == service)
    return list(dict.fromkeys((*subscriptions_of(service), *subscribers_of(service), *anchoring)))


def subscribers_of(producer: str) -> list[str]:
    """The services that subscribe to a producer's events."""
    subscribers = (
        subscriber for event in EVENTS.values() if event.producer == producer for subscriber in event.subscribers
    )
    return list(dict.fromkeys(subscribers))


def keeper_of_anchors(producer: str) -> str:
    """The service in whose database a producer's audit chains are anchored: never its own."""
    return STATIONS if producer == OVERSIGHT else OVERSIGHT
