"""An order's states: which step is allowed in which, what it leaves behind, and that everything else is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from contracts.intake.orders import RELEASES, STATES, WAITS, Release
from contracts.language.errors import Refused
from services.intake.rules.abandonment import check_decider, check_unfetched
from services.intake.rules.custody import Custody
from services.intake.rules.orders import CAME_TO_NOTHING, Device, Order
from services.intake.rules.promises import Promise

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
DUE = NINE + timedelta(days=1, hours=9)
LATER = Promise(DUE, DUE + timedelta(days=2), None, 7, calendar_provisional=False)
DESK, ENGINEER, LEAD = "desk", "engineer", "lead"

Step = Callable[[Order], object]

TO_BENCH: tuple[Step, ...] = (
    lambda order: order.offer("engineer", ENGINEER, DESK, NINE, lead=False),
    lambda order: order.accept(ENGINEER, NINE),
)
TO_DESK: tuple[Step, ...] = (
    lambda order: order.offer("desk", None, ENGINEER, NINE, lead=False),
    lambda order: order.accept(DESK, NINE),
)
FINISHED: tuple[Step, ...] = (lambda order: order.finish("repaired", None, NINE, ENGINEER),)
COLLECTED: tuple[Step, ...] = (lambda order: order.give_out("pickup", None, (), TEN, DESK),)

WAYS: dict[str, tuple[Step, ...]] = {
    "received": (),
    "in_repair": TO_BENCH,
    "ready": (*TO_BENCH, *FINISHED, *TO_DESK),
    "released": (*TO_BENCH, *FINISHED, *TO_DESK, *COLLECTED),
    "closed": (*TO_BENCH, *FINISHED, *TO_DESK, *COLLECTED, lambda order: order.close("signed", TEN, DESK)),
    "cancelled": (lambda order: order.cancel("changed mind", NINE, DESK),),
    "abandoned": (*TO_BENCH, *FINISHED, *TO_DESK, lambda order: order.abandon("left behind", TEN, LEAD)),
}

STEPS: dict[str, tuple[Step, frozenset[str]]] = {
    "cancel": (lambda order: order.cancel("why", TEN, DESK), frozenset({"received"})),
    "offer_custody": (
        lambda order: order.offer("engineer", "another", LEAD, TEN, lead=True),
        frozenset({"received", "in_repair"}),
    ),
    "approve_special": (
        lambda order: order.approve_special(LATER, "wet", TEN, LEAD),
        frozenset({"received", "in_repair"}),
    ),
    "start_wait": (lambda order: order.start_wait("awaiting_customer", "quote", TEN, DESK), frozenset({"in_repair"})),
    "notify": (lambda order: order.notify("phone", TEN, DESK), frozenset({"ready"})),
    "give_out": (lambda order: order.give_out("pickup", None, (), TEN, DESK), frozenset({"ready", *CAME_TO_NOTHING})),
    "request_abandonment": (lambda order: order.request_abandonment("why", TEN, DESK), frozenset({"ready"})),
    "abandon": (lambda order: order.abandon("why", TEN, LEAD), frozenset({"ready"})),
    "close": (lambda order: order.close("signed", TEN, DESK), frozenset({"released"})),
}


def received() -> Order:
    return Order(
        id="order",
        station_id="station",
        code="4K7M-2Q9P-P",
        receipt_code="4839126",
        party_id="party",
        party_kind="user",
        device=Device("19", "Honor", "X50", "serial", "HX50-0001"),
        accessories=("charger", "case"),
        condition="",
        fault="does not charge",
        lock_state="none",
        data_loss_consent=True,
        custody=Custody("desk", NINE),
        received_at=NINE,
        bench_due_at=NINE + timedelta(hours=7),
        due_at=DUE,
        effective_due_at=DUE,
        unpack_due_at=None,
        policy_number=7,
        calendar_provisional=False,
        open_serial="HX50-0001",
    )


def order_in(state: str) -> Order:
    order = received()
    for step in WAYS[state]:
        step(order)
    return order


def test_there_is_a_way_into_every_state_of_the_contract() -> None:
    assert {state: order_in(state).state for state in STATES} == {state: state for state in STATES}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_taken_in_its_states_and_refused_unchanged_in_all_others(name: str, state: str) -> None:
    step, allowed = STEPS[name]
    order, untouched = order_in(state), order_in(state)
    if state in allowed:
        step(order)
        assert len(order.steps) == len(untouched.steps) + 1
    else:
        with pytest.raises(Refused) as refusal:
            step(order)
        assert refusal.value.reason == f"order_{state}"
        assert order == untouched


def test_an_order_is_cancelled_until_a_bench_has_the_device() -> None:
    declined, offered, accepted = received(), received(), received()
    for order in (declined, offered, accepted):
        TO_BENCH[0](order)
    declined.decline(ENGINEER, TEN, "wrong device")
    accepted.accept(ENGINEER, TEN)
    for order in (declined, offered):
        order.cancel("changed mind", TEN, DESK)
        assert (order.state, order.custody.holder, order.custody.offered_to) == ("cancelled", "desk", None)
    with pytest.raises(Refused) as refusal:
        accepted.cancel("changed mind", TEN, DESK)
    assert refusal.value.reason == "order_in_repair"


def test_who_offered_takes_the_offer_back_or_a_lead_and_nobody_else() -> None:
    own, of_a_lead, foreign = received(), received(), received()
    for order in (own, of_a_lead, foreign):
        TO_BENCH[0](order)
    own.withdraw(DESK, TEN, lead=False)
    of_a_lead.withdraw(LEAD, TEN, lead=True)
    assert [order.custody.offered_to for order in (own, of_a_lead)] == [None, None]
    assert own.steps[-1].what == "withdrawn"
    with pytest.raises(Refused) as refusal:
        foreign.withdraw("another", TEN, lead=False)
    assert refusal.value.reason == "not_offerer"
    with pytest.raises(Refused) as refusal:
        own.withdraw(DESK, TEN, lead=False)
    assert refusal.value.reason == "no_offer"


def test_a_lead_takes_a_device_over_from_the_bench_offered_on_or_not() -> None:
    held, offered = order_in("in_repair"), order_in("in_repair")
    offered.offer("engineer", "another", ENGINEER, NINE, lead=False)
    for order in (held, offered):
        assert order.take_over("he is ill", TEN, LEAD) == ENGINEER
        assert (order.custody.holder, order.custody.holder_id, order.custody.offered_to) == ("desk", None, None)
        assert order.steps[-1].reason == "he is ill"
    with pytest.raises(Refused) as refusal:
        held.take_over("again", TEN, LEAD)
    assert refusal.value.reason == "not_on_bench"


def test_a_finished_device_that_is_taken_over_is_ready() -> None:
    order = order_in("in_repair")
    FINISHED[0](order)
    order.take_over("he went home", TEN, LEAD)
    assert (order.state, order.ready_at) == ("ready", TEN)


@pytest.mark.parametrize("state", CAME_TO_NOTHING)
def test_the_device_of_an_order_that_came_to_nothing_stays_until_it_is_given_out(state: str) -> None:
    order = order_in(state)
    assert (order.custody.holder, order.open_serial) == ("desk", "HX50-0001")
    order.give_out("pickup", None, (), DUE, DESK)
    assert (order.custody.holder, order.open_serial, order.state) == ("customer", None, state)
    assert (order.handed_back_at, order.released_at) == (DUE, None)
    with pytest.raises(Refused) as refusal:
        order.give_out("pickup", None, (), DUE, DESK)
    assert refusal.value.reason == "desk_has_it_not"


@pytest.mark.parametrize(
    ("how", "receipt", "taken"),
    [
        ("pickup", "signed", True),
        ("pickup", "carrier", False),
        ("dispatch", "carrier", True),
        ("dispatch", "signed", False),
        *((how, receipt, True) for how in RELEASES for receipt in ("call", "recorded_earlier")),
    ],
)
def test_how_the_receipt_is_known_goes_with_how_the_device_left(how: Release, receipt: str, *, taken: bool) -> None:
    order = order_in("ready")
    order.give_out(how, "SF1" if how == "dispatch" else None, (), TEN, DESK)
    if taken:
        order.close(receipt, DUE, DESK)
    else:
        with pytest.raises(Refused) as refusal:
            order.close(receipt, DUE, DESK)
        assert refusal.value.reason == "receipt_not_of_release"
    assert order.state == ("closed" if taken else "released")


def test_a_finished_device_is_ready_only_when_the_desk_has_it() -> None:
    order = order_in("in_repair")
    FINISHED[0](order)
    assert (order.state, order.ready_at) == ("in_repair", None)
    order.offer("desk", None, ENGINEER, NINE, lead=False)
    assert order.state == "in_repair"
    order.accept(DESK, TEN)
    assert (order.state, order.ready_at, order.outcome) == ("ready", TEN, "repaired")


def test_a_device_at_the_desk_is_ready_when_the_bench_says_how_it_ended() -> None:
    order = order_in("in_repair")
    for step in TO_DESK:
        step(order)
    assert order.state == "in_repair"
    order.finish("unrepairable", "too_worn_out", TEN, ENGINEER)
    assert (order.state, order.ready_at, order.outcome_reason) == ("ready", TEN, "too_worn_out")


def test_news_of_the_end_that_is_older_than_the_hand_over_does_not_date_readiness_back() -> None:
    order = order_in("in_repair")
    order.offer("desk", None, ENGINEER, TEN, lead=False)
    order.accept(DESK, TEN)
    order.finish("repaired", None, NINE, ENGINEER)
    assert order.ready_at == TEN


@pytest.mark.parametrize("kind", WAITS)
def test_a_wait_is_begun_once_and_ended_once(kind: str) -> None:
    order = at_the_desk()
    with pytest.raises(Refused) as refusal:
        order.end_wait(kind, "over", NINE, DESK)
    assert refusal.value.reason == "waits_not"
    order.start_wait(kind, "why", NINE, DESK, DUE)
    with pytest.raises(Refused) as refusal:
        order.start_wait(kind, "why", NINE, DESK, DUE)
    assert refusal.value.reason == "waits_already"
    order.end_wait(kind, "over", TEN, DESK)
    assert order.waits == []
    assert (order.wait_log[0].began, order.wait_log[0].ended) == (NINE, TEN)


def at_the_desk() -> Order:
    """In repair, and handed back unfinished."""
    order = order_in("in_repair")
    order.offer("desk", None, ENGINEER, NINE, lead=False)
    order.accept(DESK, NINE)
    return order


def test_an_order_may_wait_for_several_things_at_once() -> None:
    order = at_the_desk()
    for kind in WAITS:
        order.start_wait(kind, "why", NINE, DESK, DUE)
    order.end_wait("awaiting_customer", "agreed", TEN, DESK)
    assert order.waits == ["awaiting_parts", "sent_out"]


def test_what_is_sent_out_is_the_carriers_until_it_is_back() -> None:
    with pytest.raises(Refused) as refusal:
        order_in("in_repair").start_wait("sent_out", "main board", NINE, DESK, DUE)
    assert refusal.value.reason == "desk_has_it_not"
    order = at_the_desk()
    order.start_wait("sent_out", "main board", NINE, DESK, DUE)
    assert order.custody.holder == "carrier"
    with pytest.raises(Refused) as refusal:
        order.offer("engineer", ENGINEER, DESK, NINE, lead=False)
    assert refusal.value.reason == "device_gone"
    order.end_wait("sent_out", "it is back", TEN, DESK)
    assert (order.custody.holder, order.custody.since) == ("desk", TEN)


def test_what_comes_back_after_the_bench_has_ended_its_work_is_ready() -> None:
    order = at_the_desk()
    order.start_wait("sent_out", "main board", NINE, DESK, DUE)
    order.finish("unrepairable", "board_broken", NINE, LEAD)
    assert order.state == "in_repair"
    order.end_wait("sent_out", "it is back", TEN, DESK)
    assert (order.state, order.ready_at) == ("ready", TEN)


def test_what_is_sent_out_is_due_back_at_a_time() -> None:
    order = at_the_desk()
    with pytest.raises(Refused) as refusal:
        order.start_wait("sent_out", "main board", NINE, DESK)
    assert refusal.value.reason == "due_missing"
    with pytest.raises(Refused) as refusal:
        order.start_wait("sent_out", "main board", NINE, DESK, NINE)
    assert refusal.value.reason == "due_past"
    order.start_wait("sent_out", "main board", NINE, DESK, NINE + timedelta(milliseconds=1))
    assert order.waits == ["sent_out"]


def test_nobody_waits_for_the_customer_once_the_bench_has_ended_its_work() -> None:
    order = order_in("in_repair")
    order.start_wait("awaiting_customer", "quote", NINE, DESK)
    order.finish("repaired", None, TEN, ENGINEER)
    assert (order.waits_since, order.wait_log[0].ended) == (None, TEN)
    with pytest.raises(Refused) as refusal:
        order.start_wait("awaiting_customer", "another quote", TEN, DESK)
    assert (refusal.value.reason, order.waits) == ("work_ended", [])
    order.offer("desk", None, ENGINEER, DUE, lead=False)
    order.accept(DESK, DUE)
    assert order.wait_log[0].ended == TEN


def test_an_order_that_is_ready_waits_for_nothing_any_more() -> None:
    order = order_in("in_repair")
    order.start_wait("awaiting_parts", "battery", NINE, ENGINEER)
    order.start_wait("awaiting_customer", "quote", NINE, DESK)
    order.end_wait("awaiting_customer", "declined", NINE, DESK)
    order.finish("returned_unrepaired", "spare_parts_not_available", NINE, ENGINEER)
    order.offer("desk", None, ENGINEER, TEN, lead=False)
    order.accept(DESK, TEN)
    assert order.waits == []
    assert [wait.ended for wait in order.wait_log] == [TEN, NINE]


def test_special_is_approved_until_the_first_due_instant_and_once() -> None:
    order = received()
    order.approve_special(LATER, "wet", DUE, LEAD)
    assert (order.due_at, order.special_reason) == (LATER.due_at, "wet")
    with pytest.raises(Refused) as refusal:
        order.approve_special(LATER, "wet", TEN, LEAD)
    assert refusal.value.reason == "special_too_late"


def test_special_is_refused_a_millisecond_after_the_first_due_instant() -> None:
    order = received()
    with pytest.raises(Refused) as refusal:
        order.approve_special(LATER, "wet", DUE + timedelta(milliseconds=1), LEAD)
    assert refusal.value.reason == "special_too_late"
    assert order.due_at == DUE


def test_who_received_it_promises_no_longer_time() -> None:
    order = received()
    order.note("received", NINE, DESK)
    order.check_not_receiver(LEAD)
    with pytest.raises(Refused) as refusal:
        order.check_not_receiver(DESK)
    assert refusal.value.reason == "own_special"


def test_what_nobody_fetches_is_written_off_after_its_days_by_another_than_who_asks() -> None:
    order = order_in("ready")
    with pytest.raises(Refused) as refusal:
        check_decider(order.abandonment, LEAD)
    assert refusal.value.reason == "abandonment_not_requested"
    order.request_abandonment("notice served", TEN, DESK)
    check_decider(order.abandonment, LEAD)
    with pytest.raises(Refused) as refusal:
        check_decider(order.abandonment, DESK)
    assert refusal.value.reason == "own_abandonment"
    assert order.ready_at is not None
    check_unfetched(order.ready_at, order.ready_at + timedelta(days=30), 30)
    with pytest.raises(Refused) as refusal:
        check_unfetched(order.ready_at, order.ready_at + timedelta(days=30, milliseconds=-1), 30)
    assert refusal.value.reason == "not_ready_long_enough"


def test_a_promise_under_another_calendar_is_taken_and_written_down_where_it_is_another() -> None:
    same = Promise(received().bench_due_at, DUE, None, 7, calendar_provisional=False)
    untouched, moved, now_firm = received(), received(), received()
    now_firm.calendar_provisional = True
    for order, promise in ((untouched, same), (moved, LATER), (now_firm, same)):
        order.promise_again(promise, TEN, "intake")
    assert (untouched.due_at, untouched.steps) == (DUE, [])
    assert (moved.due_at, moved.steps[-1].what) == (LATER.due_at, "promised_again")
    assert (now_firm.due_at, now_firm.calendar_provisional) == (DUE, False)


def test_the_first_notice_counts_and_fulfils_the_promise() -> None:
    order = order_in("ready")
    order.notify("sms", TEN, DESK)
    order.notify("phone", DUE, DESK)
    assert (order.notified_at, order.fulfilled_at) == (TEN, TEN)
    order.give_out("pickup", None, (), DUE, DESK)
    assert (order.released_at, order.fulfilled_at) == (DUE, TEN)


@pytest.mark.parametrize("how", RELEASES)
def test_a_dealer_s_device_has_to_leave_to_be_in_time(how: Release) -> None:
    order = order_in("ready")
    order.party_kind = "dealer"
    order.notify("phone", TEN, DESK)
    assert order.fulfilled_at is None
    order.give_out(how, "SF1" if how == "dispatch" else None, (), DUE, DESK)
    assert order.fulfilled_at == DUE


def test_a_dispatch_needs_a_waybill_fulfils_the_promise_and_is_with_the_carrier_until_it_is_closed() -> None:
    order = order_in("ready")
    with pytest.raises(Refused) as refusal:
        order.give_out("dispatch", None, (), TEN, DESK)
    assert refusal.value.reason == "waybill_missing"
    order.give_out("dispatch", "SF1", (), TEN, DESK)
    assert (order.custody.holder, order.fulfilled_at, order.waybill) == ("carrier", TEN, "SF1")
    order.close("carrier", DUE, DESK)
    assert (order.custody.holder, order.custody.since, order.closed_at) == ("customer", DUE, DUE)


def test_a_device_that_is_dispatched_is_late_until_then_whatever_was_said_before() -> None:
    order = order_in("ready")
    order.notify("phone", TEN, DESK)
    order.give_out("dispatch", "SF1", (), DUE, DESK)
    assert (order.notified_at, order.fulfilled_at) == (TEN, DUE)


def test_only_accessories_that_were_listed_at_receipt_can_be_missing() -> None:
    order = order_in("ready")
    with pytest.raises(Refused) as refusal:
        order.give_out("pickup", None, ("charger", "pen"), TEN, DESK)
    assert (refusal.value.reason, refusal.value.params["accessories"]) == ("accessory_unknown", ["pen"])
    order.give_out("pickup", None, ("charger",), TEN, DESK)
    assert order.accessories_missing == ("charger",)
    assert order.steps[-1].reason == "missing: charger"


@pytest.mark.parametrize("state", STATES)
def test_the_serial_is_held_while_the_order_is_open_and_free_afterwards(state: str) -> None:
    is_open = state not in ("released", "closed")
    assert order_in(state).open_serial == ("HX50-0001" if is_open else None)


def test_every_step_is_written_down_with_person_time_and_reason() -> None:
    order = received()
    order.cancel("changed mind", TEN, DESK)
    step = order.steps[-1]
    assert (step.what, step.at, step.by, step.reason) == ("cancelled", TEN, DESK, "changed mind")
