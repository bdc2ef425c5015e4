"""One call as it crosses RabbitMQ: token, key, deadline, business time, request."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from marshmallow import ValidationError

from contracts.language.errors import Invalid, Malformed, Unavailable
from contracts.language.ids import derived_id
from contracts.language.operation import AnyOperation, Operation
from contracts.language.payload import Request
from stationkit.ground.clock import wall_now

T = TypeVar("T")
Q = TypeVar("Q", bound=Request)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Call:
    """What a caller sends with each request. `deadline` and `now` are instants; `now` is business time.

    `export` says that a page of a list is asked for on the way to a file of it.
    """

    request: dict[str, Any]
    deadline: datetime
    now: datetime
    token: str | None = None
    key: str | None = None
    if_match: int | None = None
    request_id: str = ""
    traceparent: str | None = None
    source: str = ""
    export: bool = False

    def to_wire(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "request": self.request,
            "deadline": _milliseconds(self.deadline),
            "now": _milliseconds(self.now),
            "token": self.token,
            "key": self.key,
            "if_match": self.if_match,
            "request_id": self.request_id,
            "traceparent": self.traceparent,
            "source": self.source,
            "export": self.export,
        }

    def check_deadline(self) -> None:
        """Raises `Unavailable` when the caller has stopped waiting: nothing is begun for nobody."""
        if wall_now() >= self.deadline:
            raise Unavailable("The request came too late to be worked on.")


def from_wire(data: Any) -> Call:
    """The call again. Raises `Malformed`."""
    try:
        return Call(
            request=dict(data["request"]),
            deadline=_instant(data["deadline"]),
            now=_instant(data["now"]),
            token=_none_or(str, data["token"]),
            key=_none_or(str, data["key"]),
            if_match=_none_or(int, data["if_match"]),
            request_id=str(data["request_id"]),
            traceparent=_none_or(str, data["traceparent"]),
            source=str(data["source"]),
            export=data.get("export") is True,
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed("The call cannot be read.") from error


def load_request(operation: Operation[Q, Any], raw: dict[str, Any]) -> Q:
    """The request checked against its schema, with the ids of the path. Raises `Invalid` with the fields."""
    ids, fields = {}, dict(raw)
    for name in operation.ids:
        ids[name] = _id(name, fields.pop(name, None))
    try:
        return operation.request.load(fields, **ids)
    except ValidationError as error:
        raise Invalid("The request is not valid.", _lines(error.messages)) from error
    except (RecursionError, OverflowError) as error:
        raise Invalid("The request is not valid.", ["body: too deep or too large"]) from error


def command_id(operation: AnyOperation, station_id: str, account_id: str, request: Request, key: str) -> str:
    """The id of a command, the same for the same key: scoped to account, operation, station and target."""
    return derived_id(station_id, account_id, operation.name, "/".join(targets_of(operation, request)), key)


def targets_of(operation: AnyOperation, request: Request) -> list[str]:
    """The ids in the path of a request."""
    return [str(getattr(request, name)) for name in operation.ids]


def hash_of(request: dict[str, Any]) -> str:
    """A digest of a request as it was sent, path ids and body alike."""
    text = json.dumps(request, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _none_or(kind: type[T], value: Any) -> T | None:
    if value is None or type(value) is kind:
        return value
    raise TypeError(f"not {kind.__name__}")


def _milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def _instant(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)


def _id(name: str, value: object) -> str:
    try:
        return str(uuid.UUID(str(value)))
    except ValueError as error:
        raise Invalid("The request is not valid.", [f"{name}: Not an id."]) from error


def _lines(messages: Any, path: str = "") -> list[str]:
    """Marshmallow's nested messages as lines `field.path: why`, at most 50."""
    if isinstance(messages, dict):
        nested = (_lines(inner, f"{path}.{name}" if path else str(name)) for name, inner in messages.items())
        return [line for lines in nested for line in lines][:50]
    if isinstance(messages, list):
        return [line for inner in messages for line in _lines(inner, path)][:50]
    return [f"{path}: {messages}"]
