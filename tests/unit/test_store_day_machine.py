"""A day of the store against a simple model: closed, opened, settled and heard of late, the last close counts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from contracts.language.errors import Refused
from services.inventory.rules.borrows import Borrow, End
from services.inventory.rules.storedays import StoreDay

DAY, NEXT = "2026-11-23", "2026-11-24"
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
KEEPER, LEAD, ENGINEER = "keeper", "lead", "wang"
which = st.integers(0, 20)


class StoreDayMachine(RuleBasedStateMachine):
    """The day as inventory keeps it; a close is told at its instant and heard now or later."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MORNING
        self.day = StoreDay("d", "station", DAY)
        self.borrows: list[Borrow] = []
        self.closes: list[datetime] = []
        self.unheard: list[tuple[int, datetime]] = []
        self.is_closed = False
        self.signed: set[str] = set()
        self.known: set[str] = set()

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(quantity=st.integers(1, 3))
    def borrow(self, quantity: int) -> None:
        lent = Borrow(f"b{len(self.borrows)}", "station", "part", "P", "job", ENGINEER, quantity, self.now, DAY)
        if self._is_taken(lambda: self.day.borrow(quantity)):
            self.borrows.append(lent)

    @rule(which=which, quantity=st.integers(1, 3), today=st.sampled_from([DAY, DAY, NEXT]))
    def settle(self, which: int, quantity: int, today: str) -> None:
        """Pieces come back, also after the close and on the day after."""
        out = [lent for lent in self.borrows if lent.out >= quantity]
        if not out:
            return
        lent = out[which % len(out)]
        in_time = self.day.settle(quantity, today)
        lent.settle(End("returned", quantity), KEEPER, self._at(today), keeps=True, in_time=in_time)

    @rule(which=which)
    def sign(self, which: int) -> None:
        if self.borrows:
            lent = self.borrows[which % len(self.borrows)]
            if self._is_taken(lambda: self.day.sign_exception(lent, "waits for the test", LEAD, self.now)):
                self.signed.add(lent.id)

    @precondition(lambda self: not self.is_closed)
    @rule(is_heard_at_once=st.booleans())
    def close(self, *, is_heard_at_once: bool) -> None:
        self.is_closed = True
        self.closes.append(self.now)
        self.unheard.append((len(self.closes), self.now))
        self.now += timedelta(milliseconds=1)
        if is_heard_at_once:
            self.hear()

    @precondition(lambda self: self.unheard)
    @rule()
    def hear(self) -> None:
        """What was told is heard in its order."""
        for closing, closed_at in self.unheard:
            if self.day.close(closing, closed_at, self.borrows):
                self.known = {lent.id for lent in self.borrows}
                self.day.settled_in_time += sum(lent.judge(closed_at) for lent in self.borrows)
        self.unheard = []

    @precondition(lambda self: self.is_closed and not self.unheard)
    @rule()
    def reopen(self) -> None:
        self.is_closed = False
        self.day.reopen()

    @rule(which=which)
    def hear_an_earlier_close_again(self, which: int) -> None:
        heard = self.day.closing
        if heard and self.day.state == "closed":
            number = which % heard + 1
            assert not self.day.close(number, self.closes[number - 1], self.borrows)

    @invariant()
    def the_last_close_counts(self) -> None:
        if self.day.state == "open":
            return
        closed_at = self.closes[self.day.closing - 1]
        facts = [(lent, settled) for lent in self.borrows for settled in lent.settlements]
        assert self.day.settled_in_time == sum(settled.quantity for _, settled in facts if settled.at <= closed_at)
        out = {lent.id: lent.out_at(closed_at) for lent in self.borrows if lent.id in self.known}
        assert {line.borrow_id: line.quantity for line in self.day.overnight} == {
            lent: pieces for lent, pieces in out.items() if pieces
        }
        assert {line.borrow_id for line in self.day.overnight if line.excepted} <= self.signed

    @invariant()
    def what_went_out_is_counted_once(self) -> None:
        assert self.day.borrowed == sum(lent.quantity for lent in self.borrows)
        assert self.day.settled_in_time <= self.day.borrowed

    def _at(self, today: str) -> datetime:
        return self.now if today == DAY else self.now + timedelta(days=1)

    def _is_taken(self, act: Callable[[], None]) -> bool:
        try:
            act()
        except Refused:
            return False
        return True


TestStoreDays = StoreDayMachine.TestCase
TestStoreDays.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
