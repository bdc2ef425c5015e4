"""What is sent is declared once, as a typed class; the schema by which it is checked is made from that class.

A field is a name with a type: `str`, `int`, `bool`, `date`-like texts and money from `contracts.language.fields`, an
enumeration, another payload, `tuple[X, ...]`, or `Annotated[type, field or validators]` where more is to be said.
"""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    TypeVar,
    Union,
    cast,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from marshmallow import EXCLUDE, RAISE, Schema, fields

from contracts.language.fields import Flag, Id, Instant, Lines, Many, Word

P = TypeVar("P", bound="Payload")
_IN_PATH = object()
PathId = Annotated[str, _IN_PATH]
"""An id that stands in the path of an operation, not in its body."""
_PLAIN: dict[type, type[fields.Field[Any]]] = {str: fields.String, int: fields.Integer, float: fields.Float, bool: Flag}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Payload:
    """Base of what is sent: each subclass is a dataclass, made by keyword and, as the type checker sees to it, frozen.

    Frozen classes take twice as long to make, and there is one for each form of each operation.
    """

    unknown: ClassVar[str] = RAISE
    absent_is_none: ClassVar[bool] = False
    """Whether `X | None = None` means that it may be left out, and then only that: null is refused."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclasses.dataclass(kw_only=True)(cls)

    @classmethod
    def load(cls, data: Mapping[str, Any], **ids: str) -> Self:
        """The payload in `data`, with the ids of the path. Raises `ValidationError` that names every wrong field."""
        return cls(**schema_of(cls).load(data), **ids)

    @classmethod
    def of(cls, source: object, **more: Any) -> Self:
        """The payload whose fields are those of `source`, or given. Raises `AttributeError` for one that is neither."""
        names = (field.name for field in dataclasses.fields(cast("Any", cls)))
        return cls(**{name: more[name] if name in more else getattr(source, name) for name in names})

    @classmethod
    def all_of(cls, sources: Iterable[object]) -> tuple[Self, ...]:
        """One payload for each of these, as `of` makes it."""
        return tuple(cls.of(source) for source in sources)


class Request(Payload):
    """Body or query arguments of an operation, and the ids in its path. Unknown fields are refused."""

    absent_is_none = True

    def given(self) -> dict[str, Any]:
        """The fields of an edit's body that are to change."""
        return {name: value for name in schema_of(type(self)).fields if (value := getattr(self, name)) is not None}


class History(Request):
    """What an importer of earlier records may say: when it happened and who did it (`history:import` only)."""

    occurred_at: Instant | None = None
    actor_id: Id | None = None


class Reply(Payload):
    """What an operation answers; for commands at most 2 kB."""


_MAY = "Operations that would be taken from this reader now, but for what is wrong in the request."


class Thing(Reply):
    """A thing as it is read. `may` names the operations that would be taken from this reader now.

    They are the operations done to this thing, by its state, the reader's posts and the rules; what the request says
    is judged when it comes.
    """

    may: Annotated[tuple[str, ...], Many(fields.String(), metadata={"description": _MAY})] = ()

    @classmethod
    def of(cls, source: object, **more: Any) -> Self:
        """As of any payload; `may` is written by the kit when the thing is answered."""
        return super().of(source, **{"may": (), **more})


class EventData(Payload):
    """The data of an event. Readers ignore what they do not know."""

    unknown = EXCLUDE


class PayloadField(fields.Nested):
    """A payload within another."""

    def __init__(self, kind: type[Payload]) -> None:
        super().__init__(schema_of(kind))
        self._kind = kind

    def _deserialize(self, *args: Any, **kwargs: Any) -> Payload:
        return self._kind(**super()._deserialize(*args, **kwargs))


def _schema_of(kind: type[Payload]) -> Schema:
    hints = get_type_hints(kind, include_extras=True)
    members: dict[str, Any] = {
        field.name: _field_of(hints[field.name], field, kind)
        for field in dataclasses.fields(cast("Any", kind))
        if not _is_in_path(hints[field.name])
    }
    members["Meta"] = type("Meta", (), {"unknown": kind.unknown, "register": False})
    schema: Schema = type(kind.__name__, (Schema,), members)()
    return schema


schema_of: Callable[[Any], Schema] = cache(_schema_of)
"""The one schema of a payload: making one copies all its fields, loading and dumping change nothing in it."""


def is_thing(hint: Any) -> bool:
    """Whether a type is that of things."""
    return isinstance(hint, type) and issubclass(hint, Thing)


def _field_of(hint: Any, declared: dataclasses.Field[Any], kind: type[Payload]) -> fields.Field[Any]:
    inner, may_be_none = _without_none(hint)
    field = _plain_field(inner)
    has_default = declared.default is not dataclasses.MISSING
    field.required = not has_default
    may_be_emptied = isinstance(field, Lines) and field.may_be_empty
    field.allow_none = may_be_none and (may_be_emptied or not (has_default and kind.absent_is_none))
    if has_default and declared.default != () and not (declared.default is None and kind.absent_is_none):
        field.load_default = declared.default
    return field


def _plain_field(hint: Any) -> fields.Field[Any]:
    """The field of a type; `Annotated` brings one, or validators for that of the type itself."""
    if get_origin(hint) is Annotated:
        base, *more = get_args(hint)
        if isinstance(more[0], fields.Field):
            return copy.copy(more[0])
        field = _plain_field(base)
        field.validators = [*field.validators, *more]
        return field
    if get_origin(hint) is Literal:
        return Word(get_args(hint))
    if get_origin(hint) is tuple:
        return Many(_plain_field(get_args(hint)[0]))
    if get_origin(hint) is dict:
        return fields.Dict(*map(_plain_field, get_args(hint)))
    return PayloadField(hint) if issubclass(hint, Payload) else _PLAIN[hint]()


def _without_none(hint: Any) -> tuple[Any, bool]:
    if get_origin(hint) in (Union, UnionType):
        return next(kind for kind in get_args(hint) if kind is not NoneType), True
    return hint, False


def _is_in_path(hint: Any) -> bool:
    return get_origin(hint) is Annotated and _IN_PATH in get_args(hint)
