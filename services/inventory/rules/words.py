"""By which words parts are found: every part of code and name; and transfers and requisitions, by their number."""

from __future__ import annotations

from contracts.language.search_words import Sought, endings, sought
from services.inventory.rules.arrivals import Arrival
from services.inventory.rules.parts import Part
from services.inventory.rules.requisitions import Requisition
from services.inventory.rules.transfers import Transfer

SHORTEST = 2
"""Letters and digits of the shortest part of a code or name that is found in its midst."""
SHORTEST_NUMBER = 4


def of_part(part: Part) -> list[str]:
    """Every part of code and name."""
    return [*endings(part.code, SHORTEST), *endings(part.name, SHORTEST)]


def of_numbered(thing: Transfer | Requisition) -> list[str]:
    """Its number, and the id of which that is the beginning."""
    return _whole(thing.id)


def of_arrival(arrival: Arrival) -> list[str]:
    """The number of the transfer of which it is the receiver's half."""
    return _whole(arrival.transfer_id)


def number_sought(text: str) -> Sought:
    """A number whole or from its beginning."""
    return sought(text, SHORTEST_NUMBER)


def _whole(thing_id: str) -> list[str]:
    return endings(thing_id, len(thing_id))
