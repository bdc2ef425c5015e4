"""The field types of the shared language: ids, instants, money, text, short lists of words."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from marshmallow import ValidationError, fields, validate

from contracts.language.text import ANY_LINES, ONE_LINE, SOME_LINES, is_broken, normalised

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
ANY_AMOUNT = r"-?[0-9]{1,24}(\.[0-9]{1,2})?"
"""Wide enough for every sum of what may come in, far within the 34 digits that are kept."""
UNIT_COST = r"[0-9]{1,6}(\.[0-9]{1,2})?"
"""What one piece costs: a code that is scanned in its place is more, and all that may be in store can be summed."""
ABOVE_ZERO = r"([1-9][0-9]{0,11}(\.[0-9]{1,2})?|0\.([0-9][1-9]|[1-9]0?))"
YEARS = range(1970, 2200)
"""Those in which anything can have been or be due: what is counted from there still is a date."""
_HIDDEN = "*******"
_HIDDEN_AT_LEAST = 6
"""Characters of a phone number: with fewer, country code and last digits would give nearly all of it away."""
_BOUNDS = {ANY_AMOUNT: "", UNIT_COST: ", not below zero, below a million", ABOVE_ZERO: ", above zero"}


class IdField(fields.String):
    """A UUID in its canonical lower-case text form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"format": "uuid"}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        try:
            return str(uuid.UUID(text))
        except ValueError as error:
            raise ValidationError("Not an id.") from error


