"""Plots that lead through store, head station and after-sales; told like those of `plots`, and like them in steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from contracts.quality.appeasements import appeasement_id_of
from contracts.quality.calls import CHECKS, call_id_of
from zz.demonstration.timetable import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zz.demonstration.scenario import Scenario

ALL_TRUE = dict.fromkeys(CHECKS, True)
CHECKLIST = {"greeting": ("问候语规范", 5), "receipt": ("收据齐全", 10), "consent": ("数据免责已签", 10)}


def satisfied(tale: Scenario) -> Iterator[Moment]:
    """A part from the own store, money, and a customer who is called three times."""
    tale.receive()
    yield Moment("09:50")
    _call(tale, 1)
    tale.to_bench()
    yield Moment("10:10")
    tale.diagnose()
    _borrow(tale, "battery")
    yield Moment("11:00")
    _use(tale)
    tale.mend()
    yield Moment("11:30")
    tale.give_back()
    tale.pay("188.00")
    yield Moment("13:40")
    _call(tale, 2)
    tale.collect()
    yield Moment("15:40")
    _call(tale, 3, score=5)


def dissatisfied(tale: Scenario) -> Iterator[Moment]:
    """The customer gives one point: contact, finding, a penalty that waits for whoever is to approve it."""
    yield from _bad_repair(tale)
    yield Moment("15:30")
    _call(tale, 3, score=1)
    ids = {"station_id": tale.crew.station_id, "appeasement_id": appeasement_id_of(call_id_of(tale.order_id, 3))}
    lead = tale.crew.lead
    tale.do(lead, **ids).record_contact(done="电话道歉 约定复检", answer="明天带来")
    yield Moment("09:30", days=1)
    tale.do(lead, **ids).record_finding(upheld=True, text="交机前没有测试充电", responsible_id=tale.bench.id)
    points = {"person_id": tale.bench.id, "points": 2, "station_points": 1}
    tale.do(lead, **ids).propose_penalty(evidence="测试记录为空", **points)


def angry(tale: Scenario) -> Iterator[Moment]:
    """No points at all, and nobody has contacted the customer yet."""
    yield from _bad_repair(tale)
    yield Moment("09:40", days=1)
    _call(tale, 3, score=0)


def typed_in_a_hurry(tale: Scenario) -> Iterator[Moment]:
    """A customer with neither name nor number: the name is put right the next morning, the number by nobody."""
    garbage = {"kind": "user", "name": "测试", "phone": "11111111111"}
    party_id = tale.do(tale.crew.desk).register_party(**garbage)["id"]
    yield Moment("10:30", days=1)
    tale.do(tale.crew.desk, party_id=party_id).edit_party(name="王芳", reason="客户来电补报姓名")


def part_comes_from_the_head(tale: Scenario) -> Iterator[Moment]:
    """The station does not have it: requisition, approval, transfer; the job goes on when it is there."""
    yield from _waits_for_a_part(tale)
    yield Moment("13:00")
    transfer = _ordered(tale)
    yield Moment("14:00")
    _sent(tale, transfer)
    yield Moment("17:20")
    tale.explain("awaiting_parts", "总站已发货")
    tale.to_desk()
    yield Moment("09:20", days=1)
    _arrived(tale, transfer)
    yield Moment("10:00", days=1)
    tale.to_bench()
    yield Moment("10:20", days=1)
    _lend(tale, "mainboard")
    _use(tale)
    tale.mend()
    yield Moment("11:40", days=1)
    tale.give_back()
    tale.pay("960.00")
    yield Moment("16:20", days=1)
    tale.collect()


def part_is_on_its_way(tale: Scenario) -> Iterator[Moment]:
    """At the end of the story the head has shipped it, and the station waits for it."""
    yield from _waits_for_a_part(tale)
    yield Moment("17:20")
    tale.explain("awaiting_parts", "等总站发货")
    tale.to_desk()
    yield Moment("09:20", days=1)
    transfer = _ordered(tale)
    yield Moment("09:40", days=1)
    _sent(tale, transfer)


def requisition_waits(tale: Scenario) -> Iterator[Moment]:
    """Nobody at the head has decided on it yet."""
    tale.receive()
    yield Moment("09:20")
    tale.to_bench()
    yield Moment("09:40")
    tale.diagnose()
    _await(tale, "fan")
    _requisition(tale, "fan")


def borrowed_this_morning(tale: Scenario) -> Iterator[Moment]:
    """At the end of the story an engineer has a part on the bench."""
    tale.receive()
    yield Moment("09:20")
    tale.to_bench()
    yield Moment("09:40")
    tale.diagnose()
    _borrow(tale, "display")


def audited(tale: Scenario) -> Iterator[Moment]:
    """On the second day the head calls the station with its checklist in hand; it also draws the week's spot check."""
    base, ids = tale.crew.head.base, {"station_id": tale.crew.station_id}
    items = [{"code": code, "text": text, "points": points} for code, (text, points) in CHECKLIST.items()]
    checklist = tale.do(base).publish_checklist(name="前台规范", items=items)["id"]
    yield Moment("15:00")
    ids["audit_id"] = tale.do(base, **ids).start_audit(kind="phone", checklist_id=checklist)["id"]
    for code in CHECKLIST:
        result = "not_met" if code == "consent" else "met"
        tale.do(base, **ids).answer_item(code=code, result=result, evidence="15:05 电话抽查")
    action = {"code": "consent", "action": "补签数据免责", "due_day": "2099-12-31"}
    tale.do(base, **ids).finish_audit(actions=[action])
    year, week, _ = tale.second_day.isocalendar()
    tale.do(base).draw_spot_check(station_id=tale.crew.station_id, week=f"{year}-W{week:02}")


