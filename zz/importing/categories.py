"""The 40 product categories of the Open Repair Data Standard; their numbers are the categories of our orders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zz.importing.values import NotARecord, plain_word

if TYPE_CHECKING:
    from zz.importing.values import Values

NAMES = (
    "Aircon/dehumidifier",
    "Battery/charger/adapter",
    "Decorative or safety lights",
    "Desktop computer",
    "Digital compact camera",
    "DSLR/video camera",
    "Fan",
    "Flat screen",
    "Hair & beauty item",
    "Handheld entertainment device",
    "Headphones",
    "Hi-Fi integrated",
    "Hi-Fi separates",
    "Kettle",
    "Lamp",
    "Laptop",
    "Large home electrical",
    "Misc",
    "Mobile",
    "Musical instrument",
    "Paper shredder",
    "PC accessory",
    "Portable radio",
    "Power tool",
    "Printer/scanner",
    "Projector",
    "Sewing machine",
    "Small home electrical",
    "Small kitchen item",
    "Tablet",
    "Toaster",
    "Toy",
    "TV and gaming-related accessories",
    "Vacuum",
    "Watch/clock",
    "Coffee maker",
    "Food processor",
    "Games console",
    "Hair dryer",
    "Iron",
)
OTHER_NAMES = {
    "clock/watch": "Watch/clock",
    "dlsr/video camera": "DSLR/video camera",
    "small personal electrical": "Small home electrical",
    "small home electricals": "Small home electrical",
}
"""How earlier releases and their sources call a category."""
SIZED = {"flat screen ": "Flat screen", "laptop ": "Laptop"}
"""Release 0.1 and its sources divide these by size."""
COLUMN, NUMBER_COLUMN = "product_category", "product_category_id"
_BY_NAME = {plain_word(name): number for number, name in enumerate(NAMES, 1)}
_NUMBER = re.compile(r"([0-9]{1,4})(?:[.,]0*)?")


def category_of(values: Values) -> str:
    """The category's number as text, from number and name or, in older releases, from the name alone.

    Raises `NotARecord` when there is no such category, or number and name are of two.
    """
    name, text = values.get(COLUMN), values.get(NUMBER_COLUMN)
    by_name, number = _named(values, name), _numbered(values, text)
    if text and number is None and by_name is None:
        raise NotARecord("unknown_category", f"{NUMBER_COLUMN} {text!r} is not a number from 1 to {len(NAMES)}.")
    if number is None and by_name is None:
        raise NotARecord("unknown_category", f"{COLUMN} {name!r} is not one of the {len(NAMES)}.")
    if number is not None and by_name not in (None, number):
        raise NotARecord("unknown_category", f"{NUMBER_COLUMN} {text} is not {name!r}.")
    if text and number is None:
        reason = f"{NUMBER_COLUMN} {text!r} is not a number from 1 to {len(NAMES)}; {name!r} is taken."
        values.change("category_number_dropped", reason)
    return str(number or by_name)


def _named(values: Values, name: str) -> int | None:
    """The number of the category that is called so, if need be by another name for it."""
    word = plain_word(name)
    if word in _BY_NAME:
        return _BY_NAME[word]
    category = OTHER_NAMES.get(word) or next((name for start, name in SIZED.items() if word.startswith(start)), None)
    if category is None:
        return None
    values.change("category_read", f"{COLUMN} {name!r} is read as {category!r}.")
    return NAMES.index(category) + 1


def _numbered(values: Values, text: str) -> int | None:
    digits = _NUMBER.fullmatch(text)
    number = int(digits[1]) if digits else 0
    if not 1 <= number <= len(NAMES):
        return None
    if not text.isdigit():
        values.change("category_read", f"{NUMBER_COLUMN} {text!r} is read as {number}.")
    return number
