"""What is read of customers: how many files a person has a day, and which of many readings leaves a line."""

from __future__ import annotations

from dataclasses import fields

import pytest

from contracts.intake.parties import list_parties
from contracts.language.catalogue import OPERATIONS
from contracts.language.errors import Refused
from services.stations.rules.policies import DEFAULTS
from stationkit.unit_of_work.contacts import has_contacts
from stationkit.unit_of_work.readings import PersonalDataPolicy


def test_the_last_file_of_a_day_is_had_and_the_next_is_refused() -> None:
    policy = PersonalDataPolicy(exports_a_day=3)
    policy.check_export(3)
    with pytest.raises(Refused) as refused:
        policy.check_export(4)
    assert (refused.value.reason, refused.value.params["most"]) == ("export_limit", "3")


@pytest.mark.parametrize(("of_policy", "lines"), [(50, [51, 101, 151]), (1, [*range(2, 161)])])
def test_a_line_is_left_by_the_first_of_many_and_by_the_first_of_as_many_again(
    of_policy: int, lines: list[int]
) -> None:
    policy = PersonalDataPolicy(read_a_day=of_policy)
    assert [number for number in range(1, 161) if policy.is_line_due(number)] == lines


def test_what_holds_without_a_version_is_what_is_published_as_default() -> None:
    assert {field.name: field.default for field in fields(PersonalDataPolicy)} == DEFAULTS["personal_data"]


def test_the_only_list_that_says_how_customers_are_reached_is_that_of_customers() -> None:
    """Another is no mistake: its files then ask for `party:export`, and its pages are in the trail."""
    lists = [operation for operation in OPERATIONS.values() if operation.is_list and has_contacts(operation.reply)]
    assert lists == [list_parties]
