"""Ways on the bench: with a part, without one, with a part that has to come from the head station, or not repaired."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from zz.simulation.acts import HEAD, Act, slot
from zz.simulation.orders import MORNING, line_of

if TYPE_CHECKING:
    from zz.simulation.orders import Story

COMMON = tuple(f"part{number}" for number in range(1, 5))
RARE = ("rare1", "rare2")
"""Parts of the catalogue, as the plan calls them; stations begin without the rare ones."""

REQUISITION_ENDS = slot(16, 0)
ARRIVES, INSPECTED = slot(10, 20), slot(10, 30)
Route = Callable[["Story"], None]


def without_part(story: Story) -> None:
    """Cleaned, set up anew."""
    story.work(3)
    story.finish()


def with_part(story: Story) -> None:
    """Borrowed and built in before the test."""
    _take_part(story)
    story.work(2)
    story.use("installed")
    story.finish()


def consumed_at_the_end(story: Story) -> None:
    """The part is accounted for when the job is finished."""
    _take_part(story)
    story.work(2)
    story.finish()
    story.slot += 1
    story.use("consumed")


def wrong_part_first(story: Story) -> None:
    """What was borrowed first is not what it takes: unopened it goes back to the store."""
    _take_part(story)
    story.pass_time(1)
    story.settle(story.crew.of("keeper"), "returned")
    story.pass_time(1)
    with_part(story)


def opened_in_vain(story: Story) -> None:
    """It is opened, does not fit, and is inspected before it goes to the store again."""
    part = _take_part(story)
    story.pass_time(1)
    borrow = f"{{{story.borrowed}}}"
    story.settle(story.crew.of("keeper"), "returned_opened")
    inspect(story, borrow, part, story.day, story.slot)
    without_part(story)


def dead_on_arrival(story: Story) -> None:
    """The part is defective from the start, and the next one is not."""
    _take_part(story)
    story.pass_time(1)
    story.settle(story.crew.of("keeper"), "dead_on_arrival")
    with_part(story)


def broken_on_the_bench(story: Story) -> None:
    """The engineer breaks it and is liable."""
    _take_part(story)
    story.pass_time(1)
    voucher, liable = f"V-{story.name}", f"{{{story.bench}}}"
    story.settle(story.crew.of("keeper"), "scrapped", voucher=voucher, reason="排线扯断", liable_id=liable)
    with_part(story)


def from_the_head(story: Story) -> None:
    """The station does not have the part: the head approves it and sends it, and the job goes on by itself."""
    part = story.chance.choice(RARE)
    story.ask_for(part)
    story.at_job(story.bench, "await_parts", parts=["总站调拨"], lines=[line_of(part)])
    ordered, at = (story.day, story.slot + 1) if story.slot < REQUISITION_ENDS else (story.day + 1, MORNING)
    _order(story, part, ordered, at)
    if story.happens(90):
        story.at_job(story.bench, "explain_unfinished", reason="awaiting_parts", note="总站已发货")
    story.to_desk()
    story.wake(ordered + 1, INSPECTED + 1 + story.chance.randrange(6))
    story.borrow(part)
    story.pass_time(2)
    story.use("installed")
    story.finish()


def quote_declined(story: Story) -> None:
    """The customer does not want to pay."""
    story.at_order(story.desk, "start_wait", wait="awaiting_customer", reason="报价 620 元", channel="sms")
    story.pass_time(4)
    story.at_order(story.desk, "end_wait", wait="awaiting_customer", reason="客户嫌贵 不修了")
    story.finish("declined", reason="customer_declined")


def beyond_repair(story: Story) -> None:
    """The lead agrees that it cannot be repaired."""
    story.pass_time(2)
    story.finish("unrepairable", reason="too_worn_out")
    story.slot += 1
    story.at_job(story.crew.of("lead"), "approve_outcome", agreed=True, note="主板腐蚀 同意")
    story.slot += 1


ROUTES: tuple[tuple[int, Route], ...] = (
    (4, without_part),
    (7, with_part),
    (4, consumed_at_the_end),
    (2, wrong_part_first),
    (1, opened_in_vain),
    (1, dead_on_arrival),
    (1, broken_on_the_bench),
    (4, from_the_head),
    (2, quote_declined),
    (1, beyond_repair),
)
"""Each with how often it is taken, compared with the others."""


def inspect(story: Story, delivery_note: str, part: str, day: int, at: int) -> None:
    """An engineer looks at what is in quarantine."""
    receipt = f"{story.name}.receipt{len(story.acts)}"
    inspector, waiting = story.crew.benches[0], {"state": "quarantine", "limit": 200}
    where = {"delivery_note": delivery_note}
    look = Act(day, at, inspector, "list_receipts", waiting, keeps={receipt: "id"}, where=where)
    passed = {"receipt_id": f"{{{receipt}}}", "lines": [{"part_id": f"{{{part}}}", "passed": 1}]}
    story.acts += [look, Act(day, at, inspector, "inspect_receipt", passed)]


def _take_part(story: Story) -> str:
    """Asked for and lent at once; the part."""
    part = story.chance.choice(COMMON)
    story.ask_for(part)
    story.borrow(part)
    return part


def _order(story: Story, part: str, day: int, at: int) -> None:
    """Asked for, approved, packed, shipped; received and inspected the next morning."""
    keeper, requisition, transfer = story.crew.of("keeper"), f"{story.name}.requisition", f"{story.name}.transfer"
    ids = {"station_id": f"{{{story.crew.place}}}", "requisition_id": f"{{{requisition}}}"}
    approved = {**ids, "from_station_id": f"{{{HEAD}}}"}
    sent, line = {"transfer_id": f"{{{transfer}}}"}, line_of(part)
    body = {"reason": "awaiting_parts", "lines": [line]}
    arrived = {**sent, "lines": [{"part_id": line["part_id"], "received": 1}]}
    store = f"{HEAD}.keeper"
    story.acts += [
        Act(day, at, keeper, "open_requisition", body, keeps={requisition: "id"}),
        Act(day, at + 1, f"{HEAD}.base", "approve_requisition", approved, keeps={transfer: "transfer_id"}),
        Act(day, at + 2, store, "pack_transfer", sent),
        Act(day, at + 3, store, "ship_transfer", sent),
        Act(day + 1, ARRIVES, keeper, "receive_transfer", arrived),
    ]
    inspect(story, f"{{{transfer}}}", part, day + 1, INSPECTED)
