"""When an order is due: computed once, at receipt, from the station's calendar and the policy in force (rules §2).

Receipt is an instant, the server's or the scan at the door. It counts from the next opening when the station has not
opened yet, be it a closed day or early in the morning; after the close of an open day it counts for that day, because
someone was there to receive. Results are instants in UTC; finishing at exactly the due instant is in time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import Invalid, Refused
from stationkit.ground.calendar import StationCalendar, as_instant

if TYPE_CHECKING:
    from collections.abc import Sequence

_CUSTOMERS = frozenset({"user", "merchant"})
_DEALER = "dealer"
_REFURBISHED = frozenset({"company", "channel"})
_PARTIES = _CUSTOMERS | _REFURBISHED | {_DEALER}

Waited = tuple[datetime, datetime]


@dataclass(frozen=True)
class ReceiptPolicy:
    """One version of the receipt policy; times are local to the station.

    `bench_accept_until` is the first moment that is too late for the bench the same day [E1 E2],
    `dealer_same_day_until` the last one that still ships the same day [F9]. Raises ValueError when a cut-off for
    receipt lies after the due time it promises, or a special order would be due before an ordinary one [F5]. What has
    been ready for `abandon_after_days` may be written off as not fetched. What is sent out is due back within
    `sent_out_days`.
    """

    version: int
    bench_cut_off: time = time(16, 0)
    bench_accept_until: time = time(16, 0)
    dealer_same_day_until: time = time(17, 30)
    dealer_ship_by: time = time(17, 30)
    customer_working_days: int = 1
    special_working_days: int = 3
    abandon_after_days: int = 30
    sent_out_days: int = 30

    def __post_init__(self) -> None:
        if self.bench_accept_until > self.bench_cut_off:
            raise ValueError("the bench would accept until after its cut-off")
        if self.dealer_same_day_until > self.dealer_ship_by:
            raise ValueError("dealer devices would be accepted for the same day after they are shipped")
        if not 1 <= self.customer_working_days <= self.special_working_days:
            raise ValueError("customers wait at least one working day, and special orders no less than others")


@dataclass(frozen=True)
class Promise:
    """The due times of one order, in UTC, with the policy version they were made under.

    `unpack_due_at` is set only for a dealer's late receipt [F9]. An order for accessories alone has no use for
    `bench_due_at`. Nothing changes afterwards, but for `calendar_provisional`: then `due_at` is worked out again when
    the missing year is imported.
    """

    bench_due_at: datetime
    due_at: datetime
    unpack_due_at: datetime | None
    policy_version: int
    calendar_provisional: bool


def promise(party_kind: str, received_at: datetime, calendar: StationCalendar, policy: ReceiptPolicy) -> Promise:
    """The due times of an order of a party of this kind, received at this instant.

    - Bench, all kinds: the cut-off (16:00) of the day when received *before* `bench_accept_until`, else of the next
      open day; never after `due_at` [E1 E2].
    - `user`, `merchant` (both send in and are served by the desk): close of the first working day after receipt
      [F5]; when the station is closed that day, close of its next open day.
    - `dealer`: received up to `dealer_same_day_until` (17:30), shipped by 17:30 that day; later, unpacked by the end
      of that day and shipped by 17:30 of the next open day [F9].
    - `company`, `channel`: given back by the bench's own cut-off, refurbishing and return being one duty [E2].

    Raises Invalid for another kind of party, ValueError for a naive instant.
    """
    _check_party(party_kind)
    counted = _counted_from(received_at, calendar)
    if party_kind == _DEALER:
        return _dealer_promise(counted, calendar, policy)
    if party_kind in _REFURBISHED:
        return _refurbishing_promise(counted, calendar, policy)
    return _customer_promise(counted, policy.customer_working_days, calendar, policy)


def special_promise(
    party_kind: str, received_at: datetime, calendar: StationCalendar, policy: ReceiptPolicy
) -> Promise:
    """The due times of a very special order: close of the third working day after receipt [F5].

    Reason and approval are the caller's to check. The bench due stays the ordinary one, for E1 knows no exception.
    Only for `user` and `merchant`: F9 and E2 know none either, so others raise Refused `special_not_for_party`.
    Otherwise as `promise`.
    """
    _check_party(party_kind)
    if party_kind not in _CUSTOMERS:
        raise Refused("special_not_for_party", f"{party_kind} orders have no special promise", party_kind=party_kind)
    counted = _counted_from(received_at, calendar)
    ordinary = _customer_promise(counted, policy.customer_working_days, calendar, policy)
    special = _customer_promise(counted, policy.special_working_days, calendar, policy)
    return replace(special, bench_due_at=ordinary.bench_due_at)


def effective_due_at(due_at: datetime, waits: Sequence[Waited], calendar: StationCalendar) -> datetime:
    """The due time, in UTC, put off by the opening time spent in `awaiting_customer`; waiting for parts never does so.

    `waits` are (begun, ended) instants in any order; one still running ends now. Time that two of them share counts
    once. An order late by opening time when its wait began is late afterwards. Raises ValueError for a wait that ends
    before it begins and for naive instants.
    """
    spans = (calendar.opening_time(begun, ended) for begun, ended in _merged(waits))
    return calendar.add_opening_time(due_at, sum(spans, timedelta(0)))


def turnaround_minutes(
    received_at: datetime, fulfilled_at: datetime, waits: Sequence[Waited], calendar: StationCalendar
) -> int:
    """Whole opening minutes from receipt to fulfilment, less those spent in `awaiting_customer` meanwhile [B2].

    `waits` are (begun, ended) instants. Raises ValueError for a wait that ends before it begins and for naive instants.
    """
    within = [(begun, min(ended, fulfilled_at)) for begun, ended in waits if begun < fulfilled_at]
    waited = (calendar.opening_time(begun, ended) for begun, ended in _merged(within))
    spent = calendar.opening_time(received_at, fulfilled_at) - sum(waited, timedelta(0))
    return spent // timedelta(minutes=1)


def _check_party(party_kind: str) -> None:
    if party_kind not in _PARTIES:
        raise Invalid("no such kind of party", [f"party_kind: must be one of {', '.join(sorted(_PARTIES))}"])


def _counted_from(received_at: datetime, calendar: StationCalendar) -> datetime:
    """The instant from which the receipt counts; always on an open day."""
    received = as_instant(received_at)
    return max(received, calendar.opening(calendar.first_open(calendar.day_of(received))))


def _bench_due(counted: datetime, calendar: StationCalendar, policy: ReceiptPolicy) -> datetime:
    day = calendar.day_of(counted)
    if counted >= calendar.at(day, policy.bench_accept_until):
        day = calendar.next_open(day)
    return calendar.at(day, policy.bench_cut_off)


def _dealer_promise(counted: datetime, calendar: StationCalendar, policy: ReceiptPolicy) -> Promise:
    day = calendar.day_of(counted)
    late = counted > calendar.at(day, policy.dealer_same_day_until)
    ship_day = calendar.next_open(day) if late else day
    due_at = calendar.at(ship_day, policy.dealer_ship_by)
    return Promise(
        bench_due_at=min(_bench_due(counted, calendar, policy), due_at),
        due_at=due_at,
        unpack_due_at=calendar.last_moment(day) if late else None,
        policy_version=policy.version,
        calendar_provisional=False,
    )


def _refurbishing_promise(counted: datetime, calendar: StationCalendar, policy: ReceiptPolicy) -> Promise:
    due_at = _bench_due(counted, calendar, policy)
    return Promise(
        bench_due_at=due_at,
        due_at=due_at,
        unpack_due_at=None,
        policy_version=policy.version,
        calendar_provisional=False,
    )


def _customer_promise(
    counted: datetime, working_days: int, calendar: StationCalendar, policy: ReceiptPolicy
) -> Promise:
    received = calendar.day_of(counted)
    promised = calendar.add_working_days(received, working_days)
    due_at = calendar.closing(calendar.first_open(promised))
    return Promise(
        bench_due_at=min(_bench_due(counted, calendar, policy), due_at),
        due_at=due_at,
        unpack_due_at=None,
        policy_version=policy.version,
        calendar_provisional=calendar.is_provisional(received + timedelta(days=1), promised),
    )


def _merged(waits: Sequence[Waited]) -> list[Waited]:
    merged: list[Waited] = []
    for begun, ended in sorted((as_instant(begun), as_instant(ended)) for begun, ended in waits):
        if ended < begun:
            raise ValueError("a wait ends before it begins")
        if merged and begun <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
        else:
            merged.append((begun, ended))
    return merged
