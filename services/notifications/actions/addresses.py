"""Where a person's mails go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.ids import derived_id
from contracts.language.operation import Nothing
from contracts.notifications import addresses
from services.notifications import collections as store
from services.notifications.rules.addresses import Address
from stationkit.unit_of_work.view import View

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def set_my_address(work: Work, request: addresses.SetAddress) -> Address:
    return _set_address(work, work.by, request)


def get_my_address(view: View, _request: Nothing) -> Address:
    return view.get(store.addresses, address_id(view.caller.account_id))


def set_address(work: Work, request: addresses.SetStaffAddress) -> Address:
    return _set_address(work, work.staff(request.staff_id).id, request)


def address_of(work: Work, staff_id: str) -> Address | None:
    """A person's address, whichever station they belong to."""
    return work.system.find(store.addresses, _id=address_id(staff_id))


def address_id(staff_id: str) -> str:
    """The id of a person's address."""
    return derived_id("address", staff_id)


def _set_address(work: Work, staff_id: str, request: addresses.SetAddress) -> Address:
    address = work.find(store.addresses, _id=address_id(staff_id)) or work.add(
        store.addresses, Address(address_id(staff_id), work.station_id, staff_id)
    )
    address.set(request.email, request.language)
    return address
