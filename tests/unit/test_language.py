"""The shared language itself: typed payloads and the schemas made of them, nouns and the operations they declare."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import pytest
from marshmallow import ValidationError, validate
from marshmallow.fields import String

from contracts.language.catalogue import OPERATIONS
from contracts.language.errors import Refused
from contracts.language.fields import Id, Instant, Text
from contracts.language.noun import Noun
from contracts.language.operation import IN_STATION, AnyOperation, ById, Nothing, Operation
from contracts.language.paging import page_of
from contracts.language.payload import EventData, History, PathId, Reply, Request, schema_of

ID = "00000000-0000-4000-8000-000000000001"
AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
WITH_STATES = [operation for operation in OPERATIONS.values() if operation.from_states]


Size = Literal["small", "large"]
TOO_MANY = 200_000


class Button(Request):
    """A button."""

    label: Annotated[str, Text(5)]


class MakeCoat(History):
    """A coat."""

    coat_id: PathId
    size: Size
    buttons: Annotated[tuple[Button, ...], validate.Length(max=2)] = ()
    note: Annotated[str, Text(10)] | None = None
    lining: Annotated[str, String()] | None
    warm: bool = False


class Coat(Reply):
    """A coat as it is read."""

    id: Id
    size: Size
    made_at: Instant | None


class CoatMade(EventData):
    """A coat was made."""

    size: Size
    price: int | None = None


@dataclass
class Cloth:
    id: str
    size: str
    made_at: datetime


coats = Noun("tailor", "/coats", "coat_id")
SENT: dict[str, Any] = {"size": "small", "buttons": [{"label": " b "}], "lining": None}


def test_what_is_sent_is_loaded_as_it_is_typed() -> None:
    coat = MakeCoat.load(SENT, coat_id=ID)
    assert (coat.coat_id, coat.size, coat.lining, coat.warm, coat.note) == (ID, "small", None, False, None)
    assert coat.buttons == (Button(label="b"),)
    assert (coat.occurred_at, coat.actor_id) == (None, None)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"size": "huge"}, "size"),
        ({"size": None}, "size"),
        ({"note": None}, "note"),
        ({"buttons": [{"label": "toolong"}]}, "buttons"),
        ({"buttons": [{"label": "a"}] * 3}, "buttons"),
        ({"warm": "yes"}, "warm"),
        ({"pocket": 1}, "pocket"),
        ({"coat_id": ID}, "coat_id"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MakeCoat.load({**SENT, **change}, coat_id=ID)
    assert list(refused.value.normalized_messages()) == [field]


def test_what_is_required_may_not_be_left_out_and_what_may_be_null_may_not_either() -> None:
    with pytest.raises(ValidationError) as refused:
        MakeCoat.load({}, coat_id=ID)
    assert sorted(refused.value.normalized_messages()) == ["lining", "size"]


def test_only_what_is_given_changes_in_an_edit() -> None:
    assert MakeCoat.load(SENT, coat_id=ID).given().keys() == {"size", "buttons", "warm"}


def test_readers_of_events_ignore_what_they_do_not_know() -> None:
    assert CoatMade.load({"size": "large", "colour": "red"}) == CoatMade(size="large", price=None)


def test_a_reply_is_taken_from_whatever_has_its_fields() -> None:
    reply = Coat.of(Cloth(ID, "small", AT), made_at=None)
    assert schema_of(Coat).dump(reply) == {"id": ID, "size": "small", "made_at": None}
    with pytest.raises(AttributeError, match="made_at"):
        Coat.of(Button(label="b"), id=ID, size="small")


def test_a_payload_is_made_by_keyword() -> None:
    with pytest.raises(TypeError):
        Button("b")  # type: ignore[call-arg]  # what is tried
    assert [field.name for field in fields(Button(label="b"))] == ["label"]


def test_a_noun_makes_the_routes_of_what_it_declares() -> None:
    make = coats.create("make_coat", "Make", Nothing, Coat, "coat:make")
    mend = coats.does("mend_coat", "Mend", ById, Coat, "coat:make", from_states=("torn",))
    sell = coats.does("sell_it", "Sell", ById, Coat, "coat:sell", at="sale", in_station=True)
    shown = coats.get("get_coat", "Read", Coat, "coat:read")
    listed = coats.list("list_coats", "List", Nothing, Coat, "coat:read")  # type: ignore[type-var,unused-ignore]
    assert [
        (operation.method, operation.path, operation.status) for operation in (make, mend, sell, shown, listed)
    ] == [
        ("POST", "/coats", 201),
        ("POST", "/coats/{coat_id}/mend", 200),
        ("POST", "/stations/{station_id}/coats/{coat_id}/sale", 200),
        ("GET", "/coats/{coat_id}", 200),
        ("GET", "/coats", 200),
    ]
    assert (mend.ids, sell.ids, sell.acts_on_station, listed.is_list) == (
        ("coat_id",),
        ("station_id", "coat_id"),
        True,
        True,
    )
    assert (make.kind, shown.kind) == ("command", "query")
    assert sell.request.load({}, station_id="a", coat_id=ID).id == ID


def ids_asked_for(operation: AnyOperation) -> tuple[str, ...]:
    """The fields of the request that are not in its body."""
    in_body = schema_of(operation.request).fields
    return tuple(field.name for field in fields(operation.request) if field.name not in in_body)


def test_the_ids_of_a_path_are_those_of_its_request() -> None:
    coatless: AnyOperation = coats.does("mend_coat", "Mend", Nothing, Coat, "coat:make")
    wrong = [operation for operation in (*OPERATIONS.values(), coatless) if operation.ids != ids_asked_for(operation)]
    assert wrong == [coatless]


def test_a_page_is_of_its_items() -> None:
    page = schema_of(page_of(Coat))
    assert (
        page.dump({"items": [Cloth(ID, "small", AT)], "next": "c"})["items"][0]["made_at"] == "2026-11-24T01:30:00.000Z"
    )


def test_what_is_done_is_refused_in_every_other_state() -> None:
    mend: AnyOperation = coats.does("mend_coat", "Mend", ById, Coat, "coat:make", from_states=("torn", "worn"))
    for state in ("torn", "worn"):
        mend.check_state(state)
    with pytest.raises(Refused) as refused:
        mend.check_state("new")
    assert (refused.value.reason, refused.value.params["state"]) == ("coat_new", "new")
    coats.does("fold_coat", "Fold", ById, Coat, "coat:make").check_state("new")


@pytest.mark.parametrize("operation", WITH_STATES, ids=lambda operation: operation.name)
def test_an_operation_is_taken_from_states_that_its_thing_has(operation: Operation[Any, Any]) -> None:
    noun = next(
        other for other in OPERATIONS.values() if other.method == "GET" and other.is_list and _is_of(other, operation)
    )
    state: Any = schema_of(noun.request).fields["state"].validate
    assert set(operation.from_states) < set(state.choices)


def _is_of(listed: AnyOperation, done: AnyOperation) -> bool:
    return done.path.removeprefix(IN_STATION).startswith(f"{listed.path}/{{")


def test_a_list_that_is_too_long_is_refused_before_its_items_are_read() -> None:
    with pytest.raises(ValidationError) as refused:
        schema_of(MakeCoat).load({"coat_id": ID, "size": "small", "buttons": ["no button"] * TOO_MANY})
    assert refused.value.messages_dict["buttons"] == ["Longer than maximum length 2."]
