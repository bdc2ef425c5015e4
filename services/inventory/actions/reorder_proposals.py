"""The awaiting-parts lists of a day, and what to order for them [E3]."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from contracts.inventory.arrivals import arrival_id_of
from contracts.language.ids import derived_id
from contracts.language.operation import ById
from contracts.repair import awaiting_parts
from services.inventory import collections as store
from services.inventory.actions.requisitions import place_requisition
from services.inventory.rules.reorders import AwaitedLine, EngineersList, ReorderProposal, missing
from services.inventory.rules.requisitions import Requisition, lines_of
from services.inventory.rules.stock import QUARANTINE

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def take_awaiting_lists(work: Work, data: awaiting_parts.AwaitingPartsReported) -> None:
    """The awaiting-parts lists of a day are to be acknowledged; what is short is proposed to be ordered."""
    lists = [_list(engineers_list) for engineers_list in data.lists]
    lines = [line for line in missing(lists, _there(work, lists)) if work.find(store.parts, _id=line.part_id)]
    proposal_id = derived_id("reorder", work.cause.source_id)
    proposal = work.find(store.reorders, _id=proposal_id)
    if proposal is not None:
        proposal.renew(lists, lines)
        return
    work.add(store.reorders, ReorderProposal(proposal_id, work.station_id, data.day, lists, lines, work.at))


def acknowledge_awaiting_list(work: Work, request: ById) -> ReorderProposal:
    proposal = work.get(store.reorders, request.id)
    proposal.acknowledge(work.by, work.at)
    return proposal


def check_order(_work: Work, proposal: ReorderProposal) -> None:
    proposal.check_lines()


def order_proposed(work: Work, request: ById) -> ReorderProposal:
    """Turns a proposal into a requisition."""
    proposal = work.get(store.reorders, request.id)
    lines = proposal.order(work.new_id("requisition"))
    requisition = Requisition(
        id=work.new_id("requisition"),
        station_id=work.station_id,
        reason="awaiting_parts",
        note="",
        lines=lines,
        opened_by=work.by,
        opened_at=work.at,
        proposal_id=proposal.id,
    )
    place_requisition(work, requisition)
    return proposal


def _list(given: awaiting_parts.EngineersList) -> EngineersList:
    lines = [AwaitedLine(line.job_id, line.code, list(line.parts), lines_of(line.lines)) for line in given.lines]
    return EngineersList(given.engineer_id, given.in_time, lines)


def _there(work: Work, lists: list[EngineersList]) -> Counter[str]:
    """What is in quarantine, in the store for nobody else, or on order, of each part that jobs wait for."""
    awaited = [line for engineers_list in lists for line in engineers_list.lines]
    supply = _on_order(work)
    for part_id in {part.part_id for line in awaited for part in line.lines}:
        stock = work.find(store.stocks, part_id=part_id)
        if stock is not None:
            meant = sum(stock.reserved_for(line.job_id) for line in awaited)
            supply[part_id] += stock.free + meant + stock.balance(QUARANTINE)
    return supply


def _on_order(work: Work) -> Counter[str]:
    on_order: Counter[str] = Counter()
    for requisition in work.all(store.requisitions, state={"$in": ["requested", "approved"]}):
        coming = work.find(store.arrivals, _id=arrival_id_of(requisition.transfer_id or ""))
        for part_id, quantity in coming.on_their_way if coming else requisition.wanted:
            on_order[part_id] += quantity
    return on_order