def _bad_repair(tale: Scenario) -> Iterator[Moment]:
    """Repaired and fetched before anybody looked twice."""
    tale.receive()
    yield Moment("09:50")
    tale.to_bench()
    yield Moment("10:10")
    tale.diagnose()
    yield Moment("11:00")
    tale.mend()
    yield Moment("11:30")
    tale.give_back()
    tale.collect()


def _waits_for_a_part(tale: Scenario) -> Iterator[Moment]:
    tale.receive()
    yield Moment("10:00")
    tale.to_bench()
    yield Moment("10:40")
    tale.diagnose()
    _await(tale, "mainboard")


def _line(tale: Scenario, code: str) -> dict[str, Any]:
    return {"part_id": tale.crew.head.parts[code], "quantity": 1}


def _borrow(tale: Scenario, code: str) -> None:
    tale.at_job(tale.bench).request_parts(lines=[_line(tale, code)])
    _lend(tale, code)


def _lend(tale: Scenario, code: str) -> None:
    tale.borrow_id = str(tale.at_job(tale.bench).borrow_part(**_line(tale, code))["id"])


def _use(tale: Scenario) -> None:
    """Built in; the old one is owed to the manufacturer."""
    installed = {"how": "installed", "quantity": 1, "old_part": "core", "voucher": f"V-{tale.name}"}
    tale.do(tale.bench).settle_borrow(borrow_id=tale.borrow_id, **installed)


def _await(tale: Scenario, code: str) -> None:
    line = _line(tale, code)
    tale.at_job(tale.bench).request_parts(lines=[line])
    tale.at_job(tale.bench).await_parts(parts=["总站调拨"], lines=[line])


def _requisition(tale: Scenario, code: str) -> str:
    return str(tale.do(tale.crew.store).open_requisition(reason="awaiting_parts", lines=[_line(tale, code)])["id"])


def _ordered(tale: Scenario) -> str:
    """Asked for and approved; the id of the transfer."""
    head, requisition = tale.crew.head, _requisition(tale, "mainboard")
    ids = {"station_id": tale.crew.station_id, "requisition_id": requisition}
    return str(tale.do(head.base, **ids).approve_requisition(from_station_id=head.station_id)["transfer_id"])


def _sent(tale: Scenario, transfer: str) -> None:
    store = tale.crew.head.store
    tale.do(store).pack_transfer(transfer_id=transfer)
    tale.do(store).ship_transfer(transfer_id=transfer)


def _arrived(tale: Scenario, transfer: str) -> None:
    """Received by the keeper, inspected by an engineer."""
    line, store = {"part_id": tale.crew.head.parts["mainboard"]}, tale.crew.store
    tale.do(store).receive_transfer(transfer_id=transfer, lines=[{**line, "received": 1}])
    receipt = next(row["id"] for row in store.rows.list_receipts() if row["delivery_note"] == transfer)
    tale.do(tale.crew.benches[1]).inspect_receipt(receipt_id=receipt, lines=[{**line, "passed": 1}])


def _call(tale: Scenario, stage: int, **said: Any) -> None:
    """The lead calls, who did not serve the customer."""
    ids = {"station_id": tale.crew.station_id, "call_id": call_id_of(tale.order_id, stage)}
    tale.do(tale.crew.lead, **ids).finish_call(outcome="done", checks=ALL_TRUE, **said)
