"""Where a person's mails go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language.operation import Nothing
from contracts.notifications import addresses
from services.notifications import collections as store
from services.notifications.actions.deliveries import tell_old_address
from services.notifications.actions.facts import address_id
from services.notifications.actions.inbox import message_to
from services.notifications.rules.addresses import Address, may_move
from stationkit.unit_of_work.view import View

if TYPE_CHECKING:
    from stationkit.unit_of_work.work import Work


def set_my_address(work: Work, request: addresses.SetAddress) -> Address:
    return _set_address(work, _address(work, work.by), request)


def get_my_address(view: View, _request: Nothing) -> Address:
    return view.get(store.addresses, address_id(view.caller.account_id))


def set_address(work: Work, request: addresses.SetStaffAddress) -> Address:
    """The first address, or one that the head moves; refused as `Address.check_set` says."""
    person = work.staff(request.staff_id)
    address = _address(work, person.id)
    address.check_set(work.by, head=may_move(work.posts, person.posts))
    return _set_address(work, address, request)


def _address(work: Work, staff_id: str) -> Address:
    return work.find(store.addresses, _id=address_id(staff_id)) or work.add(
        store.addresses, Address(address_id(staff_id), work.station_id, staff_id)
    )


def _set_address(work: Work, address: Address, request: addresses.SetAddress) -> Address:
    language, old = address.language, address.set(request.email, request.language)
    if old:
        facts = {"person_id": address.staff_id, "changed_by": work.by}
        tell_old_address(work, address.staff_id, old, language, facts)
        message_to(work, "address_changed", (address.staff_id,), facts, address.id)
    return address
