"""Collections as a service declares them, and the passage between documents and the objects of the domain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Generic, Literal, Protocol, TypeVar

from bson.decimal128 import Decimal128
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn

Document = dict[str, Any]
Scope = Literal["own", "network"]

WORDS = "words"
KIT_FIELDS = frozenset({"_id", "station_id", "version", "schema", "counts", "pending", "heard", WORDS})
OF_EVERY_AGGREGATE = frozenset({"station_id", "version"})


class Aggregate(Protocol):
    """What every stored object has; the kit fills the version."""

    id: str
    station_id: str
    version: int


T = TypeVar("T", bound=Aggregate)


@dataclass(frozen=True)
class Index:
    """An index. `station_id` is put first unless `across` says that it holds for the whole network.

    A key that starts with `-` is descending. `conflict` is the reason that a duplicate is refused with.
    """

    keys: tuple[str, ...]
    unique: bool = False
    where: Mapping[str, Any] | None = None
    conflict: str | None = None
    across: bool = False

    @property
    def name(self) -> str:
        """The index's name in the database."""
        return "_".join(self.keys).replace("-", "desc_").replace(".", "_")

    @property
    def fields(self) -> list[tuple[str, int]]:
        """The index's keys as the database wants them."""
        keys = self.keys if self.across else ("station_id", *self.keys)
        return [(key.removeprefix("-"), -1 if key.startswith("-") else 1) for key in keys]


@dataclass(frozen=True)
class Collection(Generic[T]):
    """A collection of aggregates: `own` belongs to one station a document, `network` is the head's and read by all.

    What is `derived` is made from what others told or from other documents of the service, at any time again: it tells
    nothing itself and leaves no entry in the audit trail, for what it is made from is there. `words` says by what an
    aggregate is found (`contracts.language.search_words`): they are written with it.
    """

    name: str
    kind: type[T]
    scope: Scope = "own"
    indexes: tuple[Index, ...] = field(default=())
    schema: int = 1
    derived: bool = False
    words: Callable[[T], Iterable[str]] | None = None

    def __post_init__(self) -> None:
        """Raises `ValueError` for a field that the kit keeps under the same name: it would never be stored."""
        if taken := KIT_FIELDS & {declared.name for declared in fields(self.kind)} - OF_EVERY_AGGREGATE:  # type: ignore[arg-type]
            raise ValueError(f"{self.kind.__name__} has fields of the kit's own: {sorted(taken)}")

    def to_document(self, aggregate: T) -> Document:
        """The fields of an aggregate as they are stored, without the kit's own."""
        document: Document = converter.unstructure(aggregate)
        for name in ("id", "station_id", "version"):
            del document[name]
        if self.words:
            document[WORDS] = sorted({*self.words(aggregate)})
        return document

    def from_document(self, document: Mapping[str, Any]) -> T:
        """The aggregate that a stored document holds."""
        state = {name: value for name, value in document.items() if name not in KIT_FIELDS}
        state |= {"id": document["_id"], "station_id": document["station_id"], "version": document["version"]}
        return converter.structure(state, self.kind)

    def index_of_words(self, by: str) -> str:
        """The name of the index in which words are looked up, in the order of a field."""
        return next(index.name for index in self.indexes if index.keys == (WORDS, by))

    def conflict_of(self, index_name: str) -> str | None:
        """The reason for a duplicate in the index of that name."""
        return next((index.conflict for index in self.indexes if index.name == index_name), None)


def store_without_defaults(kind: type) -> None:
    """Stores objects of a kind, of which there are many in a document, without the fields that are as by default."""
    converter.register_unstructure_hook(kind, make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True))


def _make_converter() -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list, frozenset: sorted, set: sorted})
    keep: Callable[[Any, Any], Any] = lambda value, _: value  # noqa: E731  # a hook, named for the three lines below
    converter.register_structure_hook(datetime, keep)
    converter.register_unstructure_hook(datetime, lambda value: value)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(time, lambda text, _: time.fromisoformat(text))
    converter.register_unstructure_hook(time, lambda value: value.isoformat("minutes"))
    converter.register_structure_hook(Decimal, lambda value, _: value.to_decimal())
    converter.register_unstructure_hook(Decimal, Decimal128)
    return converter


converter = _make_converter()
