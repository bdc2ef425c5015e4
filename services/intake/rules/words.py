"""By which words orders and customers are found: parts of codes, serials and models, names, phone numbers.

Of a phone number only the whole and its last four digits are words: nobody who may not see it finds the rest by trying.
"""

from __future__ import annotations

from contracts.language.errors import Invalid
from contracts.language.identifiers import bare
from contracts.language.search_words import Sought, endings, sought
from services.intake.rules import codes, devices
from services.intake.rules.orders import Order
from services.intake.rules.parties import Party

SHORTEST = 3
"""Letters and digits of the shortest part of a code or serial that is found in its midst."""
LAST_DIGITS = 4
_PHONE = "phone:"
"""A word of letters and digits alone never begins so."""


def of_order(order: Order) -> list[str]:
    """Every part of its code, and of serial, brand and model of the device."""
    device = order.device
    said = (order.code, device.serial, device.brand + device.model) if device else (order.code,)
    return [word for text in said for word in endings(text, SHORTEST)]


def of_party(party: Party) -> list[str]:
    """Every ending of the name, the phone number and its last four digits."""
    return [*endings(party.name, 1), _PHONE + party.phone, _PHONE + party.phone[-LAST_DIGITS:]]


def order_sought(text: str) -> Sought:
    """An order by part of a code, also where O was typed for 0, of a serial, or of what the device is."""
    typed = sought(text, 2)
    words = tuple(dict.fromkeys((*typed.whole, *(codes.spelled(word) for word in typed.whole))))
    return Sought(words, words)


def party_sought(text: str, area_code: str | None) -> Sought:
    """A customer by part of the name, by a whole phone number however it is typed, or by its last four digits."""
    typed = sought(text)
    return Sought((*typed.whole, *_phones(text, area_code)), typed.begun)


def _phones(text: str, area_code: str | None) -> list[str]:
    digits = bare(text)
    if len(digits) == LAST_DIGITS and digits.isdecimal():
        return [_PHONE + digits]
    try:
        return [_PHONE + devices.phone_of(text, area_code)]
    except Invalid:
        return []
