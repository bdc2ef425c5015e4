"""By which words people and stations are found: every ending of names, every part of user names and codes."""

from __future__ import annotations

from contracts.language.search_words import endings
from services.stations.rules.staff import Staff
from services.stations.rules.station import Station

SHORTEST = 2
"""Letters and digits of the shortest part of a user name or code that is found in its midst."""


def of_person(person: Staff) -> list[str]:
    """Every ending of the name, every part of the user name."""
    return [*endings(person.name, 1), *endings(person.username or "", SHORTEST)]


def of_station(station: Station) -> list[str]:
    """Every ending of the name, every part of the code."""
    return [*endings(station.name, 1), *endings(station.code, SHORTEST)]
