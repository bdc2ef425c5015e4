"""How one operation or event is written down: its name, who may call it, what goes in, what comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar, get_args, get_type_hints

from contracts.language.errors import Refused
from contracts.language.paging import Page
from contracts.language.payload import EventData, History, Reply, Request, Thing, is_thing

Q = TypeVar("Q", bound=Request)
R = TypeVar("R", bound=Reply)
D = TypeVar("D", bound=EventData)
Kind = Literal["command", "query"]
Method = Literal["GET", "POST", "PUT", "PATCH"]
EventClass = type[D]
IN_STATION = "/stations/{station_id}"
WORKING = ("active", "winding_up")
"""The states of a station in which its work is done; see rules §1 for its life."""
TAKING = ("active",)
"""Where something new is begun: a station that is wound up takes nothing in any more."""
SENDING = ("active", "winding_up", "suspended")
"""Where parts are sent away and taken in: also while all other work rests."""
ANY_STATE = ("planned", "onboarding", "active", "suspended", "winding_up", "closed")


class Nothing(Request):
    """An operation that takes no body and no arguments."""


class ById(Request):
    """An operation that takes no body and no arguments."""

    @property
    def id(self) -> str:
        """The id in the path; of several the last."""
        return str(getattr(self, fields(self)[-1].name))


class Empty(Reply):
    """An operation that answers nothing but that it was done."""


@dataclass(frozen=True)
class Operation(Generic[Q, R]):
    """One operation of one service.

    `path` names its ids in braces, which are fields of the request; one without a path is no part of the API. What is
    done to a `thing` is taken `from_states` alone, where it names some. `permission` None means that no token is asked
    for. `acts_on_station` runs in the scope of the station that the path names. A command is taken where that station
    is in one of `station_states`. What is not `keyed` takes no idempotency key.
    """

    service: str
    name: str
    summary: str
    method: Method
    path: str
    permission: str | None
    request: type[Q]
    reply: type[R]
    status: int = 200
    thing: str = ""
    from_states: tuple[str, ...] = ()
    keyed: bool = True
    acts_on_station: bool = False
    station_states: tuple[str, ...] = WORKING
    development: bool = False
    example: dict[str, Any] | None = None

    def check_state(self, state: str) -> None:
        """Raises `Refused` in a state from which it is not taken."""
        if self.from_states and state not in self.from_states:
            raise Refused(f"{self.thing}_{state}", f"The {self.thing.replace('_', ' ')} is {state}.", state=state)

    @property
    def kind(self) -> Kind:
        """Whether it changes something."""
        return "query" if self.method == "GET" else "command"

    @property
    def is_list(self) -> bool:
        """Whether it answers a page of a list, which may also be had as a file."""
        return issubclass(self.reply, Page)

    def things_in(self, reply: dict[str, Any]) -> list[dict[str, Any]]:
        """The things that a reply, as it is sent, shows or lists."""
        if issubclass(self.reply, Thing):
            return [reply]
        return [thing for name in self._lists_of_things for thing in reply[name]]

    @cached_property
    def _lists_of_things(self) -> tuple[str, ...]:
        hints = get_type_hints(self.reply).items()
        return tuple(name for name, hint in hints if any(is_thing(kind) for kind in get_args(hint)))

    @property
    def takes_history(self) -> bool:
        """Whether an importer may say when it happened and who did it."""
        return issubclass(self.request, History)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The names of the ids in the path: the target that an idempotency key is scoped to."""
        return tuple(re.findall(r"{(\w+)}", self.path))


AnyOperation = Operation[Any, Any]


@dataclass(frozen=True)
class Event(Generic[D]):
    """One event: literal versioned type, the one service that sends it, the services that subscribe to it.

    `acts_in` names the data's field that holds the station in whose scope it is consumed, where that is not the
    sender's: the other half of what concerns two stations.
    """

    producer: str
    type: str
    data: EventClass[D]
    subscribers: tuple[str, ...] = ()
    acts_in: str | None = None


AnyEvent = Event[Any]
