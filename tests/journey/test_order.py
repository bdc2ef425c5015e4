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
    party = desk.post("/parties", {"kind": "user", "name": "李雷", "phone": "13812345678"})
    body = {"party_id": party["id"], "fault": "does not charge", "accessories": ["charger"], "device": DEVICE}
    return dict(desk.post("/orders", body))


def repair(bench: Api, order_id: str) -> None:
    job = bench.wait_for(f"/jobs?order_id={order_id}", lambda page: page["items"])["items"][0]
    at = f"/jobs/{job['id']}"
    bench.post(f"{at}/start")
    bench.post(f"{at}/diagnosis", {"symptom": "no_charge", "fault": "battery"})
    bench.post(f"{at}/repair", {"actions": ["replaced_battery"]})
    bench.post(f"{at}/test", {"passed": True})
    bench.post(f"{at}/finish", {"outcome": "repaired"})


def test_an_order_goes_from_the_desk_over_the_bench_to_its_customer(network: Network) -> None:
    station = network.an_open_station()
    desk, bench = station.desk.api, station.bench.api
    order = receive(desk)
    at = f"/orders/{order['id']}"
    desk.post(f"{at}/offer", {"to": "engineer", "engineer_id": station.bench.id})
    bench.post(f"{at}/accept")
    repair(bench, order["id"])
    bench.post(f"{at}/offer", {"to": "desk"})
    desk.post(f"{at}/accept")
    desk.wait_for(at, lambda body: body["state"] == "ready")
    desk.post(f"{at}/notify", {"channel": "phone"})
    desk.post(f"{at}/release", {"how": "pickup", "receipt_code": order["receipt_code"], "serial": "HX50-0001"})
    assert desk.post(f"{at}/close", {"receipt": "signed"})["state"] == "closed"
    read = network.supervisor.api.get(at)
    assert (read["outcome"], read["station_id"]) == ("repaired", station.id)
    steps = [step["what"] for step in read["steps"]]
    assert [what for what in steps if what != "finished_repaired"] == STEPS
    assert steps.count("finished_repaired") == 1
