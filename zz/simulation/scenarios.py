"""One order from its receipt to its customer, told in full: which way it takes is drawn from its own seed."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from zz.simulation import calls
from zz.simulation.acts import slot
from zz.simulation.orders import LATE_SHIPPING, SHIPPING, Story
from zz.simulation.routes import ROUTES, with_part

if TYPE_CHECKING:
    from zz.simulation.acts import Act
    from zz.simulation.orders import Crew

KINDS = ("user",) * 13 + ("dealer",) * 4 + ("company",) * 3
OPENS, RECEIPT_ENDS = slot(9, 0), slot(16, 30)
LATE_DEALER = slot(17, 30)
SHOP_CLOSES = slot(17, 30)
LOW = 1
LEAST_YUAN, MOST_YUAN = 60, 900


def acts_of(seed: str, crew: Crew, day: int, number: int) -> list[Act]:
    """The acts of the order of that number of a day; the first of a station's first day ends with a low score."""
    chance = Random(f"{seed} {crew.place} {day} {number}")
    is_first = day == 1 and number == 0
    kind = "user" if is_first else chance.choice(KINDS)
    comes_late = kind == "dealer" and chance.randrange(4) == 0
    arrives = OPENS if is_first else chance.randrange(OPENS, RECEIPT_ENDS)
    arrives = LATE_DEALER if comes_late else arrives
    story = Story(f"{crew.place}.d{day}o{number}", crew, chance, day, arrives, LOW if is_first else None)
    story.receive(kind)
    calls.call(story, 1)
    story.pass_time(1 + chance.randrange(3))
    story.to_bench()
    story.diagnose()
    weights, routes = zip(*ROUTES, strict=True)
    route = with_part if is_first else chance.choices(routes, weights)[0]
    route(story)
    story.slot += 1
    if story.on_bench:
        story.to_desk()
    story.slot += 1
    {"user": _collect, "dealer": _ship, "company": _shelve}[kind](story)
    return story.acts


def _collect(story: Story) -> None:
    """The customer hears that it is ready, pays, fetches it with the receipt; some do not come."""
    story.at_order(story.desk, "notify_customer", channel="phone")
    calls.call(story, 2)
    if story.score is None and story.happens(12):
        return
    story.slot += 1 + story.chance.randrange(6)
    if story.slot > SHOP_CLOSES:
        story.day, story.slot = story.day + 1, slot(9, 30) + story.chance.randrange(12)
    if story.happens(75):
        story.pay(story.chance.randrange(LEAST_YUAN, MOST_YUAN))
    shown = {"receipt_code": f"{{{story.name}.code}}", "serial": story.goods.serial}
    story.at_order(story.desk, "release_order", how="pickup", **shown)
    by_receipt = story.score is None and story.happens(50)
    if by_receipt:
        story.at_order(story.desk, "close_order", receipt="signed")
    calls.third_call(story, received=not by_receipt)


def _ship(story: Story) -> None:
    """The carrier takes it by half past five, or too late, and brings it the next day."""
    if story.slot > SHIPPING or story.happens(20):
        story.slot = max(story.slot, LATE_SHIPPING if story.happens(50) else SHIPPING)
    waybill = f"SF{story.chance.randrange(10**12):012}"
    story.at_order(story.desk, "release_order", how="dispatch", waybill=waybill)
    calls.call(story, 2)
    story.day, story.slot = story.day + 1, slot(11, 0)
    if story.happens(70):
        story.at_order(story.desk, "close_order", receipt="carrier")
        calls.third_call(story, received=False)


def _shelve(story: Story) -> None:
    """The company's own goes back to its shelf; nobody is called."""
    shown = {"receipt_code": f"{{{story.name}.code}}", "serial": story.goods.serial}
    story.at_order(story.desk, "release_order", how="pickup", **shown)
    story.at_order(story.desk, "close_order", receipt="signed")
