"""One order from the front desk to its customer, through gateway, services, broker and database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.world.api import Api
    from tests.world.network import Network

DEVICE = {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": "hx50-0001"}
STEPS = [
    "received",
    "offered_to_engineer",
    "engineer_accepted",
    "offered_to_desk",
    "desk_accepted",
    "notified",
    "pickup",
    "closed",
]


def receive(desk: Api) -> dict[str, Any]:
    party = desk.do.register_party(kind="user", name="李雷", phone="13812345678")
    body = {"party_id": party["id"], "fault": "does not charge", "accessories": ["charger"], "device": DEVICE}
    return dict(desk.do.receive_device(**body))


def repair(bench: Api, order_id: str) -> None:
    job = bench.until.list_jobs(lambda page: page["items"], order_id=order_id)["items"][0]
    bench.do.start_diagnosis(job_id=job["id"])
    bench.do.record_diagnosis(job_id=job["id"], symptom="no_charge", fault="battery")
    bench.do.record_repair(job_id=job["id"], actions=["replaced_battery"])
    bench.do.record_test(job_id=job["id"], passed=True)
    bench.do.finish_job(job_id=job["id"], outcome="repaired")


def test_an_order_goes_from_the_desk_over_the_bench_to_its_customer(network: Network) -> None:
    station = network.an_open_station()
    desk, bench = station.desk.api, station.bench.api
    order = receive(desk)
    desk.do.offer_custody(order_id=order["id"], to="engineer", engineer_id=station.bench.id)
    bench.do.accept_custody(order_id=order["id"])
    repair(bench, order["id"])
    bench.do.offer_custody(order_id=order["id"], to="desk")
    desk.do.accept_custody(order_id=order["id"])
    desk.until.get_order(lambda body: body["state"] == "ready", order_id=order["id"])
    desk.do.notify_customer(order_id=order["id"], channel="phone")
    desk.do.release_order(order_id=order["id"], how="pickup", receipt_code=order["receipt_code"], serial="HX50-0001")
    assert desk.do.close_order(order_id=order["id"], receipt="signed")["state"] == "closed"
    read = network.supervisor.do.get_order(order_id=order["id"])
    assert (read["outcome"], read["station_id"]) == ("repaired", station.id)
    steps = [step["what"] for step in read["steps"]]
    assert [what for what in steps if what != "finished_repaired"] == STEPS
    assert steps.count("finished_repaired") == 1
