"""Two persons: a reset password holds once, and whom the first has set up is no second one (rules §7)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contracts.inventory.arrivals import arrival_id_of
from contracts.language.fields import instant_text
from tests.world import after_sales
from tests.world.between_stations import a_requested_return, a_return_body, a_transfer_with_a_loss
from tests.world.people import Person, until
from tests.world.store_room import a_part, keeper

if TYPE_CHECKING:
    from tests.world.api import Answer
    from tests.world.network import Network
    from tests.world.station import Station

WORD = "one time staple horse"
OWN = "my own battery staple"


def reset(by: Person, person: Person) -> Any:
    return by.ask.reset_password(station_id=person.station_id, staff_id=person.id, new_password=WORD)


def kinds_of(person: Person) -> list[str]:
    return [message["kind"] for message in person.do.list_inbox(limit=200)["items"]]


def proposed_by(proposer: Person, at: Station) -> str:
    body = {"station_points": 2, "evidence": "no test on record"}
    appeasement = after_sales.a_found_appeasement(at)
    return str(proposer.do.propose_penalty(station_id=at.id, appeasement_id=appeasement, **body)["id"])


def test_a_reset_password_opens_nothing_but_its_change(network: Network) -> None:
    person = network.hire(network.a.id, "front_desk")
    assert person.log_in().do.get_me()["account_id"] == person.id
    assert reset(network.a.lead, person).body["password_requested_by"] is None
    tokens = network.supervisor.ask.issue_token(username=person.username, password=WORD).body
    assert tokens["next_step"] == "change_password"
    person.forget(WORD)
    session = person.log_in()
    refused = session.ask.get_me()
    assert (refused.code, refused.body["params"]) == ("forbidden", {"permission": "me:read"})
    assert session.ask.list_orders().status == 403
    continued = session.ask.refresh_token(refresh_token=session.refresh).body
    assert continued["next_step"] == "change_password"
    session.do.change_password(password=WORD, new_password=OWN)
    assert session.ask.refresh_token(refresh_token=continued["refresh_token"]).code == "unauthenticated"
    person.forget(OWN)
    assert person.do.get_me()["account_id"] == person.id


def test_the_password_of_a_new_account_opens_nothing_but_its_change(network: Network) -> None:
    username, body = network.unique("hired."), {"name": "王芳", "posts": ["front_desk"], "password": WORD}
    hired = network.a.lead.do.create_staff(station_id=network.a.id, username=username, **body)
    person = Person(network, network.a.id, ("front_desk",), str(hired["id"]), username, WORD)
    tokens = network.supervisor.ask.issue_token(username=username, password=WORD).body
    assert tokens["next_step"] == "change_password"
    assert person.log_in().ask.list_orders().status == 403
    person.take_own_password(OWN)
    assert person.do.get_me()["account_id"] == person.id
    assert network.supervisor.ask.issue_token(username=username, password=WORD).code == "unauthenticated"


def test_the_person_and_another_post_are_told(network: Network) -> None:
    person = network.hire(network.a.id, "front_desk")
    assert reset(network.supervisor, person).status == 200
    until(lambda: "password_reset" in kinds_of(network.a.lead), "the lead is told")
    person.forget(WORD)
    person.take_own_password(OWN)
    until(lambda: "password_reset" in kinds_of(person), "the person is told")


def test_a_lead_does_not_restore_whom_the_supervisor_suspended(network: Network) -> None:
    person = network.hire(network.a.id, "front_desk")
    ids = {"station_id": network.a.id, "staff_id": person.id}
    network.supervisor.do.suspend_staff(**ids, reason="took money")
    assert network.a.lead.ask.restore_staff(**ids, reason="back").reason == "suspended_from_above"
    assert "restore_staff" not in network.a.lead.do.get_staff(staff_id=person.id)["may"]
    assert network.supervisor.do.restore_staff(**ids, reason="cleared")["active"] is True
    network.a.lead.do.suspend_staff(**ids, reason="on leave")
    assert network.a.lead.do.restore_staff(**ids, reason="back")["active"] is True


def test_a_supervisor_takes_over_a_leads_suspension(network: Network) -> None:
    person = network.hire(network.a.id, "front_desk")
    ids = {"station_id": network.a.id, "staff_id": person.id}
    network.a.lead.do.suspend_staff(**ids, reason="on leave")
    assert "suspend_staff" not in network.a.lead.do.get_staff(staff_id=person.id)["may"]
    assert network.a.lead.ask.suspend_staff(**ids, reason="on leave").reason == "staff_suspended"
    assert "suspend_staff" in network.supervisor.do.get_staff(staff_id=person.id)["may"]
    network.supervisor.do.suspend_staff(**ids, reason="took money")
    assert network.a.lead.ask.restore_staff(**ids, reason="back").reason == "suspended_from_above"
    assert network.supervisor.ask.suspend_staff(**ids, reason="took money").reason == "staff_suspended"
    assert network.supervisor.do.restore_staff(**ids, reason="cleared")["active"] is True


def test_nobody_resets_upward_or_sideways_alone(network: Network) -> None:
    manager, supervisor = network.hire(network.head.id, "general_manager"), network.supervisor
    assert manager.do.get_me()["account_id"] == manager.id
    assert reset(supervisor, manager).body["password_requested_by"] == supervisor.id
    assert manager.log_in().do.get_me()["account_id"] == manager.id
    ids = {"station_id": network.head.id, "staff_id": manager.id}
    assert supervisor.ask.confirm_password(**ids).reason == "own_password_request"
    assert supervisor.ask.reset_password(
        station_id=supervisor.station_id, staff_id=supervisor.id, new_password=WORD
    ).reason == ("own_account")
    finance = network.head.people["finance"]
    assert finance.ask.confirm_password(**ids).reason == "not_second_person"
    until(lambda: "password_requested" in kinds_of(finance), "the head is told")


def test_whom_another_did_not_hire_confirms(network: Network) -> None:
    head = network.head
    asking, person = network.hire(head.id, "supervisor"), network.hire(head.id, "supervisor")
    assert reset(asking, person).body["password_requested_by"] == asking.id
    ids = {"station_id": head.id, "staff_id": person.id}
    assert "confirm_password" in head.people["finance"].do.get_staff(staff_id=person.id)["may"]
    assert head.people["finance"].do.confirm_password(**ids)["password_requested_by"] is None
    tokens = network.supervisor.ask.issue_token(username=person.username, password=WORD).body
    assert tokens["next_step"] == "change_password"


def test_the_manager_resets_a_supervisor_at_once(network: Network) -> None:
    manager = network.head.people["general_manager"]
    supervisor = network.hire(network.head.id, "supervisor")
    assert reset(manager, supervisor).body["password_requested_by"] is None
    supervisor.forget(WORD)
    assert supervisor.log_in().ask.get_me().code == "forbidden"


def test_whom_the_proposer_hired_does_not_approve(network: Network) -> None:
    hired = network.hire(network.head.id, "base_lead")
    ids = {"station_id": network.a.id, "penalty_id": proposed_by(network.supervisor, network.a)}
    assert hired.ask.approve_penalty(**ids, agreed=True).reason == "not_second_person"
    assert "approve_penalty" not in hired.do.get_penalty(penalty_id=ids["penalty_id"])["may"]


def test_whom_the_proposer_gave_a_password_does_not_approve(network: Network) -> None:
    asking, approving = (network.hire(network.head.id, "supervisor"), network.hire(network.head.id, "base_lead"))
    ids = {"station_id": network.a.id, "penalty_id": proposed_by(asking, network.a)}
    assert reset(asking, approving).status == 200
    approving.forget(WORD)
    approving.take_own_password(OWN)
    assert approving.ask.approve_penalty(**ids, agreed=True).reason == "not_second_person"
    other = network.hire(network.head.id, "base_lead")
    assert other.do.approve_penalty(**ids, agreed=True)["state"] == "approved"


def test_one_supervisor_one_base_lead_and_an_appeal(network: Network) -> None:
    at, base, head = network.a, after_sales.base_lead(network.a), network.head
    approving = network.hire(head.id, "supervisor")
    ids = {"station_id": at.id, "penalty_id": proposed_by(base, at)}
    approving.do.approve_penalty(**ids, agreed=True)
    at.lead.do.appeal_penalty(penalty_id=ids["penalty_id"], text="the test is on paper")
    verdict = {**ids, "upheld": False, "note": "it is"}
    assert [person.ask.decide_appeal(**verdict).reason for person in (approving, base)] == ["not_a_third"] * 2
    assert head.people["finance"].ask.decide_appeal(**verdict).reason == "not_named_third"
    assert head.people["general_manager"].do.decide_appeal(**verdict)["state"] == "lifted"


def test_nobody_but_somebody_of_the_head_is_named_as_the_third(network: Network) -> None:
    start = instant_text(network.now() + timedelta(days=400))
    body = {"name": "appeasements", "effective_from": start, "station_id": network.a_planned_station()}
    ask = network.supervisor.ask.publish_policy
    assert ask(**body, values={"third_person_id": network.a.lead.id}).reason == "not_of_the_head"
    assert ask(**body, values={"third_person_id": network.head.people["finance"].id}).status == 201
    assert ask(**body, values={"third_person_id": "the finance"}).code == "invalid"


def decide_return(by: Person, at: Station, transfer: str, *, agreed: bool = True) -> Answer:
    return by.ask.approve_return(station_id=at.id, transfer_id=transfer, agreed=agreed, note="needed here")


def test_who_asks_to_return_parts_does_not_approve_it(network: Network) -> None:
    at = network.a
    transfer = str(at.lead.do.open_return(**a_return_body(at))["id"])
    assert at.lead.ask.pack_transfer(transfer_id=transfer).reason == "transfer_requested"
    assert decide_return(at.lead, at, transfer).reason == "own_return"
    assert decide_return(keeper(at), at, transfer).code == "forbidden"
    assert decide_return(network.b.lead, at, transfer).code == "not_found"
    until(lambda: "return_requested" in kinds_of(after_sales.base_lead(at)), "the head is told")
    assert decide_return(after_sales.base_lead(at), at, transfer).body["state"] == "approved"
    assert at.lead.do.pack_transfer(transfer_id=transfer)["state"] == "packed"


def test_what_is_not_agreed_to_is_not_packed(network: Network) -> None:
    at = network.a
    transfer = a_requested_return(at)
    assert "approve_return" in at.lead.do.get_transfer(transfer_id=transfer)["may"]
    assert decide_return(at.lead, at, transfer, agreed=False).body["state"] == "rejected"
    assert keeper(at).ask.pack_transfer(transfer_id=transfer).reason == "transfer_rejected"
    until(lambda: "return_rejected" in kinds_of(keeper(at)), "the keeper is told")
    taken_back = a_requested_return(at)
    assert keeper(at).do.cancel_transfer(transfer_id=taken_back, reason="used here")["state"] == "cancelled"


def test_a_lead_grants_no_longer_time_for_what_he_received(network: Network) -> None:
    at = network.a
    order = str(at.lead.do.receive_device(**at.a_receipt())["id"])
    assert at.lead.ask.approve_special(order_id=order, reason="water damage").reason == "own_special"
    assert "approve_special" not in at.lead.do.get_order(order_id=order)["may"]
    grant = {"station_id": at.id, "order_id": order, "reason": "water damage"}
    assert at.lead.ask.grant_special(**grant).code == "forbidden"
    assert "grant_special" in network.supervisor.do.get_order(order_id=order)["may"]
    network.supervisor.do.grant_special(**grant)
    assert at.lead.do.get_order(order_id=order)["special_reason"] == "water damage"


def cny(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


def test_nobody_takes_much_money_and_gives_it_back_alone(network: Network) -> None:
    at = network.a
    body = {"order_id": at.a_received_order().id, "method": "cash", "amount": cny("500.00")}
    ids = {"payment_id": at.lead.do.record_payment(**body)["id"], "reason": "a cheaper screen"}
    assert at.lead.ask.refund_payment(**ids, amount=cny("500.00")).reason == "refund_not_asked"
    at.lead.do.refund_payment(**ids, amount=cny("200.00"))
    assert at.lead.ask.refund_payment(**ids, amount=cny("0.01")).reason == "refund_not_asked"
    at.lead.do.request_refund(**ids, amount=cny("300.00"))
    assert at.lead.ask.refund_payment(**ids, amount=cny("300.00")).reason == "own_refund"
    at.lead.do.withdraw_refund(payment_id=ids["payment_id"])
    at.desk.do.request_refund(**ids, amount=cny("300.00"))
    at.lead.do.refund_payment(**ids, amount=cny("300.00"))


def test_what_somebody_asked_to_give_back_stands_until_it_is_decided_or_withdrawn(network: Network) -> None:
    at, other = network.a, network.hire(network.a.id, "front_desk")
    assert other.do.get_me()["account_id"] == other.id
    body = {"order_id": at.a_received_order().id, "method": "cash", "amount": cny("500.00")}
    paid = {"payment_id": at.lead.do.record_payment(**body)["id"]}
    asked = {**paid, "amount": cny("300.00"), "reason": "a cheaper screen"}
    assert at.desk.ask.withdraw_refund(**paid).reason == "refund_not_asked"
    at.desk.do.request_refund(**asked)
    for second in (other, at.lead):
        assert second.ask.request_refund(**{**asked, "amount": cny("1.00")}).reason == "refund_asked_already"
    assert other.ask.withdraw_refund(**paid).reason == "not_asker"

    def may_of(person: Person) -> set[str]:
        (payment,) = person.do.get_order_payments(order_id=body["order_id"])["payments"]
        return {"request_refund", "withdraw_refund"} & {*payment["may"]}

    assert (may_of(other), may_of(at.desk)) == (set(), {"request_refund", "withdraw_refund"})
    assert may_of(at.lead) == {"withdraw_refund"}
    at.desk.do.request_refund(**{**asked, "amount": cny("200.00")})
    (payment,) = at.desk.do.get_order_payments(order_id=body["order_id"])["payments"]
    assert (payment["refund_asked"]["by"], payment["refund_asked"]["amount"]) == (at.desk.id, cny("200.00"))
    at.desk.do.withdraw_refund(**paid)
    other.do.request_refund(**asked)
    at.lead.do.withdraw_refund(**paid)
    at.desk.do.request_refund(**asked)
    assert at.lead.ask.refund_payment(**asked).status == 201


def test_nobody_is_asked_by_whom_they_have_set_up(network: Network) -> None:
    station = network.an_open_station()
    asking, second = network.hire(station.id, "station_lead"), {"name": "王芳", "posts": ["station_lead"]}
    username = network.unique("second.")
    hired = asking.do.create_staff(station_id=station.id, **second, username=username, password=WORD)
    lead = Person(network, station.id, ("station_lead",), str(hired["id"]), username, WORD)
    lead.take_own_password(OWN)
    body = {"order_id": station.a_received_order().id, "method": "cash", "amount": cny("500.00")}
    ids = {"payment_id": asking.do.record_payment(**body)["id"], "reason": "a cheaper screen"}
    asking.do.request_refund(**ids, amount=cny("500.00"))
    assert lead.ask.refund_payment(**ids, amount=cny("500.00")).reason == "not_second_person"


def test_what_is_ready_today_is_not_written_off_and_nothing_by_one_alone(network: Network) -> None:
    at = network.a
    fresh, why = at.a_ready_order(), {"reason": "notice served"}
    assert at.lead.ask.abandon_order(order_id=fresh.id, **why).reason == "not_ready_long_enough"
    assert at.desk.ask.request_abandonment(order_id=fresh.id, **why).reason == "not_ready_long_enough"
    order = at.an_order_that_nobody_fetches()
    assert at.lead.ask.abandon_order(order_id=order.id, **why).reason == "abandonment_not_requested"
    at.lead.do.request_abandonment(order_id=order.id, **why)
    assert at.lead.ask.abandon_order(order_id=order.id, **why).reason == "own_abandonment"
    at.desk.do.request_abandonment(order_id=order.id, **why)
    assert at.lead.do.abandon_order(order_id=order.id, **why)["state"] == "abandoned"


def test_what_is_lost_waits_for_the_heads_word(network: Network) -> None:
    at = network.a
    transfer = a_transfer_with_a_loss(at)
    arrival = keeper(at).do.get_arrival(arrival_id=arrival_id_of(transfer))
    assert (arrival["state"], arrival["lines"][0]["missing"]) == ("partly_received", 1)
    (loss,) = arrival["losses"]
    assert (loss["state"], loss["quantity"], loss["liable"]) == ("waiting", 1, "carrier")
    told = after_sales.base_lead(at).until.list_inbox(
        lambda body: [message for message in body["items"] if message["kind"] == "loss_reported"], limit=200
    )
    texts = [message["text"] for message in told["items"] if message["about"] == arrival["id"]]
    assert [f"价值 {loss['value']['amount']} 元" in text for text in texts] == [True]
    ids = {"station_id": at.id, "arrival_id": arrival["id"]}
    assert (
        after_sales.base_lead(at).do.decide_loss(**ids, agreed=False, note="look again")["state"] == "partly_received"
    )
    line = {"part_id": loss["part_id"], "received": 1}
    assert keeper(at).do.receive_transfer(transfer_id=transfer, lines=[line])["state"] == "received"
    assert network.supervisor.ask.decide_loss(**ids, agreed=True).reason == "no_loss_reported"


def test_whom_the_receiver_of_parts_gave_a_password_does_not_inspect_them(network: Network) -> None:
    station = network.a
    receiver, inspector = network.hire(station.id, "station_lead", "storekeeper"), network.hire(station.id, "engineer")
    assert reset(receiver, inspector).status == 200
    inspector.forget(WORD)
    inspector.take_own_password(OWN)
    part = a_part(station)
    lines = [{"part_id": part, "quantity": 1, "unit_cost": {"amount": "1.00", "currency": "CNY"}}]
    receipt = receiver.do.receive_parts(delivery_note="HN-2", lines=lines)["id"]
    passed = {"receipt_id": receipt, "lines": [{"part_id": part, "passed": 1}]}
    assert inspector.ask.inspect_receipt(**passed).reason == "not_second_person"
    assert station.second_engineer.ask.inspect_receipt(**passed).status == 200
