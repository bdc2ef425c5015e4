"""Customers: what an edit changes, and what it leaves."""

from __future__ import annotations

import pytest

from contracts.language.errors import Invalid
from services.intake.rules.parties import Party


def a_party() -> Party:
    return Party("party", "station", "user", "李雷", "+8613812345678", "观前街 1 号")


def test_what_is_left_out_stays() -> None:
    party = a_party()
    party.edit(None, None, None)
    assert party == a_party()


def test_a_new_phone_number_is_kept_in_its_one_form() -> None:
    party = a_party()
    party.edit("韩梅梅", "139 1234-5678", None)
    assert (party.name, party.phone, party.address) == ("韩梅梅", "+8613912345678", "观前街 1 号")


def test_a_phone_number_that_cannot_exist_is_not_taken() -> None:
    party = a_party()
    with pytest.raises(Invalid):
        party.edit(None, "12", None)
    assert party.phone == "+8613812345678"
