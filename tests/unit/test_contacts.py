"""How customers are reached: whole for whoever calls or ships, masked for everybody else, wherever it is declared."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.intake.orders import Order
from contracts.intake.parties import Party, get_party, list_parties
from contracts.language import permissions
from contracts.language.fields import Address, Contact, Phone
from contracts.language.payload import Reply
from contracts.language.permissions import BY_POST
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import Caller
from stationkit.unit_of_work.contacts import has_contacts, shown_to

CALLING_OR_SHIPPING = {permissions.CALL_MAKE, permissions.ORDER_RECEIVE, permissions.ORDER_RELEASE}


class Neighbour(Reply):
    """Somebody beside."""

    phone: Phone


class Visitor(Reply):
    """What a later noun might reply."""

    name: str
    phones: tuple[Phone, ...]
    address: Address | None
    neighbour: Neighbour
    neighbours: tuple[Neighbour, ...]


VISITOR: dict[str, Any] = {
    "name": "李雷",
    "phones": ["+8613812345678"],
    "address": "观前街 1 号",
    "neighbour": {"phone": "+8613912345679"},
    "neighbours": [{"phone": "+862512345670"}],
}


def a_caller(*posts: str) -> Caller:
    return Caller("account", "session", "station", "name", posts, (), False, False, wall_now())


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("+8613812345678", "*******5678"),
        ("+862512345670", "*******5670"),
        ("+123456789", "*******6789"),
        ("+12345678", "*******"),
        ("", "*******"),
    ],
)
def test_of_a_masked_phone_the_last_four_digits_are_left_where_enough_is_hidden(phone: str, masked: str) -> None:
    assert Contact(4).masked(phone) == masked


@pytest.mark.parametrize("address", ["1", "苏州市观前街 1 号 3 栋 1201 室"])
def test_of_a_masked_address_nothing_is_left(address: str) -> None:
    assert Contact(0).masked(address) == "*******"


def test_whoever_neither_calls_nor_ships_sees_them_masked_wherever_they_stand() -> None:
    assert shown_to(a_caller("engineer"), Visitor, VISITOR) == {
        "name": "李雷",
        "phones": ["*******5678"],
        "address": "*******",
        "neighbour": {"phone": "*******5679"},
        "neighbours": [{"phone": "*******5670"}],
    }


def test_what_is_not_there_is_not_masked() -> None:
    bare = {**VISITOR, "address": None}
    assert shown_to(a_caller("engineer"), Visitor, bare)["address"] is None


def test_whoever_calls_or_ships_sees_them_whole() -> None:
    assert shown_to(a_caller("engineer", "front_desk"), Visitor, VISITOR) == VISITOR


def test_exactly_the_posts_that_call_or_ship_see_them_whole() -> None:
    whole = {post for post, held in BY_POST.items() if permissions.PARTY_CONTACT in held}
    assert whole == {post for post, held in BY_POST.items() if held & CALLING_OR_SHIPPING}
    assert whole == {"supervisor", "base_lead", "station_lead", "front_desk", "storekeeper"}


def test_replies_that_say_how_a_customer_is_reached_are_recognised() -> None:
    assert all(map(has_contacts, (Party, get_party.reply, list_parties.reply, Visitor)))
    assert not has_contacts(Order)
