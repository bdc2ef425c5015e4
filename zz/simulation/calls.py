"""The three calls to an order's customer, and what follows from a low score [B2 B3]."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.quality.calls import CHECKS
from zz.simulation.acts import Act, slot

if TYPE_CHECKING:
    from zz.simulation.orders import Story

SCORES = (5,) * 10 + (4,) * 5 + (3, 3, 2, 1, 0)
CALLS_END = slot(17, 40)
NEXT_MORNING = slot(9, 40)
SAYS_UNTRUE = 4
Moment = tuple[int, int]


def later(moment: Moment, slots: int) -> Moment:
    """So many tens of minutes later, or the next morning."""
    day, at = moment
    return (day, at + slots) if at + slots <= CALLS_END else (day + 1, NEXT_MORNING)


def call(story: Story, stage: int, **said: Any) -> Moment | None:
    """Whoever did not serve the customer calls: most are reached at once, some never, and some calls are not made."""
    if not story.is_called:
        return None
    luck = story.chance.randrange(100)
    moment = later((story.day, story.slot), 1 + story.chance.randrange(3))
    if luck < 80 or "score" in said:  # noqa: PLR2004  # four of five
        _at_call(story, moment, stage, "finish_call", outcome="done", checks=_checks(story), **said)
        return moment
    if luck < 90:  # noqa: PLR2004  # half of the rest
        _in_vain(story, moment, stage)
    return None


def third_call(story: Story, *, received: bool) -> None:
    """The call that asks for the score; a low one opens an appeasement."""
    drawn = story.chance.choice(SCORES)
    if story.score is not None or story.happens(85):
        given = drawn if story.score is None else story.score
        moment = call(story, 3, score=given, received=received)
        if moment is not None and given <= 2:  # noqa: PLR2004  # dissatisfied [B3]
            _appease(story, moment)
    else:
        _in_vain(story, later((story.day, story.slot), 2), 3)


def _in_vain(story: Story, moment: Moment, stage: int) -> None:
    """Twice today and once the next day nobody answers: the customer is unreachable."""
    day, at = moment
    for when, result in ((moment, "no_answer"), ((day, at + 1), "busy"), ((day + 1, NEXT_MORNING), "switched_off")):
        _at_call(story, when, stage, "record_attempt", result=result)
    _at_call(story, (day + 1, NEXT_MORNING), stage, "finish_call", outcome="unreachable")


def _appease(story: Story, moment: Moment) -> None:
    """Contact, finding the next day, and where it is upheld a penalty through all its instances."""
    contact, proposed = later(moment, 2), (moment[0] + 1, slot(10, 0))
    lead, engineer = story.crew.of("lead"), story.bench
    _at_appeasement(story, contact, lead, "record_contact", done="电话道歉 约定复检", answer="明天带来")
    is_upheld = story.happens(70)
    text = "交机前没有测试充电" if is_upheld else "客户自行进水"
    _at_appeasement(
        story, proposed, lead, "record_finding", upheld=is_upheld, text=text, responsible_id=f"{{{engineer}}}"
    )
    if is_upheld:
        sanction = {"person_id": f"{{{engineer}}}", "points": 2, "station_points": 1, "evidence": "测试记录为空"}
        keeps = {f"{story.name}.penalty": "id"}
        _at_appeasement(story, (proposed[0], slot(10, 10)), lead, "propose_penalty", keeps=keeps, **sanction)
        _decide(story, (proposed[0], slot(10, 30)), engineer)
    _at_appeasement(story, (proposed[0], slot(15, 0)), lead, "close_appeasement", note="客户接受")


def _decide(story: Story, moment: Moment, engineer: str) -> None:
    day, at = moment
    penalty = {"penalty_id": f"{{{story.name}.penalty}}"}
    at_head = {"station_id": f"{{{story.crew.place}}}", **penalty}
    agreed = {**at_head, "agreed": True, "note": "同意"}
    verdict = {**at_head, "upheld": True, "note": "纸质记录无签字"}
    story.acts += [
        Act(day, at, "head.base", "approve_penalty", agreed),
        Act(day, at + 2, engineer, "appeal_penalty", {**penalty, "text": "纸质记录上有测试"}),
        Act(day, at + 4, "head.manager", "decide_appeal", verdict),
    ]


def _checks(story: Story) -> dict[str, bool]:
    """What the customer says of the order; a few say that something is not true."""
    untrue = story.chance.choice(CHECKS) if story.happens(SAYS_UNTRUE) else ""
    return {check: check != untrue for check in CHECKS}


def _at_call(story: Story, moment: Moment, stage: int, what: str, **body: Any) -> None:
    ids = {"station_id": f"{{{story.crew.place}}}", "call_id": f"{{{story.name}.call{stage}}}"}
    story.acts.append(Act(*moment, story.caller, what, {**ids, **body}))


def _at_appeasement(story: Story, moment: Moment, who: str, what: str, *, keeps: Any = None, **body: Any) -> None:
    ids = {"station_id": f"{{{story.crew.place}}}", "appeasement_id": f"{{{story.name}.appeasement}}"}
    story.acts.append(Act(*moment, who, what, {**ids, **body}, keeps=keeps or {}))
