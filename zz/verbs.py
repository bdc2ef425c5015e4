"""What people do and read, by the names that the contract gives it: `desk.do.offer_custody(order_id=…, to="desk")`.

What is said is what the operation's request has: the ids of its path, its query's arguments, its body.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlencode

from contracts.language.catalogue import OPERATIONS

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

R = TypeVar("R")


@dataclass(frozen=True)
class Message:
    """A request as it is sent: `path` below the API's root, with a query's arguments; `body` of a command."""

    method: str
    path: str
    body: dict[str, Any] | None


def message_of(operation: AnyOperation, said: Mapping[str, Any]) -> Message:
    """The request that says this. Raises `KeyError` where an id of the path is left out."""
    path = operation.path.format_map(said)
    rest = {name: value for name, value in said.items() if name not in operation.ids}
    if operation.kind == "command":
        return Message(operation.method, path, rest)
    return Message(operation.method, f"{path}?{urlencode(rest, doseq=True)}" if rest else path, None)


class Verbs(Generic[R]):
    """Each operation of the contract as a method: its message goes to `send`, with what else is given.

    What `ids` say need not be said again. `key` and `if_match` are handed on where they are given, and so is whatever
    stands before the names.
    """

    def __init__(self, send: Callable[..., R], **ids: Any) -> None:
        self._send = send
        self._ids = ids

    def __getattr__(self, name: str) -> Callable[..., R]:
        if name not in OPERATIONS:
            raise AttributeError(f"{name} is no operation of the contract")
        return partial(self._sent, OPERATIONS[name])

    def _sent(
        self, operation: AnyOperation, *more: Any, key: str | None = None, if_match: int | None = None, **said: Any
    ) -> R:
        given = {name: value for name, value in (("key", key), ("if_match", if_match)) if value is not None}
        return self._send(message_of(operation, self._ids | said), *more, **given)
