"""What was told stays readable: events that were released, and what oversight has kept of them."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from pathlib import Path

import pytest

from contracts.language.catalogue import EVENTS
from contracts.language.payload import schema_of
from services.oversight.actions.ingest import KEPT

RELEASED: dict[str, dict[str, list[str]]] = json.loads(Path(__file__).with_name("released_events.json").read_text())
"""By event: the fields that each of them has, and those that oversight keeps. A release writes what is new into it."""


def needed_of_event(event_type: str) -> set[str]:
    """What its subscribers cannot do without."""
    return {name for name, field in schema_of(EVENTS[event_type].data).fields.items() if field.required}


def needed_of_extract(event_type: str) -> set[str]:
    """What a figure cannot do without."""
    _, extract = KEPT[event_type]
    return {field.name for field in fields(extract) if field.default is MISSING and field.default_factory is MISSING}


@pytest.mark.parametrize("event_type", RELEASED["events"])
def test_a_field_that_an_event_gets_later_may_be_missing(event_type: str) -> None:
    assert needed_of_event(event_type) <= set(RELEASED["events"][event_type])


@pytest.mark.parametrize("event_type", RELEASED["kept"])
def test_a_field_that_oversight_keeps_later_has_a_default(event_type: str) -> None:
    assert needed_of_extract(event_type) <= set(RELEASED["kept"][event_type])


def test_what_was_released_is_told_and_kept_still() -> None:
    assert RELEASED["events"].keys() <= EVENTS.keys()
    assert RELEASED["kept"].keys() <= KEPT.keys()
