"""An `intake` with one fault for each law, run in place of the real one: each law finds its own here, and no other.

The faults are such as are made: a scope forgotten, a check left out, a schema loosened, a print left in.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Annotated, Any, cast
from unittest.mock import patch

from marshmallow import EXCLUDE, fields

from contracts.intake import orders, parties, receiving, releases, visits, waits
from contracts.intake import orders as contract
from contracts.language import permissions
from contracts.language.catalogue import OPERATIONS
from contracts.language.errors import ContractError, NotFound
from contracts.language.fields import Id, Instant
from contracts.language.operation import AnyOperation, ById, Event
from contracts.language.payload import EventData, History
from services.intake import collections as store
from services.intake.actions import releases as release_actions
from services.intake.actions.findings import review_new
from services.intake.rules import devices
from services.intake.rules.orders import Order
from services.intake.rules.parties import Party, Visit
from services.intake.service import IntakeService
from stationkit.process.entrypoints import command, does, query
from stationkit.process.kit import Kit
from stationkit.storage.reference_data import ReferenceData
from stationkit.unit_of_work.commands import Commands
from stationkit.unit_of_work.view import Rows, View
from stationkit.unit_of_work.work import Cause, Work


class LenientClose(releases.CloseOrder):
    """Takes fields that nobody knows."""

    unknown = EXCLUDE


class LenientVisits(visits.ListVisits):
    """Takes arguments that nobody knows."""

    unknown = EXCLUDE


class UntypedEdit(parties.EditParty):
    """Takes anything for an address."""

    address: Annotated[Any, fields.Raw()] = None


class HistoricWait(waits.StartWait, History):
    """May be said by an importer."""


class SilentOrder(EventData):
    """Tells all that was agreed but the outcome and the reason."""

    party_id: Id
    party_kind: str
    state: str
    release: str | None
    effective_due_at: Instant
    fulfilled_at: Instant | None


class Deaf(ReferenceData):
    """Has not heard of any log-out."""

    def is_ended(self, session_id: str) -> bool:  # noqa: ARG002  # the fault
        return False


class Discreet(Commands):
    """Does not note who wanted to abandon what is not theirs."""

    def record_refusal(self, cause: Cause, station_id: str, error: ContractError) -> None:
        if cause.operation != "abandon_order":
            super().record_refusal(cause, station_id, error)


class FaultyKit(Kit):
    """The kit with these two."""

    reference_data_kind = Deaf
    commands_kind = Discreet


close_order = replace(cast("AnyOperation", releases.close_order), request=LenientClose)
edit_party = replace(cast("AnyOperation", parties.edit_party), request=UntypedEdit)
cancel_order = replace(orders.cancel_order, permission=permissions.ORDER_READ)
notify_customer = replace(releases.notify_customer, from_states=())
start_wait = replace(cast("AnyOperation", waits.start_wait), request=HistoricWait)
list_visits = replace(cast("AnyOperation", visits.list_visits), request=LenientVisits)
SILENT = Event("intake", "order_cancelled.v1", SilentOrder, contract.order_cancelled.subscribers)
LOOSENED = {
    operation.name: operation
    for operation in (close_order, edit_party, cancel_order, notify_customer, start_wait, list_visits)
}


def _get_party(view: View, request: ById) -> Party:
    """Reads whatever station's party it is."""
    document = view.read_batcher.db["parties"].find_one({"_id": request.id})
    if document is None:
        raise NotFound("There is no such thing here.", kind="parties")
    return view.take_up(store.parties, document)


def _list_parties(view: View, request: parties.ListParties) -> Rows[Party]:
    """Lists every station's parties."""
    rows = view.read_batcher.db["parties"].find().limit(request.limit)
    return Rows([view.take_up(store.parties, row) for row in rows], None)


def _record_visit(work: Work, request: visits.RecordVisit) -> Visit:
    """Looks for neither party nor order."""
    visit = Visit(work.new_id(), work.station_id, request.kind, work.at, work.by, request.note)
    return work.add(store.visits, visit)


def _register_party(work: Work, request: parties.RegisterParty) -> Party:
    """Takes a new id at every try, and tells the log the customer's number."""
    phone = devices.phone_of(request.phone)
    print("registering", phone)  # noqa: T201  # the fault
    work.cause = replace(work.cause, id=str(uuid.uuid4()))
    party = Party(work.new_id(), work.station_id, request.kind, request.name, phone)
    review_new(work, work.add(store.parties, party))
    return party


def _edit_party(work: Work, request: UntypedEdit) -> Party:
    party = work.get(store.parties, request.party_id)
    party.address = request.address or party.address
    party.phone = devices.phone_of(request.phone) if request.phone else party.phone
    party.address = request.address or party.address
    return party


def _cancel_order(work: Work, request: orders.Reason) -> Order:
    """May be done by any reader, and tells less than was agreed."""
    order = work.get(store.orders, request.order_id)
    order.cancel(request.reason, work.at, work.by)
    work.emit(order, SILENT, SilentOrder.of(order))
    return order


def _close_order(work: Work, request: LenientClose) -> Order:
    order = work.get(store.orders, request.order_id)
    order.close(request.receipt, work.at, work.by)
    work.emit(
        order, contract.order_closed, orders.OrderMoved.of(order, reason=request.receipt, turnaround_minutes=None)
    )
    return order


def _start_wait(work: Work, request: HistoricWait) -> Order:
    """May be done by an importer too."""
    order = work.get(store.orders, request.order_id)
    order.start_wait(request.wait, request.reason, work.at, work.by, request.due_at)
    return order


def _list_visits(view: View, request: LenientVisits) -> Rows[Visit]:
    return view.page(store.visits, request, kind=request.kind)


def _get_receipt(view: View, request: ById) -> Order:
    """Counts the prints in the order, past the kit."""
    order = view.get(store.orders, request.id)
    view.read_batcher.db["orders"].update_one({"_id": order.id}, {"$inc": {"version": 1, "prints": 1}})
    return order


with patch.dict(OPERATIONS, LOOSENED):  # a method may carry out none but an operation of the contract

    class PlantedIntake(IntakeService):
        """The front desk, with its faults."""

        name = "intake"
        kit = FaultyKit(store.COLLECTIONS, IntakeService.kit.marks)
        get_party = query(parties.get_party, _get_party)
        list_parties = query(parties.list_parties, _list_parties)
        record_visit = command(visits.record_visit, _record_visit, creates=store.visits)
        register_party = command(parties.register_party, _register_party, creates=store.parties)
        edit_party = command(edit_party, _edit_party)
        cancel_order = command(cancel_order, _cancel_order)
        close_order = command(close_order, _close_order)
        notify_customer = does(notify_customer, store.orders, release_actions.notify_customer)
        start_wait = command(start_wait, _start_wait)
        list_visits = query(list_visits, _list_visits)
        get_receipt = query(receiving.get_receipt, _get_receipt)
