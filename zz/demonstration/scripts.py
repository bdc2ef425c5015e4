"""What may become of an order: each plot plays some steps and yields the moment at which it goes on.

Moments are local times on the day on which the plot begins, or so many days later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zz.demonstration.scenario import Scenario
from zz.demonstration.timetable import Moment

Plot = Callable[[Scenario], Iterator[Moment]]


def collected_the_same_day(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _worked_on_by_noon(tale)
    yield Moment("13:30")
    tale.give_back()
    yield Moment("16:40")
    tale.collect()


def collected_the_next_day(tale: Scenario) -> Iterator[Moment]:
    """The first test fails, and the device is repaired again."""
    tale.receive()
    yield from _taken_up(tale)
    yield Moment("13:40")
    tale.repair()
    tale.test(passed=False, note="充电十分钟后又断开")
    yield Moment("15:00")
    tale.mend()
    tale.give_back("wechat")
    yield Moment("10:10", days=1)
    tale.collect()


def comes_back(tale: Scenario) -> Iterator[Moment]:
    """Repaired and fetched, and the next day it is here again: a redo."""
    yield from collected_the_same_day(tale)
    yield Moment("09:40", days=1)
    tale.receive()
    yield Moment("10:30", days=1)
    tale.to_bench()
    tale.diagnose()
    yield Moment("14:10", days=1)
    tale.mend()
    tale.give_back()


def offered_to_the_wrong_engineer(tale: Scenario) -> Iterator[Moment]:
    tale.receive("merchant")
    yield Moment("09:50")
    tale.to_wrong_bench()
    yield from _worked_on_by_noon(tale)
    yield Moment("15:10")
    tale.give_back("sms")
    yield Moment("09:40", days=1)
    tale.collect()


def passed_on_to_another_engineer(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    yield Moment("13:00")
    tale.pass_on()
    tale.mend()
    yield Moment("15:20")
    tale.give_back()


def quote_accepted(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.ask_customer("报价 380 元 已电话告知")
    yield Moment("14:20")
    tale.customer_answers("客户同意报价")
    tale.mend()
    yield Moment("15:30")
    tale.give_back()
    yield Moment("17:00")
    tale.collect()


def quote_declined(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.ask_customer("报价 620 元 短信已发")
    yield Moment("15:10")
    tale.customer_answers("客户嫌贵 不修了")
    tale.finish("declined", "customer_declined")
    tale.give_back("sms")
    yield Moment("11:20", days=1)
    tale.collect()


def quote_open(tale: Scenario) -> Iterator[Moment]:
    """The customer has still not answered at the end of the story."""
    tale.receive()
    yield from _taken_up(tale)
    tale.ask_customer("报价 450 元 两次未接通")
    yield from _goes_home_unfinished(tale, "awaiting_customer", "等客户确认报价")


def part_arrives_the_next_day(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.await_part()
    yield from _goes_home_unfinished(tale, "awaiting_parts", "配件明天到")
    yield Moment("11:00", days=1)
    tale.to_bench()
    tale.part_arrives()
    tale.mend()
    yield Moment("14:30", days=1)
    tale.give_back()
    tale.dispatch()


def part_never_arrives(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.await_part()
    yield from _goes_home_unfinished(tale, "awaiting_parts", "总站缺货")


def part_is_not_made_any_more(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.await_part()
    yield Moment("14:40")
    tale.finish("returned_unrepaired", "spare_parts_not_available")
    tale.give_back()
    yield Moment("10:40", days=1)
    tale.collect()


def sent_out(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.to_desk()
    tale.send_out("主板送总站检测")


def special(tale: Scenario) -> Iterator[Moment]:
    """Water damage: the lead grants three working days before the first is over."""
    tale.receive()
    yield from _taken_up(tale)
    tale.make_special("进水 需要烘干两天")
    yield from _goes_home_unfinished(tale, "difficult", "烘干中")
    yield Moment("10:20", days=2)
    tale.to_bench()


def beyond_repair(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    yield Moment("11:50")
    tale.finish("unrepairable", "too_worn_out")
    yield Moment("13:10")
    tale.approve(note="主板腐蚀 同意")
    tale.give_back()
    yield Moment("16:10")
    tale.collect()


def nothing_found(tale: Scenario) -> Iterator[Moment]:
    """The lead first sends it back, for another test, and agrees the second time."""
    tale.receive()
    yield from _taken_up(tale)
    tale.finish("no_fault_found", "no_fault")
    yield Moment("12:00")
    tale.approve(agreed=False, note="再充放电测试一次")
    yield Moment("14:50")
    tale.finish("no_fault_found", "no_fault")
    tale.approve()
    tale.give_back("counter")


def waits_for_the_lead(tale: Scenario) -> Iterator[Moment]:
    """At the end of the story nobody has decided on the engineer's proposal."""
    tale.receive()
    yield from _taken_up(tale)
    tale.finish("unrepairable", "repair_information_not_available")


