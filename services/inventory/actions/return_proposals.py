"""Dead layers that are proposed to go back to the head [P4]."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from contracts.inventory import return_proposals
from contracts.language.ids import derived_id
from contracts.language.operation import ById
from services.inventory import collections as store
from services.inventory.actions import ledger
from services.inventory.actions.returns import start_return
from services.inventory.rules.ages import is_dead
from services.inventory.rules.deadstock import ReturnProposal
from services.inventory.rules.requisitions import Line
from services.inventory.rules.stock import STORE

if TYPE_CHECKING:
    from services.inventory.rules.stock import Layer, Stock
    from stationkit.unit_of_work.work import Work


def propose_returns(work: Work, day: str) -> None:
    """Proposes the return of every layer that is dead in a sub-station's store on a day, once for each."""
    if work.station.kind == "head":
        return
    policy, calendar, today = ledger.stock_policy(work), work.station.calendar, date.fromisoformat(day)
    for stock in work.all(store.stocks, layers__place=STORE):
        for layer in stock.layers_in(STORE):
            if is_dead(calendar.day_of(layer.arrived_at), today, policy):
                _propose(work, stock, layer, day)


def accept_return_proposal(work: Work, request: ById) -> ReturnProposal:
    """Sends a dead layer back to the head."""
    proposal = work.get(store.return_proposals, request.id)
    proposal.accept(work.new_id("transfer"), work.by, work.at)
    lines = [Line(proposal.part_id, proposal.quantity)]
    start_return(work, str(proposal.transfer_id), "dead_stock", lines)
    return proposal


def decline_return_proposal(work: Work, request: return_proposals.DeclineProposal) -> ReturnProposal:
    proposal = work.get(store.return_proposals, request.proposal_id)
    proposal.decline(request.reason, work.by, work.at)
    return proposal


def _propose(work: Work, stock: Stock, layer: Layer, day: str) -> None:
    since = (layer.received_at.isoformat(), layer.arrived_at.isoformat(), str(layer.cost))
    proposal_id = derived_id("return_proposal", stock.id, *since)
    if work.find(store.return_proposals, _id=proposal_id) is None:
        proposal = ReturnProposal(
            id=proposal_id,
            station_id=work.station_id,
            part_id=stock.part_id,
            quantity=layer.quantity,
            arrived_at=layer.arrived_at,
            received_at=layer.received_at,
            cost=layer.cost,
            proposed_at=work.at,
            day=day,
        )
        work.add(store.return_proposals, proposal)
