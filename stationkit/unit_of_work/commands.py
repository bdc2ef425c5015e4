"""Carries out commands: admitted once, done once, answered the same however often they are sent."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import nullcontext
from random import random
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from contracts.language.errors import Conflict, ContractError, Forbidden, KeyReused, NotFound, Refused, Unavailable
from contracts.language.ids import derived_id
from contracts.language.payload import Request, schema_of
from stationkit.ground.clock import monotonic
from stationkit.ground.keyed_lock import KeyedLocks
from stationkit.messaging.call import Call, command_id, hash_of, load_request, targets_of
from stationkit.storage.kit_collections import REPLIES
from stationkit.unit_of_work import contacts
from stationkit.unit_of_work.commit import Command, Duplicate, Moved
from stationkit.unit_of_work.work import Cause, Work

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation, Operation
    from stationkit.messaging.tokens import Caller
    from stationkit.storage.documents import Collection, Document
    from stationkit.unit_of_work.admission import Admission, Admitted
    from stationkit.unit_of_work.system import System

Q = TypeVar("Q", bound=Request)
Rule = Callable[[Work, Q], object]
TRIES = 20
MOVED_SECONDS = 0.02
CONTESTED_SECONDS = 1.0
ID_INDEX = "_id_"
REFUSED = (Conflict, Forbidden, NotFound, Refused)


class Commands:
    """Runs the commands of one service."""

    def __init__(self, system: System, admission: Admission, collections: dict[str, Collection[Any]]) -> None:
        self._system = system
        self._admission = admission
        self._collections = collections
        self._locks = KeyedLocks()
        self._contested: dict[tuple[str, str], tuple[str, float]] = {}

    def run(self, operation: Operation[Q, Any], call: Call, rule: Rule[Q], creates: Collection[Any] | None) -> Document:
        """Admits, carries out and answers a command. Raises contract errors; those are not stored."""
        caller = self._admission.caller(operation, call)
        request = load_request(operation, call.request)
        try:
            admitted = self._admission.admit(operation, call, caller, request)
        except REFUSED as refusal:
            self._record_at_the_door(operation, call, caller, refusal)
            raise
        key = call.key or secrets.token_hex(16)
        cause = self._cause(
            operation, call, admitted, command_id(operation, admitted.station.id, caller.account_id, request, key)
        )
        attempt = _Attempt(self, operation, call, admitted, cause, creates)
        targets = targets_of(operation, request)
        whole = self._until_written(
            (operation.name, admitted.station.id), lambda: attempt.run(lambda work: rule(work, request), targets)
        )
        return contacts.shown_to(caller, operation.reply, whole)

    def run_open(self, operation: Operation[Q, Any], call: Call, rule: Callable[[Call, Q], object]) -> Document:
        """Carries out an operation that asks for no token and keeps no key, such as a log-in."""
        result = rule(call, load_request(operation, call.request))
        reply: Document = schema_of(operation.reply).dump(result)
        return reply

    def _until_written(self, what: tuple[str, str], carry_out: Callable[[], Document]) -> Document:
        """One after the other for a while, where the same operation met another at the same document of the station."""
        for _ in range(TRIES):
            document, until = self._contested.get(what, ("", 0.0))
            try:
                with self._locks.of(document) if monotonic() < until else nullcontext():
                    return carry_out()
            except Moved as moved:
                self._contested[what] = (moved.document, monotonic() + CONTESTED_SECONDS)
                sleep(random() * MOVED_SECONDS)
        raise Unavailable("Too many people are changing this at once.")

    def _cause(self, operation: AnyOperation, call: Call, admitted: Admitted, identity: str) -> Cause:
        return Cause(
            id=identity,
            operation=operation.name,
            actor=admitted.actor,
            recorder=admitted.caller.account_id,
            occurred_at=admitted.occurred_at,
            recorded_at=call.now,
            imported=admitted.imported,
            request_id=call.request_id,
            traceparent=call.traceparent,
        )

    def stored(self, work: Work, creates: Collection[Any] | None, hashed: str) -> Document | None:
        """The first reply to this command, if it was done. Raises `KeyReused` for another request.

        Documents are looked at before the kept replies, as the relay moves a reply from the one to the other.
        """
        row = self._pending_row(work, creates)
        row = row or self._system.read_batcher.one(REPLIES, work.cause.id, work.station_id)
        if row is None:
            return None
        if row["hash"] != hashed:
            raise KeyReused("This idempotency key was used for another request.")
        reply: Document = row["reply"]
        return reply

    def _pending_row(self, work: Work, creates: Collection[Any] | None) -> Document | None:
        documents = [tracked.before for tracked in work.tracked.values() if tracked.before]
        if creates is not None:
            created = self._system.read_batcher.one(creates.name, work.cause.id, work.station_id)
            documents += [created] if created else []
        entries = (entry for document in documents for entry in document.get("pending", ()))
        return next((entry for entry in entries if entry["id"] == work.cause.id and "reply" in entry), None)

    def _record_at_the_door(self, operation: AnyOperation, call: Call, caller: Caller, refusal: ContractError) -> None:
        who, when = caller.account_id, call.now
        identity = derived_id("refused", secrets.token_hex(16))
        cause = Cause(identity, operation.name, who, who, when, when, request_id=call.request_id)
        self.record_refusal(cause, caller.station_id, refusal)

    def record_refusal(self, cause: Cause, station_id: str, error: ContractError) -> None:
        """Writes into the audit trail that somebody was refused (without any value that they sent)."""
        self._system.committer.note_refusal(cause, station_id, error)

    def conflict(self, duplicate: Duplicate) -> ContractError:
        """The refusal that a taken unique key means."""
        collection = self._collections[duplicate.collection]
        reason = collection.conflict_of(duplicate.index) or "exists"
        return Conflict(reason, "It exists already.")

    def committed(self, work: Work, command: Command | None) -> Document:
        """Commits. Returns the command's reply."""
        return self._system.committer.commit(work, command) or {}

    def work(self, admitted: Admitted, cause: Cause, if_match: int | None) -> Work:
        """A fresh unit of work in the admitted station."""
        return Work(self._system, admitted.station, cause, network=admitted.caller.network, if_match=if_match)


