"""A unit of work: what one command or one heard event reads, changes and tells, inside one station."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar, cast

from contracts.language.errors import NotFound, Refused, Stale
from contracts.language.ids import derived_id
from contracts.language.payload import EventData, schema_of
from stationkit.storage.documents import WORDS, Aggregate, Collection, Document
from stationkit.unit_of_work import contacts, second_person

if TYPE_CHECKING:
    from contracts.language.operation import AnyEvent, Event
    from stationkit.storage.reference_data import CutOff, DutyRecord, PolicyRecord, StaffRecord, StationRecord
    from stationkit.unit_of_work.system import System

T = TypeVar("T", bound=Aggregate)
D = TypeVar("D", bound=EventData)


@dataclass(frozen=True)
class Cause:
    """Why something is written: the command or event, who acts, who records, and when.

    `occurred_at` and `recorded_at` are business time; they differ only for imported history. Of an event, `source_id`
    is the aggregate that it tells of, and `source_actor` who acted there.
    """

    id: str
    operation: str
    actor: str
    recorder: str
    occurred_at: datetime
    recorded_at: datetime
    imported: bool = False
    request_id: str = ""
    traceparent: str | None = None
    source_id: str = ""
    source_actor: str = ""


@dataclass
class Tracked:
    """An aggregate in hand: as it was read, as it is now, what it has to tell, and whether it is `held` as it is."""

    collection: Collection[Any]
    aggregate: Aggregate
    before: Document | None
    emitted: list[tuple[AnyEvent, Document]] = field(default_factory=list)
    held: bool = False

    def changes(self) -> Document:
        """The fields that differ from what was read, with their new values.

        None where only the words differ, in a document from before it had them.
        """
        now = self.collection.to_document(self.aggregate)
        if self.before is None:
            return now
        before = self.before
        changes = {name: value for name, value in now.items() if name not in before or before[name] != value}
        return {} if changes.keys() == {WORDS} else changes


class Work:
    """Reads within the station's scope and remembers what changes; nothing is written before it is committed."""

    def __init__(
        self, system: System, station: StationRecord, cause: Cause, *, network: bool, if_match: int | None = None
    ) -> None:
        self.system = system
        self.network = network
        self._if_match = if_match
        self._known: dict[tuple[str, str], Document | None] = {}
        self.tracked: dict[tuple[str, str], Tracked] = {}
        self.station = station
        self.station_id = station.id
        self.cause = cause

    @property
    def at(self) -> datetime:
        """When it happened, business time: the server's, or the importer's word for history."""
        return self.cause.occurred_at

    @property
    def by(self) -> str:
        """The account of who did it, or the service that did."""
        return self.cause.actor

    @property
    def posts(self) -> tuple[str, ...]:
        """The posts of who did it; empty for a service."""
        staff = self.system.reference_data.staff(self.by)
        return staff.posts if staff else ()

    @property
    def imported(self) -> bool:
        """Whether this is history brought in from earlier records."""
        return self.cause.imported

    def staff(self, staff_id: str) -> StaffRecord:
        """An active member of this station's staff. Raises `NotFound`."""
        staff = self.system.reference_data.staff(staff_id)
        if staff is None or staff.station_id != self.station_id or not staff.active:
            raise NotFound("There is no such member of staff here.", kind="staff")
        return staff

    def colleagues(self, post: str) -> list[StaffRecord]:
        """The active staff of this station who hold a post, by id."""
        return [person for person in self.system.reference_data.staff_of(self.station_id) if post in person.posts]

    def roster(self, day: str) -> list[DutyRecord]:
        """This station's roster of a day (YYYY-MM-DD); whoever it does not name is on duty."""
        return self.system.reference_data.roster(self.station_id, day)

    def cut_off(self, cut_off: CutOff, day: date) -> datetime:
        """The instant, in UTC, of a cut-off on a day here; what is done at exactly that instant is in time."""
        return cut_off.on(day, self.station, self.system.reference_data)

    def policy(self, name: str, at: datetime | None = None) -> PolicyRecord:
        """The policy of that name that is, or at an instant was, in force here; by default at the time of this work."""
        return self.system.reference_data.policy(name, self.station_id, at or self.at)

    def check_second_person(self, *first_ids: str | None) -> None:
        """Refused to whoever acts unless they are a second person for each of these, who did the step before.

        Services are nobody's second self, and history was decided when it happened.
        """
        person = None if self.imported else self.system.reference_data.staff(self.by)
        days = int(self.policy(second_person.POLICY).values.get(second_person.VALUE, second_person.DAYS))
        first = [first_id for first_id in first_ids if first_id]
        if person and not all(second_person.counts_as_second(person, by, self.at, days) for by in first):
            raise Refused("not_second_person", "Another person decides, whom the first has not set up.")

    def new_id(self, *parts: str) -> str:
        """The id for what this work creates: always the same for the same command, so that it exists once."""
        return derived_id(self.cause.id, *parts) if parts else self.cause.id

    def random(self, size: int) -> bytes:
        """Unpredictable bytes for codes that people read."""
        return secrets.token_bytes(size)

    def get(self, collection: Collection[T], aggregate_id: str) -> T:
        """The aggregate of that id. Raises `NotFound`, also for one of another station."""
        aggregate = self.find(collection, _id=aggregate_id)
        if aggregate is None:
            raise NotFound("There is no such thing here.", kind=collection.name)
        return aggregate

    def find(self, collection: Collection[T], *, last_by: str | None = None, **equals: str | None) -> T | None:
        """The aggregate whose fields equal these, or None; of several the one that is last by a field."""
        key = (collection.name, equals.get("_id") or "")
        if key in self.tracked:
            return cast("T", self.tracked[key].aggregate)
        if key in self._known:
            document = self._known[key]
        elif collection.scope == "own" and equals.keys() == {"_id"}:
            document = self.system.read_batcher.one(collection.name, key[1], self.station_id)
        else:
            order = [(last_by, -1)] if last_by else None
            document = self.system.db[collection.name].find_one(self._scoped(collection, equals), sort=order)
        return None if document is None else self._take_up(collection, document)

    def remember(self, name: str, document_id: str, document: Document | None) -> None:
        """What was read just now, in this station, of the collection of that name: `find` need not read it again."""
        self._known[name, document_id] = document

    def all(self, collection: Collection[T], **equals: Any) -> list[T]:
        """Every aggregate whose fields are these, or match these operators, by id; `a__b` is the field `a.b`."""
        documents = self.system.db[collection.name].find(self._matching(collection, equals)).sort("_id", 1)
        return [self._take_up(collection, document) for document in documents]

    def count(self, collection: Collection[Any], **equals: Any) -> int:
        """How many aggregates' fields are these, or match these operators, as in `all`."""
        return self.system.db[collection.name].count_documents(self._matching(collection, equals))

    def add(self, collection: Collection[T], aggregate: T) -> T:
        """Takes up a new aggregate. Raises `Refused` where only the head may write."""
        self._check_writable(collection)
        self.tracked[collection.name, aggregate.id] = Tracked(collection, aggregate, None)
        return aggregate

    def emit(self, aggregate: Aggregate, event: Event[D], data: D) -> None:
        """Says that something happened to the aggregate; it is sent if and only if the work is committed.

        Raises `ValueError`, with nothing written, for data that no subscriber could read.
        """
        self._tracked_of(aggregate).emitted.append((event, _sent(event, data)))

    def hold(self, aggregate: Aggregate) -> None:
        """Takes it up to its next version though nothing in it may change: what is decided here rests on it.

        Whoever changes it at the same time begins again from what is written here, or this does from what they wrote.
        """
        self._tracked_of(aggregate).held = True

    def check_match(self, aggregate: Aggregate) -> None:
        """Raises `Stale` when the caller's `If-Match` names another version of the aggregate than this."""
        if self._if_match is not None and self._if_match != aggregate.version:
            raise Stale("It has changed since you read it.", version=str(aggregate.version))

    def written(self) -> list[Tracked]:
        """What is new, changed, held or has something to tell, in the order in which it was taken up."""
        written = [
            tracked
            for tracked in self.tracked.values()
            if tracked.before is None or tracked.held or tracked.emitted or tracked.changes()
        ]
        for tracked in written:
            self._check_writable(tracked.collection)
        return written

    def _tracked_of(self, aggregate: Aggregate) -> Tracked:
        return next(tracked for tracked in self.tracked.values() if tracked.aggregate is aggregate)

    def _take_up(self, collection: Collection[T], document: Document) -> T:
        key = (collection.name, document["_id"])
        if key not in self.tracked:
            self.tracked[key] = Tracked(collection, collection.from_document(document), document)
        return cast("T", self.tracked[key].aggregate)

    def _matching(self, collection: Collection[Any], equals: Mapping[str, Any]) -> Document:
        return self._scoped(collection, {name.replace("__", "."): value for name, value in equals.items()})

    def _scoped(self, collection: Collection[Any], equals: Mapping[str, Any]) -> Document:
        return dict(equals) if collection.scope == "network" else {**equals, "station_id": self.station_id}

    def _check_writable(self, collection: Collection[Any]) -> None:
        if collection.scope == "network" and not self.network:
            raise Refused("head_only", "Only the head station may change this.")


def _sent(event: AnyEvent, data: EventData) -> Document:
    schema = schema_of(event.data)
    sent = contacts.masked(event.data, schema.dump(data))
    if wrong := schema.validate(sent):
        raise ValueError(f"{event.type} does not fit its schema: {wrong}")
    return sent
