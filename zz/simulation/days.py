"""What a station does every day beside its orders, and what the head station does to it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from zz.simulation.acts import HEAD, Act, slot
from zz.simulation.mails import Close, CutOff
from zz.simulation.orders import line_of
from zz.simulation.routes import COMMON, RARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.simulation.mails import Closing
    from zz.simulation.orders import Crew

LISTS, CUT_OFF, CLOSE = slot(16, 30), slot(17, 0), slot(18, 10)
RECEIPTS, INSPECTIONS = slot(9, 10), slot(9, 40)
PIECES = dict.fromkeys(COMMON, 30)
HEAD_PIECES = dict.fromkeys((*COMMON, *RARE), 60)
REOPENED_DAY = 2
YUAN = {part: f"{18 + 23 * number}.50" for number, part in enumerate((*COMMON, *RARE))}
CHECKLIST = {"greeting": 5, "receipt": 10, "data_consent": 10}


def catalogue(prefix: str) -> Iterator[Act]:
    """The parts and the audit's checklist, made at the head station before anything else."""
    base = f"{HEAD}.base"
    for part, amount in YUAN.items():
        cost = {"amount": amount, "currency": "CNY"}
        body = {"code": f"{prefix}-{part}".upper(), "name": f"模拟配件 {part}", "category": "spare", "unit_cost": cost}
        owed = {"core_owed": part in RARE, "minimum": 2, "maximum": 60}
        yield Act(0, slot(8, 30), base, "define_part", body | owed, keeps={part: "id"})
    items = [{"code": code, "text": code, "points": points} for code, points in CHECKLIST.items()]
    checklist = {"name": f"{prefix} 前台规范", "items": items}
    yield Act(0, slot(8, 30), base, "publish_checklist", checklist, keeps={"checklist": "id"})


def stocked(prefix: str, place: str, inspector: str) -> Iterator[Act]:
    """On the day before the first, the store receives its parts, and an engineer inspects them."""
    delivery, note = f"{place}.stocked", f"HN-{prefix}-{place}"
    pieces = HEAD_PIECES if place == HEAD else PIECES
    lines = [
        {**line_of(part, quantity), "unit_cost": {"amount": YUAN[part], "currency": "CNY"}}
        for part, quantity in pieces.items()
    ]
    received = {"delivery_note": note, "lines": lines}
    yield Act(0, RECEIPTS, f"{place}.keeper", "receive_parts", received, keeps={delivery: "id"})
    passed = [{"part_id": f"{{{part}}}", "passed": quantity} for part, quantity in pieces.items()]
    yield Act(0, INSPECTIONS, inspector, "inspect_receipt", {"receipt_id": f"{{{delivery}}}", "lines": passed})


def evening(seed: str, crew: Crew, day: int) -> tuple[list[Act], list[Closing]]:
    """Lists by five, most of them; most leads close the day, once one opens it again; and what is told at each."""
    chance = Random(f"{seed} {crew.place} evening {day}")
    closings: list[Closing] = [CutOff(crew.place, day), Close(crew.place, day, 1)]
    acts = [
        Act(day, LISTS + chance.randrange(3), bench, "submit_awaiting_list")
        for bench in crew.benches
        if chance.randrange(100) < 85  # noqa: PLR2004  # some forget
    ]
    proposal = f"{crew.place}.reorder{day}"
    reported = {"state": "reported", "limit": 200}
    keeper, keeps = crew.of("keeper"), {proposal: "id"}
    where = {"day": f"{{day{day}}}"}
    acts.append(Act(day, CUT_OFF + 1, keeper, "list_reorder_proposals", reported, keeps=keeps, where=where))
    acts.append(Act(day, CUT_OFF + 1, keeper, "acknowledge_awaiting_list", {"proposal_id": f"{{{proposal}}}"}))
    if crew.lead_closes(day):
        is_reopened = day == REOPENED_DAY and chance.randrange(2) == 0
        acts += _closed_by_the_lead(crew, day, is_reopened=is_reopened)
        closings += [Close(crew.place, day, 2)] if is_reopened else []
    return acts, closings


def visits_of_the_head(crew: Crew, number: int, last: int) -> Iterator[Act]:
    """A phone audit on one of the days, and on the last a spot check of the week's orders."""
    base, audit = f"{HEAD}.base", f"{crew.place}.audit"
    day, station = 1 + number % last, {"station_id": f"{{{crew.place}}}"}
    at_audit = {**station, "audit_id": f"{{{audit}}}"}
    body = {**station, "kind": "phone", "checklist_id": "{checklist}"}
    yield Act(day, slot(11), base, "start_audit", body, keeps={audit: "id"})
    for code in CHECKLIST:
        result = "not_met" if code == "receipt" else "met"
        answer = {**at_audit, "code": code, "result": result, "evidence": "11:05 电话抽查"}
        yield Act(day, slot(11, 10), base, "answer_item", answer)
    action = {"code": "receipt", "action": "重新培训收据规范", "due_day": f"{{day{last + 1}}}"}
    yield Act(day, slot(11, 20), base, "finish_audit", {**at_audit, "actions": [action]})
    check = f"{crew.place}.check"
    drawn, at_check = {**station, "week": f"{{week{last}}}"}, {"spot_check_id": f"{{{check}}}"}
    yield Act(last, slot(16, 40), base, "draw_spot_check", drawn, keeps={check: "id"})
    yield Act(last, slot(16, 50), base, "get_spot_check", at_check, keeps={f"{check}ed": "sample.0"})
    said = dict.fromkeys(("name", "device", "fault", "accessories"), True)
    checked = {"order_id": f"{{{check}ed}}", "checks": said, "score": 4, "repair_days": 0, "cycle_days": 1}
    yield Act(last, slot(16, 50), base, "record_spot_check", {**station, **at_check, **checked})


def _closed_by_the_lead(crew: Crew, day: int, *, is_reopened: bool) -> Iterator[Act]:
    lead = crew.of("lead")
    yield Act(day, CLOSE, lead, "close_day")
    if is_reopened:
        yield Act(day, CLOSE + 1, lead, "reopen_day", {"reason": "顺丰件晚到"})
        yield Act(day, CLOSE + 2, lead, "close_day")