class _Attempt:
    """One command being carried out; it may have to begin again."""

    def __init__(  # what one command is made of, passed on once
        self,
        commands: Commands,
        operation: AnyOperation,
        call: Call,
        admitted: Admitted,
        cause: Cause,
        creates: Collection[Any] | None,
    ) -> None:
        self._commands = commands
        self._operation = operation
        self._call = call
        self._admitted = admitted
        self._cause = cause
        self._creates = creates
        self._hash = hash_of(call.request)
        self._met: set[str] = set()

    def run(self, rule: Callable[[Work], object], targets: list[str]) -> Document:
        """Asks the rule, looks whether it was done before, commits. Raises `Moved` to begin again."""
        work = self._commands.work(self._admitted, self._cause, self._call.if_match)
        try:
            result = rule(work)
        except ContractError as refusal:
            return self._first_reply_or(work, refusal)
        if self._changes_what_was_read(work):
            first = self._commands.stored(work, self._creates, self._hash)
            if first is not None:
                return first
        reply = schema_of(self._operation.reply)
        command = Command(self._hash, lambda: reply.dump(result), frozenset({self._cause.id, *targets}))
        try:
            return self._commands.committed(work, command if self._operation.keyed else None)
        except Duplicate as duplicate:
            return self._after_duplicate(work, duplicate)

    def _after_duplicate(self, work: Work, duplicate: Duplicate) -> Document:
        """The first reply; or the work again with what somebody else made first; or, met again, a refusal."""
        if duplicate.index == ID_INDEX and str(duplicate) not in self._met:
            self._met.add(str(duplicate))
            first = self._commands.stored(work, self._creates, self._hash)
            if first is None:
                raise Moved
            return first
        return self._first_reply_or(work, self._commands.conflict(duplicate))

    def _first_reply_or(self, work: Work, refusal: ContractError) -> Document:
        first = self._commands.stored(work, self._creates, self._hash)
        if first is not None:
            return first
        if isinstance(refusal, REFUSED):
            self._commands.record_refusal(self._cause, work.station_id, refusal)
        raise refusal

    def _changes_what_was_read(self, work: Work) -> bool:
        """An insert under the command's own id is its own proof; anything else asks for the kept reply first."""
        written = work.written()
        return not (len(written) == 1 and written[0].before is None and written[0].aggregate.id == self._cause.id)
