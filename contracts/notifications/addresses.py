"""Where a person's mails go, and in which language."""

from __future__ import annotations

from typing import Annotated

from contracts.language import permissions
from contracts.language.fields import Id, Matching, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, Nothing
from contracts.language.payload import PathId, Reply, Request
from contracts.language.words import LANGUAGES
from contracts.notifications import SERVICE

EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,24}"

me = Noun(SERVICE, "/me")
staff = Noun(SERVICE, "/staff", "staff_id")


class SetAddress(Request):
    """Where a person's mails go, and in which language."""

    email: Annotated[str, Matching(EMAIL)]
    language: Annotated[str, Word(LANGUAGES)] = "zh"


class SetStaffAddress(SetAddress):
    """Where a person's mails go, and in which language.

    Whoever has an address changes it, or somebody of the head who stands above them; the old one is told.
    """

    station_id: PathId
    staff_id: PathId


class Address(Reply):
    """Where a person's mails go."""

    id: Id
    version: int
    staff_id: Id
    email: str
    language: Annotated[str, Word(LANGUAGES)]


set_my_address = me.put(
    "set_my_address",
    "Say where my mails go",
    SetAddress,
    Address,
    permissions.ME_READ,
    at="address",
    example={"email": "li.lei@example.com"},
)
get_my_address = me.read(
    "get_my_address", "Read where my mails go", Nothing, Address, permissions.ME_READ, at="address"
)
set_address = staff.put(
    "set_address",
    "Say where a person's mails go",
    SetStaffAddress,
    Address,
    permissions.ACCESS_RESET,
    at="{staff_id}/address",
    in_station=True,
    station_states=ANY_STATE,
    example={"email": "li.lei@example.com"},
)
