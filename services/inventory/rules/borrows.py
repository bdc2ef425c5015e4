"""Borrow and return: what an engineer takes for a job is settled by the close of that day [P1 E12]."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from contracts.inventory.borrows import State
from contracts.language.errors import Refused
from contracts.language.identifiers import compact
from services.inventory.rules import stock

USED = ("consumed", "installed")
KEEPERS = frozenset({"storekeeper", "station_lead"})
BACK_TO = {
    "returned": stock.STORE,
    "returned_opened": stock.QUARANTINE,
    "dead_on_arrival": stock.DEFECTIVE,
    "scrapped": stock.SCRAP,
}
OLD_PART_TO = {"core": stock.CORE, "scrap": stock.SCRAP}


@dataclass
class JobCopy:
    """What the store knows of a job: whose bench it is on, whether it is finished, what it waits for and has in it."""

    id: str
    station_id: str
    order_id: str
    version: int = 0
    engineer_id: str | None = None
    on_bench: bool = False
    finished: bool = False
    awaited: tuple[str, ...] = ()
    installed: tuple[str, ...] = ()

    def check_lends_to(self, engineer_id: str) -> None:
        """Refused unless the job is open and its device on this engineer's bench."""
        if self.finished:
            raise Refused("job_finished", "The job is finished.")
        if not self.on_bench:
            raise Refused("device_not_on_bench", "The device is not on the bench.")
        if engineer_id != self.engineer_id:
            raise Refused("not_engineer_of_job", "The job is another engineer's.")


@dataclass(frozen=True)
class End:
    """What somebody says became of borrowed pieces; a used one says what became of the old part too."""

    how: str
    quantity: int
    old_part: str | None = None
    voucher: str | None = None
    reason: str | None = None
    liable_id: str | None = None

    def check(self, *, core_owed: bool) -> None:
        """Refused without the voucher, the old part or the reason that such an end needs."""
        used = self.how in USED
        if used != (self.old_part is not None):
            raise Refused("old_part", "What is used says what became of the old part, and nothing else does.")
        if (used or self.how == "scrapped") and not self.voucher:
            raise Refused("voucher_missing", "What is used or scrapped has its voucher.", how=self.how)
        coreless = self.old_part == "none" or (used and core_owed and self.old_part != "core")
        if (coreless or self.how == "scrapped") and not self.reason:
            raise Refused("reason_missing", "Say why it is scrapped, or why there is no core.", how=self.how)


@dataclass
class Settlement:
    """What became of some pieces, when, and who said so; `in_time` by the close of the borrow's day."""

    how: str
    quantity: int
    at: datetime
    by: str
    in_time: bool
    old_part: str | None = None
    voucher: str | None = None
    reason: str | None = None
    liable_id: str | None = None


@dataclass
class Borrow:
    """Pieces that an engineer borrowed against a job. `day` is the business day, YYYY-MM-DD."""

    id: str
    station_id: str
    part_id: str
    part_code: str
    job_id: str
    engineer_id: str
    quantity: int
    borrowed_at: datetime
    day: str
    version: int = 0
    state: State = "out"
    settlements: list[Settlement] = field(default_factory=list)
    vouchers: list[str] = field(default_factory=list)

    @property
    def used(self) -> int:
        """How many pieces are in the device."""
        return sum(settlement.quantity for settlement in self.settlements if settlement.how in USED)

    @property
    def out(self) -> int:
        """How many pieces are on the bench."""
        return self.quantity - sum(settlement.quantity for settlement in self.settlements)

    def out_at(self, instant: datetime) -> int:
        """How many of the pieces had not been settled up to and at an instant."""
        return self.quantity - sum(settlement.quantity for settlement in self.settlements if settlement.at <= instant)

    def judge(self, closed_at: datetime) -> int:
        """Judges again what was in time, by a later close of its day; answers by how many pieces it differs."""
        before = self._in_time
        for settlement in self.settlements:
            settlement.in_time = settlement.at <= closed_at
        return self._in_time - before

    @property
    def _in_time(self) -> int:
        return sum(settlement.quantity for settlement in self.settlements if settlement.in_time)

    def settle(self, end: End, by: str, at: datetime, *, keeps: bool, in_time: bool) -> None:
        """Some of the pieces have come to their end.

        The engineer says what was used on the job; whoever keeps the store, and did not borrow it, takes back the rest.
        Refused to anybody else, and for more than is out.
        """
        if end.how in USED and by != self.engineer_id:
            raise Refused("not_holder", "Only who borrowed it can have used it.")
        if end.how not in USED and by == self.engineer_id:
            raise Refused("own_borrow", "Who borrowed it does not take it back.")
        if end.how not in USED and not keeps:
            raise Refused("not_keeper", "Who keeps the store takes it back.")
        if end.quantity > self.out:
            raise Refused("not_out", "Not that many are out.", out=str(self.out))
        voucher = compact(end.voucher) if end.voucher else None
        if voucher in self.vouchers:
            raise Refused("voucher_used", "Another piece has this voucher.")
        self.vouchers += [voucher] if voucher else []
        self.settlements.append(Settlement(**{**vars(end), "at": at, "by": by, "in_time": in_time}))
        self.state = "out" if self.out else "settled"

    def check_settlement(self, by: str, *, keeps: bool) -> None:
        """Refused once nothing is out, and to anybody but who borrowed it or keeps the store."""
        if self.state != "out":
            raise Refused("not_out", "Nothing of it is out.", out="0")
        if by != self.engineer_id and not keeps:
            raise Refused("not_holder", "Only who borrowed it can have used it.")


def check_fits_device(how: str, quantity: int, used: int, per_device: int) -> None:
    """Refused for more of a part than one device has, counting what was used on its job before."""
    if how in USED and used + quantity > per_device:
        raise Refused("too_many_used", "One device does not have that many.", most=str(per_device), used=str(used))


def check_lends_for_device(quantity: int, used: int, out: int, per_device: int) -> None:
    """Refused for more of a part than one device has, counting what was used on its job and is out for it."""
    if used + out + quantity > per_device:
        most = {"most": str(per_device), "used": str(used), "out": str(out)}
        raise Refused("too_many_lent", "One device does not have that many.", **most)


def check_fits_job(how: str, *, finished: bool) -> None:
    """Refused for a piece that is consumed on an open job, or installed on a finished one."""
    if how == "consumed" and not finished:
        raise Refused("job_open", "On an open job a part is installed, not consumed.")
    if how == "installed" and finished:
        raise Refused("job_finished", "On a finished job a part is consumed, not installed.")
