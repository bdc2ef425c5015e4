"""What the records lack and an order must have, drawn from a seed and the record's id: always the same."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from zz.people import GIVEN_NAMES, SURNAMES, draw_name, draw_phone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from zz.importing.records import Record

SEED = "zongzhan history 1"
IMPORTED = "-历史"
"""Stands behind the name of everyone whom an import made, so that nobody takes them for people on duty."""
ROLES = {
    "lead": "station_lead",
    "desk1": "front_desk",
    "desk2": "front_desk",
    "engineer1": "engineer",
    "engineer2": "engineer",
    "engineer3": "engineer",
}
"""Who worked at a station in its history: role and post."""
CODE_LETTERS = 6
CODE_DIGITS = 6
SERIAL_DIGITS = 16
EARLIEST_HALF = 0.5
SHORTEST_SPAN, LONGEST_SPAN = 0.15, 0.45
JITTER = 0.6


@dataclass(frozen=True)
class Customer:
    """Somebody who never was."""

    name: str
    phone: str


def customer_of(record: Record) -> Customer:
    """The customer of a record; the number has the form of a Chinese mobile number."""
    chance = _chance("customer", record)
    return Customer(draw_name(chance), draw_phone(chance))


def serial_of(record: Record) -> str:
    """The serial of a record's device, which no other has."""
    return "H" + _digest("serial", record.group, record.ref)[:SERIAL_DIGITS]


def instants_of(record: Record, hours: Mapping[str, str], time_zone: str, count: int) -> list[datetime]:
    """The instants of an order's steps: rising, on the record's day, between the station's opening and closing."""
    chance = _chance("instants", record)
    zone = ZoneInfo(time_zone)
    opens, closes = (_at(record.day, hours[name], zone) for name in ("opens", "closes"))
    open_for = closes - opens
    first = opens + open_for * EARLIEST_HALF * chance.random()
    span = open_for * chance.uniform(SHORTEST_SPAN, LONGEST_SPAN)
    parts = ((number + JITTER * chance.random()) / count for number in range(count))
    return [_to_seconds(first + span * part) for part in parts]


def engineer_of(record: Record) -> str:
    """The role of the engineer who had the record's device on the bench."""
    return _chance("engineer", record).choice([role for role, post in ROLES.items() if post == "engineer"])


def desk_of(record: Record) -> str:
    """The role of the one at the desk who received the record's device."""
    return _chance("desk", record).choice([role for role, post in ROLES.items() if post == "front_desk"])


def staff_of(group: str) -> dict[str, str]:
    """The names of a station's people by role, all different."""
    chance = Random(f"{SEED}|staff|{group}")
    surnames = chance.sample(SURNAMES, len(ROLES))
    given = chance.sample(GIVEN_NAMES, len(ROLES))
    return {role: surname + name + IMPORTED for role, surname, name in zip(ROLES, surnames, given, strict=True)}


def station_code(group: str, attempt: int = 0) -> str:
    """A code for a group's station: what can be read of its name, and digits that tell it from others of that name."""
    plain = unicodedata.normalize("NFKD", group).upper()
    letters = "".join(character for character in plain if character.isascii() and character.isalnum())
    return letters[:CODE_LETTERS] + _digest("code", group, str(attempt))[:CODE_DIGITS]


def _chance(purpose: str, record: Record) -> Random:
    return Random(f"{SEED}|{purpose}|{record.group}|{record.ref}")


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join((SEED, *parts)).encode()).hexdigest().upper()


def _at(day: date, text: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), zone)


def _to_seconds(instant: datetime) -> datetime:
    return instant - timedelta(microseconds=instant.microsecond)
