"""Customers: what an edit changes, and what it leaves."""

from __future__ import annotations

import pytest

from contracts.intake.parties import EditParty
from services.intake.rules.parties import Party


def a_party() -> Party:
    return Party("party", "station", "user", "李雷", "+8613812345678", "观前街 1 号")


def test_what_is_left_out_stays() -> None:
    party = a_party()
    party.edit(None, None, None)
    assert party == a_party()


def test_what_is_given_changes() -> None:
    party = a_party()
    party.edit("韩梅梅", "+8613912345678", None)
    assert (party.name, party.phone, party.address) == ("韩梅梅", "+8613912345678", "观前街 1 号")


@pytest.mark.parametrize("emptied", ["", "  ", "\u200b", None])
def test_an_address_can_be_emptied(emptied: str | None) -> None:
    party = a_party()
    party.edit(None, None, EditParty.load({"address": emptied}, party_id="party").address)
    assert party.address is None
