"""Who reads how customers are reached: each page of a list is in the trail, and many read alone; files have a limit.

A file of a list is made page by page: its lines are `exported`, have one request id, and their rows add up [F3].
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from contracts.language.errors import ContractError, Forbidden, Refused
from contracts.language.ids import derived_id
from contracts.language.permissions import PARTY_EXPORT
from stationkit.ground.clock import wall_now
from stationkit.storage.documents import converter
from stationkit.unit_of_work.contacts import has_contacts
from stationkit.unit_of_work.work import Cause

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call
    from stationkit.storage.documents import Document
    from stationkit.unit_of_work.system import System
    from stationkit.unit_of_work.view import View

POLICY = "personal_data"
COUNTED_FOR = timedelta(days=2)
"""Longer than any business day: a counter has the day in its name."""
_OF_A_PAGE = ("limit", "cursor", "sort")


@dataclass(frozen=True)
class PersonalDataPolicy:
    """One version of the policy: how many files a person has a day, how many customers read alone leave no line."""

    exports_a_day: int = 20
    read_a_day: int = 50

    def check_export(self, number: int) -> None:
        """Refused for one more than a person has a day."""
        if number > self.exports_a_day:
            most = str(self.exports_a_day)
            raise Refused("export_limit", "No more files with personal data today.", most=most)

    def is_line_due(self, number: int) -> bool:
        """Whether the reading of that number on a day is the first of many, or of as many again."""
        return number > self.read_a_day and number % self.read_a_day == 1 % self.read_a_day


class Readings:
    """Counts what is read of customers, and notes it."""

    def __init__(self, system: System) -> None:
        self._system = system

    def take(self, operation: AnyOperation, call: Call, view: View, reply: Document) -> None:
        """Notes what is about to be answered. Raises `Forbidden` and `Refused` for a file that is not to be had."""
        if not has_contacts(operation.reply):
            return
        if call.export and "cursor" not in call.request:
            self._admit_export(operation, call, view)
        if "items" not in reply:
            self._count(operation, call, view)
        elif reply["items"]:
            self._note(operation, call, view, len(reply["items"]))

    def _admit_export(self, operation: AnyOperation, call: Call, view: View) -> None:
        try:
            if PARTY_EXPORT not in view.caller.permissions:
                raise Forbidden("Your posts do not allow this.", permission=PARTY_EXPORT)
            _policy(view).check_export(self._number("exports", view))
        except ContractError as refusal:
            self._system.committer.note_refusal(_cause(operation, call, view), view.caller.station_id, refusal)
            raise

    def _count(self, operation: AnyOperation, call: Call, view: View) -> None:
        number = self._number("read", view)
        if _policy(view).is_line_due(number):
            self._note(operation, call, view, number)

    def _number(self, what: str, view: View) -> int:
        """The how many-th of the caller's on this day this is."""
        day = view.station.calendar.day_of(view.now)
        return self._system.counters.count(f"{what}|{view.caller.account_id}|{day}", wall_now() + COUNTED_FOR)

    def _note(self, operation: AnyOperation, call: Call, view: View, rows: int) -> None:
        asked = {name: value for name, value in call.request.items() if name not in _OF_A_PAGE}
        outcome, cause = "exported" if call.export else "read", _cause(operation, call, view)
        self._system.committer.note_reading(cause, view.caller.station_id, outcome, asked, rows)


def _policy(view: View) -> PersonalDataPolicy:
    values = view.reference_data.policy(POLICY, view.caller.station_id, view.now).values
    return converter.structure(dict(values), PersonalDataPolicy)


def _cause(operation: AnyOperation, call: Call, view: View) -> Cause:
    who, now = view.caller.account_id, view.now
    identity = derived_id("read", secrets.token_hex(16))
    return Cause(identity, operation.name, who, who, now, now, request_id=call.request_id)