class Lines(fields.String):
    """Human text of one or more lines, normalised; between 1 (or 0) and `longest` characters, as sent and as kept.

    Where it may be empty and be left out, null empties it as `""` does.
    """

    def __init__(self, longest: int, *, empty: bool = False, pattern: str = SOME_LINES, **kwargs: Any) -> None:
        self._length = validate.Length(0 if empty else 1, longest)
        super().__init__(validate=self._length, metadata={"pattern": ANY_LINES if empty else pattern}, **kwargs)
        self.may_be_empty = empty

    def deserialize(self, value: Any, attr: str | None = None, data: Any = None, **kwargs: Any) -> Any:
        """As of any field; null is the empty text where that is taken."""
        return super().deserialize("" if value is None and self.allow_none else value, attr, data, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        self._length(text)
        if is_broken(text):
            raise ValidationError("Control characters are not allowed.")
        return normalised(text)


class Text(Lines):
    """A line of human text: what stands in headings, names and codes."""

    def __init__(self, longest: int = 200, **kwargs: Any) -> None:
        super().__init__(longest, pattern=ONE_LINE, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if "\n" in text:
            raise ValidationError("One line is all that goes here.")
        return text


class Word(fields.String):
    """One of a fixed list of words."""

    def __init__(self, words: Iterable[str], **kwargs: Any) -> None:
        self.words = tuple(words)
        super().__init__(validate=validate.OneOf(self.words), **kwargs)


class Whole(fields.Integer):
    """A whole number between two bounds; text is accepted in query arguments only when it is digits."""

    def __init__(self, least: int, most: int, **kwargs: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        part = isinstance(value, bool) or (isinstance(value, float) and not value.is_integer())
        if part or (isinstance(value, str) and not re.fullmatch(r"-?[0-9]{1,12}", value)):
            raise ValidationError("Not a whole number.")
        return int(super()._deserialize(value, attr, data, **kwargs))


class Flag(fields.Boolean):
    """true or false, nothing that merely looks like it; query arguments say `true` and `false`."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if value is True or value == "true":
            return True
        if value is False or value == "false":
            return False
        raise ValidationError("Not true or false.")


class InstantField(fields.Field[datetime]):
    """A point in time from 1970 to 2199: RFC 3339 with offset in text, aware UTC cut to milliseconds in Python."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string", "format": "date-time"}, **kwargs)

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else instant_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not _INSTANT.match(value):
            raise ValidationError("Not an RFC 3339 time with offset.")
        try:
            instant = datetime.fromisoformat(value).astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("Not an RFC 3339 time with offset.") from error
        _check_year(instant.year)
        return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


class Matching(fields.String):
    """Text of a fixed form: the whole of it matches the pattern."""

    def __init__(self, pattern: str, **kwargs: Any) -> None:
        super().__init__(metadata={"pattern": f"^{pattern}$"}, **kwargs)
        self._pattern = re.compile(pattern, re.ASCII)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if not self._pattern.fullmatch(text):
            raise ValidationError("Not of the form that is asked for.")
        return text


class DayField(fields.String):
    """A calendar day that exists, YYYY-MM-DD, as text on both sides; not before 1970, nor after 2199."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"format": "date"}, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        try:
            day = date.fromisoformat(text if _DAY.match(text) else "")
        except ValueError as error:
            raise ValidationError("Not a day, YYYY-MM-DD.") from error
        _check_year(day.year)
        return day.isoformat()


class TimeOfDayField(Matching):
    """A local time of day, HH:MM, as text on both sides."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("([01][0-9]|2[0-3]):[0-5][0-9]", **kwargs)


class MoneyField(fields.Field[Decimal]):
    """An exact amount in CNY: `{"amount": "12.30", "currency": "CNY"}` in text, `Decimal` in Python.

    `form` is the pattern that the amount's text matches: `ANY_AMOUNT`, `UNIT_COST` or `ABOVE_ZERO`.
    """

    def __init__(self, form: str = ANY_AMOUNT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.form = form

    def _serialize(self, value: Decimal | None, attr: str | None, obj: Any, **kwargs: Any) -> dict[str, str] | None:
        return None if value is None else {"amount": f"{value:.2f}", "currency": "CNY"}

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Decimal:
        is_yuan = isinstance(value, dict) and value.keys() == {"amount", "currency"} and value["currency"] == "CNY"
        if not is_yuan or not isinstance(value["amount"], str) or not re.fullmatch(self.form, value["amount"]):
            raise ValidationError(f'Not money: {{"amount": "12.30", "currency": "CNY"}}{_BOUNDS[self.form]}.')
        return Decimal(value["amount"])


class Numeral(fields.String):
    """A number in text: whole, or an amount with its cents; a list as a file has it as a number."""


class Contact(fields.String):
    """How a customer is reached, in a reply: whole for whoever may `party:contact`, masked for everybody else.

    Masked, the last `shown` characters stay; none do where too few would be hidden.
    """

    def __init__(self, shown: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shown = shown

    def masked(self, value: str) -> str:
        """What is left of a value; not how long it is."""
        is_long_enough = len(value) >= self._shown + _HIDDEN_AT_LEAST
        return _HIDDEN + (value[-self._shown :] if self._shown and is_long_enough else "")


class Many(fields.List[Any]):
    """A list, a tuple in Python. One that is too long is refused before any of its items is read."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        for check in self.validators if isinstance(value, list) else ():
            if isinstance(check, validate.Length):
                check(value)
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class Ready(fields.List[Any]):
    """A long list in an answer, whose items are made in the form in which they are sent: passed on as they are."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return value


Id = Annotated[str, IdField()]
Instant = Annotated[datetime, InstantField()]
Day = Annotated[str, DayField()]
TimeOfDay = Annotated[str, TimeOfDayField()]
Money = Annotated[Decimal, MoneyField()]
UnitCost = Annotated[Decimal, MoneyField(UNIT_COST)]
Number = Annotated[str, Numeral()]
Phone = Annotated[str, Contact(4)]
Address = Annotated[str, Contact(0)]
PositiveMoney = Annotated[Decimal, MoneyField(ABOVE_ZERO)]


def _check_year(year: int) -> None:
    if year not in YEARS:
        raise ValidationError(f"Not a year from {YEARS[0]} to {YEARS[-1]}.")


def instant_text(value: datetime) -> str:
    """An aware instant as RFC 3339 text in UTC with milliseconds."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
