"""The 40 product categories of the Open Repair Data Standard; their numbers are the categories of our orders."""

from __future__ import annotations

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
_OLD_NAMES = {"laptop small": "Laptop", "laptop medium": "Laptop", "laptop large": "Laptop"}
_BY_NAME = {name.casefold(): str(number) for number, name in enumerate(NAMES, 1)}


def category_of(number: str, name: str) -> str:
    """The category's number as text, from number and name or, in older releases, from the name alone.

    Raises `ValueError` when there is no such category, or number and name are of two.
    """
    plain = name.strip().casefold()
    by_name = _BY_NAME.get(_OLD_NAMES.get(plain, plain).casefold())
    if not number:
        if by_name is None:
            raise ValueError(f"product_category {name!r} is not one of the {len(NAMES)}.")
        return by_name
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(NAMES)):
        raise ValueError(f"product_category_id {number!r} is not a number from 1 to {len(NAMES)}.")
    if by_name not in (None, str(int(number))):
        raise ValueError(f"product_category_id {number} is not {name!r}.")
    return str(int(number))
