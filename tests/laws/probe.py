"""The platform as the laws see it: every operation through the API and past it, and what is in its databases."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

import orjson

from contracts.language.catalogue import OPERATIONS, SERVICES
from contracts.language.errors import ContractError
from gateway.extra_endpoints import TAG as BESIDE
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.call import Call
from stationkit.messaging.rpc_client import ANSWER_SECONDS
from stationkit.process.migrate import collections_of
from stationkit.storage.database import connect, database
from tests.attacks.query_log import QueryLog
from tests.world.api import Answer, Api
from tests.world.people import until
from tests.world.prepared import Prepared
from tests.world.scenario import scenario

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from contracts.language.operation import AnyOperation
    from stationkit.storage.database import Db
    from stationkit.storage.documents import Document
    from tests.world.network import Network
    from tests.world.station import Station

T = TypeVar("T")
R = TypeVar("R")
TRANSPORTS = ("http", "rpc")
THREADS = 8
PROFILE_BYTES = 256 * 1024 * 1024
MARGIN_BYTES = 1024 * 1024
_AGAIN = ("not_yet", "unavailable", "outcome_unknown")


class Probe:
    """One platform with its network. `operations` are those that the laws are held against it for."""

    def __init__(self, network: Network, operations: Iterable[AnyOperation] = OPERATIONS.values()) -> None:
        self.network = network
        self.operations = tuple(operations)
        self.bodies: list[dict[str, Any]] = []
        self.query_log = QueryLog()
        self.names = Names(network.platform.prefix)
        self.document = Api(network.url, pool=network.pool).send("GET", "/openapi.json").body
        self.routes = {
            operation["operationId"]: (method.upper(), path)
            for path, methods in self.document["paths"].items()
            for method, operation in methods.items()
            if operation["tags"] != [BESIDE]
        }
        self._strange = network.platform.pool("127.0.0.9")
        self._rpc = network.platform.client
        self._mongo = connect(network.platform.backing.mongo_uri)

    def only(self, *names: str) -> Probe:
        """The same, held against the laws for these operations alone."""
        narrowed = copy(self)
        narrowed.operations = tuple(operation for operation in self.operations if operation.name in names)
        return narrowed

    def close(self) -> None:
        self._mongo.close()

    def prepared(self, operation: AnyOperation, at: Station | None = None) -> Prepared:
        """A call that will succeed once, at station A where no other is given."""
        prepared_call = scenario(operation.name, at or self.network.a)
        self.bodies.append(prepared_call.body)
        return prepared_call

    def example(self, operation: AnyOperation, station: Station | None = None) -> Prepared:
        """A call that is well formed but meets nothing: ids of nobody; only the station, if one is given, is there."""
        ids = {name: str(uuid.uuid4()) for name in operation.ids}
        if station and operation.acts_on_station:
            ids[operation.ids[0]] = station.id
        return Prepared(None, ids, dict(operation.example or {}))

    def send(
        self,
        transport: str,
        operation: AnyOperation,
        prepared: Prepared,
        token: str | None = None,
        key: str | None = None,
    ) -> Answer:
        """The call, with the caller's own token where none is given."""
        if token is None and prepared.caller:
            token = prepared.caller.api.token
        if transport == "rpc":
            return self._over_rpc(operation, {**prepared.body, **prepared.ids}, token, key)
        headers = {} if key is None else {"Idempotency_Key": key}
        return self.over_http(operation, prepared, token or "", **headers)

    def over_http(self, operation: AnyOperation, prepared: Prepared, token: str, **headers: str) -> Answer:
        """The call as any client would send it."""
        method, path = self.routes[operation.name]
        api = Api(self.network.url, token, pool=self.network.pool if token else self._strange)
        at = path.format_map(prepared.ids)
        if method != "GET":
            return _unhurried(lambda: api.send(method, at, prepared.body, **headers))
        arguments = urlencode(prepared.body, doseq=True)
        return _unhurried(lambda: api.send(method, f"{at}?{arguments}" if arguments else at, **headers))

    def do_everything(self) -> None:
        """Carries every operation out once, but for the founding, which was before all."""
        for operation in self.operations:
            if operation.name != "found_network":
                answer = self.send("http", operation, self.prepared(operation))
                assert answer.status < 300, f"{operation.name}: {answer}"

    def raw_query(self, operation: AnyOperation, prepared: Prepared, arguments: str, token: str | None) -> Answer:
        """The query with arguments as they are written."""
        api = Api(self.network.url, token or "", pool=self.network.pool)
        at = self.routes[operation.name][1].format_map(prepared.ids)
        return _unhurried(lambda: api.send("GET", f"{at}?{arguments}"))

    def token_for(self, operation: AnyOperation) -> str | None:
        """The token of somebody who may do it; None where none is asked for."""
        if operation.permission is None:
            return None
        places = (self.network.a, self.network.head)
        person = next(candidate for candidate in (place.who_may(operation.permission) for place in places) if candidate)
        return person.api.token

    def patiently(self, operation: AnyOperation, prepared: Prepared, key: str) -> Answer:
        """As a client sends it that must have an answer: what is not known or not done is sent again with the key."""
        answers: list[Answer] = []

        def answered() -> bool:
            answers.append(self.send("http", operation, prepared, key=key))
            return answers[-1].code not in _AGAIN

        until(answered, f"answered: {operation.name}")
        return answers[-1]

    def _over_rpc(self, operation: AnyOperation, request: dict[str, Any], token: str | None, key: str | None) -> Answer:
        wall = wall_now()
        call = Call(request, wall + timedelta(seconds=ANSWER_SECONDS), wall, token=token, key=key, request_id="law")
        try:
            return Answer(200, {}, self._rpc.call(operation, call))
        except ContractError as error:
            body = {"status": error.status, "code": error.code, "detail": error.detail, "params": error.params}
            return Answer(error.status, {}, body)

    def success_of(self, operation: AnyOperation) -> set[str]:
        """The statuses that the document promises where all is well."""
        method, path = self.routes[operation.name]
        return {status for status in self.document["paths"][path][method.lower()]["responses"] if status < "300"}

    def db(self, service: str) -> Db:
        """A service's database, as its administrator."""
        return database(self._mongo, self.names.user(service))

    def documents(self, service: str, **equals: Any) -> list[tuple[str, dict[str, Any]]]:
        """Every document that a service declares to keep and derives from no other, with its collection's name."""
        cursors = ((name, self.db(service)[name].find(equals)) for name in self._kept(service))
        return [(name, document) for name, documents in cursors for document in documents]

    def _kept(self, service: str) -> list[str]:
        return [collection.name for collection in collections_of(service) if not collection.derived]

    def footprint(self, *services: str) -> dict[tuple[str, str], int]:
        """Every document's version, but for sessions, which come and go; of all services where none is named."""
        return {
            (f"{service}.{name}", document["_id"]): document["version"]
            for service in services or SERVICES
            for name in self._kept(service)
            if name != "sessions"
            for document in self.db(service)[name].find({}, {"version": 1})
        }

    @contextmanager
    def what_reaches_the_database(self, take: Callable[[str, Document], None]) -> Iterator[None]:
        """Afterwards takes every command that a service sent to its database meanwhile, as the profiler wrote it."""
        for service in SERVICES:
            self.db(service).create_collection("system.profile", capped=True, size=PROFILE_BYTES)
            self.db(service).command("profile", 2)
        try:
            yield
        finally:
            for service in SERVICES:
                self._taken(service, take)

    def _taken(self, service: str, take: Callable[[str, Document], None]) -> None:
        db = self.db(service)
        db.command("profile", 0)
        full = db.command("collStats", "system.profile")["size"]
        for row in db["system.profile"].find({"user": f"{db.name}@{db.name}"}):
            take(service, row)
        db.drop_collection("system.profile")
        assert full < PROFILE_BYTES - MARGIN_BYTES, f"{service} sent more than the profiler keeps"

    def settle(self) -> None:
        """Returns when everything that was committed has been told and moved to its place."""
        self.network.platform.settle()

    def rest(self) -> None:
        """Returns when everything that was committed has been told and heard, and what came of that too."""
        self.network.platform.rest()

    def stand_still(self) -> None:
        """The same, and nothing falls due for a while: what would, such as at closing time, is done before."""
        self.network.platform.stand_still()


def _unhurried(send: Callable[[], Answer]) -> Answer:
    """The answer, once the gateway's limit of requests in a second lets it through."""
    answer = send()
    while answer.status == 429 and answer.headers["Retry-After"] == "1":
        sleep(0.1)
        answer = send()
    return answer


def together(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """The results of the work on each item, some at the same time."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, items))


def steps(before: dict[tuple[str, str], int], after: dict[tuple[str, str], int]) -> list[tuple[str, int]]:
    """By how much which kinds of documents moved on, in order: what two runs of one command have in common."""
    return sorted(
        (key[0], version - before.get(key, 0)) for key, version in after.items() if version != before.get(key)
    )


def comparable(answer: Answer, *hidden: str) -> tuple[int, str]:
    """Status and body without the request id and without what was asked for."""
    body = {name: value for name, value in answer.body.items() if name != "request_id"} if answer.body else {}
    text = orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()
    for value in hidden:
        text = text.replace(value, "…")
    return answer.status, text