def cancelled(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield Moment("10:00")
    tale.cancel("客户改变主意 当场取回")


def abandoned(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from _taken_up(tale)
    tale.finish("returned_unrepaired", "spare_parts_too_expensive")
    tale.give_back()
    yield Moment("16:20", days=1)
    tale.abandon("客户书面放弃 交公司处理")


def shipped_to_the_dealer(tale: Scenario) -> Iterator[Moment]:
    tale.receive("dealer")
    yield from _worked_on_by_noon(tale)
    yield Moment("15:00")
    tale.to_desk()
    yield Moment("17:00")
    tale.dispatch()
    yield Moment("11:30", days=1)
    tale.arrive()


def late_dealer(tale: Scenario) -> Iterator[Moment]:
    """Received after 17:30: unpacked the same day, repaired and shipped the next."""
    tale.receive("dealer")
    yield Moment("09:30", days=1)
    tale.to_bench()
    tale.diagnose()
    yield Moment("14:00", days=1)
    tale.mend()
    tale.to_desk()
    yield Moment("17:00", days=1)
    tale.dispatch()


def refurbished_for_the_company(tale: Scenario) -> Iterator[Moment]:
    tale.receive("company")
    yield from _refurbished(tale)


def refurbished_for_a_channel(tale: Scenario) -> Iterator[Moment]:
    tale.receive("channel")
    yield from _refurbished(tale)


def unreadable_serial(tale: Scenario) -> Iterator[Moment]:
    tale.receive(identity="provisional")
    yield from _worked_on_by_noon(tale)
    yield Moment("15:40")
    tale.give_back()
    tale.collect()


def accessory_alone(tale: Scenario) -> Iterator[Moment]:
    tale.receive_accessory()
    yield from _worked_on_by_noon(tale)
    yield Moment("13:50")
    tale.give_back("counter")
    tale.collect()


def consultation(tale: Scenario) -> Iterator[Moment]:
    tale.consult("询问电池更换价格")
    yield from ()


def still_at_the_desk(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield from ()


def _taken_up(tale: Scenario) -> Iterator[Moment]:
    yield Moment("10:00")
    tale.to_bench()
    yield Moment("10:40")
    tale.diagnose()


def _worked_on_by_noon(tale: Scenario) -> Iterator[Moment]:
    yield from _taken_up(tale)
    yield Moment("11:30")
    tale.mend()


def _refurbished(tale: Scenario) -> Iterator[Moment]:
    yield from _worked_on_by_noon(tale)
    yield Moment("15:20")
    tale.to_desk()
    tale.collect()


def _goes_home_unfinished(tale: Scenario, reason: str, note: str) -> Iterator[Moment]:
    """Nothing stays with an engineer over night, and everything unfinished has its reason [E4 E5]."""
    yield Moment("17:20")
    tale.explain(reason, note)
    tale.to_desk()
