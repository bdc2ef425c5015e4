"""Customers: what an edit changes, what it leaves and what it keeps, and when it needs a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from contracts.intake.parties import EditParty
from contracts.language.errors import Refused
from services.intake.rules.parties import Contact, EarlierContact, Party, Why
from tests.unit.test_orders import TEN

WHY = Why(TEN, "desk", "has a new number")
LATER = Why(TEN + timedelta(days=1), "lead")


def a_party() -> Party:
    return Party("party", "station", "user", "李雷", "+8613812345678", "观前街 1 号")


@pytest.mark.parametrize("same", [Contact(), Contact("李雷", "+8613812345678", "观前街 1 号")])
def test_what_is_left_out_or_the_same_stays_and_needs_no_reason(same: Contact) -> None:
    party = a_party()
    assert party.edit(same, Why(TEN, "desk"), in_hand=True) is None
    assert party == a_party()


def test_what_is_given_changes() -> None:
    party = a_party()
    party.edit(Contact("韩梅梅", "+8613912345678"), WHY, in_hand=False)
    assert (party.name, party.phone, party.address) == ("韩梅梅", "+8613912345678", "观前街 1 号")


@pytest.mark.parametrize("emptied", ["", "  ", "\u200b", None])
def test_an_address_can_be_emptied(emptied: str | None) -> None:
    party = a_party()
    address = EditParty.load({"address": emptied}, party_id="party").address
    party.edit(Contact(address=address), WHY, in_hand=False)
    assert party.address is None


def test_what_was_known_before_each_change_is_kept_with_person_time_and_reason() -> None:
    party = a_party()
    party.edit(Contact(phone="+8613912345678", address=""), WHY, in_hand=True)
    party.edit(Contact(name="韩梅梅", address="人民路 2 号"), LATER, in_hand=False)
    assert party.earlier == [
        EarlierContact(("phone", "address"), TEN, "desk", WHY.reason, phone="+8613812345678", address="观前街 1 号"),
        EarlierContact(("name", "address"), LATER.at, "lead", None, name="李雷", address=None),
    ]


@pytest.mark.parametrize("change", [Contact(name="韩梅梅"), Contact(phone="+8613912345678"), Contact(address="")])
def test_while_an_order_is_open_no_change_goes_without_a_reason(change: Contact) -> None:
    party = a_party()
    with pytest.raises(Refused) as refused:
        party.edit(change, Why(TEN, "desk"), in_hand=True)
    assert refused.value.reason == "contact_reason_missing"
    assert party == a_party()
    assert party.edit(change, Why(TEN, "desk"), in_hand=False)
