"""A noun declares what can be done to a kind of thing; route, OpenAPI and permission check follow from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar, Unpack

from contracts.language.operation import IN_STATION, ById, Operation
from contracts.language.paging import Page, page_of
from contracts.language.payload import PathId, Reply, Request

if TYPE_CHECKING:
    from contracts.language.operation import Method

Q = TypeVar("Q", bound=Request)
R = TypeVar("R", bound=Reply)


class Options(TypedDict, total=False):
    """What else may be said of an operation: what follows in its path, whether it acts in a station, and see there."""

    at: str
    from_states: tuple[str, ...]
    in_station: bool
    status: int
    keyed: bool
    station_states: tuple[str, ...]
    development: bool
    example: dict[str, Any]


@dataclass(frozen=True)
class Noun:
    """A kind of thing that one service owns: its path, the name that its id has there, and what one is called.

    Operations are called `verb_noun`. `in_station` is for what the head does in the station that is then named first
    in the path.
    """

    service: str
    path: str
    id: str = ""
    thing: str = ""

    def get(self, name: str, summary: str, reply: type[R], permission: str) -> Operation[ById, R]:
        """One of them, by its id."""
        return self._operation("GET", self._one, (name, summary, ById, reply, permission), {})

    def list(self, name: str, summary: str, request: type[Q], item: type[R], permission: str) -> Operation[Q, Page[R]]:
        """A page of them."""
        return self._operation("GET", self.path, (name, summary, request, page_of(item), permission), {})

    def create(
        self,
        name: str,
        summary: str,
        request: type[Q],
        reply: type[R],
        permission: str | None,
        **options: Unpack[Options],
    ) -> Operation[Q, R]:
        """A new one."""
        options.setdefault("status", 201)
        return self.command(name, summary, request, reply, permission, **options)

    def edit(
        self, name: str, summary: str, request: type[Q], reply: type[R], permission: str, **options: Unpack[Options]
    ) -> Operation[Q, R]:
        """Other values for fields of one of them; what is left out stays."""
        return self._operation("PATCH", self._one, (name, summary, request, reply, permission), options)

    def does(
        self, name: str, summary: str, request: type[Q], reply: type[R], permission: str, **options: Unpack[Options]
    ) -> Operation[Q, R]:
        """Something done to one of them; the path ends with the verb, or with what is said to stand there."""
        options.setdefault("at", name.partition("_")[0])
        return self._operation("POST", self._one, (name, summary, request, reply, permission), options)

    def command(
        self,
        name: str,
        summary: str,
        request: type[Q],
        reply: type[R],
        permission: str | None,
        **options: Unpack[Options],
    ) -> Operation[Q, R]:
        """Any other command about them."""
        return self._operation("POST", self.path, (name, summary, request, reply, permission), options)

    def put(
        self, name: str, summary: str, request: type[Q], reply: type[R], permission: str, **options: Unpack[Options]
    ) -> Operation[Q, R]:
        """Something about them that is there once and has a new value from now on."""
        return self._operation("PUT", self.path, (name, summary, request, reply, permission), options)

    def read(
        self,
        name: str,
        summary: str,
        request: type[Q],
        reply: type[R],
        permission: str | None,
        **options: Unpack[Options],
    ) -> Operation[Q, R]:
        """Any other query about them."""
        return self._operation("GET", self.path, (name, summary, request, reply, permission), options)

    @property
    def _one(self) -> str:
        return f"{self.path}/{{{self.id}}}"

    def _operation(
        self, method: Method, path: str, said: tuple[str, str, type[Q], type[R], str | None], options: Options
    ) -> Operation[Q, R]:
        name, summary, request, reply, permission = said
        more: dict[str, Any] = dict(options)
        acts_on_station, tail = more.pop("in_station", False), more.pop("at", "")
        path = (IN_STATION if acts_on_station else "") + path + (f"/{tail}" if tail else "")
        return Operation(
            self.service,
            name,
            summary,
            method,
            path,
            permission,
            _by_ids(path) if request is ById else request,
            reply,
            thing=self.thing or self.id.removesuffix("_id"),
            acts_on_station=acts_on_station,
            **more,
        )


def _by_ids(path: str) -> Any:
    """The request that has nothing but these ids."""
    ids = re.findall(r"{(\w+)}", path)
    return type("ById", (ById,), {"__annotations__": dict.fromkeys(ids, PathId), "__doc__": ById.__doc__})
