"""Text as it enters the house: what is made alike, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, ValidationError

from contracts.language.fields import DayField, InstantField, Lines, Text
from contracts.language.identifiers import WAYBILL, Identifier

TAKEN = [
    (Text(20), " 南京站 ", "南京站"),
    (Text(20), "Cafe\u0301", "Caf\u00e9"),
    (Text(20), "李\u200b雷\ufeff", "李雷"),
    (Text(20), "\u202e李雷\u202c", "李雷"),
    (Text(20), "\u3164李雷\u2800", "李雷"),
    (Text(20), "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467"),
    (Text(20), "a\tb", "a\tb"),
    (Text(20), "李雷\n", "李雷"),
    (Lines(20), "one\r\ntwo\rthree", "one\ntwo\nthree"),
    (Lines(20), "one\u2028two\u2029three\u0085four", "one\ntwo\nthree\nfour"),
    (Identifier(WAYBILL), " sf\u200b1234 5678-9012 ", "SF123456789012"),
    (Identifier(WAYBILL), "\uff33\uff26\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", "SF12345678"),
    (Lines(20, empty=True), "\u200b \u3164", ""),
]
REFUSED = [
    *((Text(20), blank) for blank in ("", " ", "\u3164", "\u200b\u200d", "\u3000", "\u2800", "\U000e0041", "\u115f")),
    *((Lines(20), blank) for blank in ("\n", "\u2028", "\u3164\n\u200b")),
    *((Text(20), f"南京{end}站") for end in ("\n", "\r", "\r\n", "\u2028", "\u2029", "\u0085", "\x0b", "\x0c")),
    *((Lines(20), f"a{control}") for control in ("\x00", "\x1b", "\x9f", "\ud800")),
    *((Identifier(WAYBILL), number) for number in ("SF1234567", "1234/56789012", "SF", "包裹123456789012")),
    (Text(3), "李雷雷雷"),
    (Text(3), "李雷\u200b\u200b\u200b"),
]
ENDS_OF_TIME = [
    *((DayField(), day) for day in ("0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31")),
    *((InstantField(), at) for at in ("0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z")),
    *((InstantField(), at) for at in ("1970-01-01T07:59:59+08:00", "2200-01-01T00:00:00Z")),
]


def loaded(field: Any, value: Any) -> Any:
    return Schema.from_dict({"it": field})().load({"it": value})["it"]


@pytest.mark.parametrize(("field", "typed", "kept"), TAKEN)
def test_what_looks_the_same_is_kept_alike(field: Any, typed: str, kept: str) -> None:
    assert loaded(field, typed) == kept


@pytest.mark.parametrize(("field", "typed"), REFUSED)
def test_what_cannot_be_seen_or_does_not_go_on_a_line_is_refused(field: Any, typed: str) -> None:
    with pytest.raises(ValidationError):
        loaded(field, typed)


@pytest.mark.parametrize(("field", "typed"), ENDS_OF_TIME)
def test_no_day_or_instant_lies_where_nothing_can_be_counted_from_it(field: Any, typed: str) -> None:
    with pytest.raises(ValidationError, match="Not a year from 1970 to 2199"):
        loaded(field, typed)


@pytest.mark.parametrize("day", ["1970-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_are_taken(day: str) -> None:
    assert loaded(DayField(), day) == day
