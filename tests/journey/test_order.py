"""One order from the front desk to its customer, through gateway, services, broker and database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.network import Network


def test_an_order_goes_from_the_desk_over_the_bench_to_its_customer(network: Network) -> None:
    station = network.an_open_station()
    head, desk, bench = network.supervisor.api, station.desk.api, station.bench.api
    engineer = bench.get("/me")["account_id"]

    party = desk.post("/parties", {"kind": "user", "name": "李雷", "phone": "13812345678"})
    order = desk.post(
        "/orders",
        {
            "party_id": party["id"],
            "fault": "does not charge",
            "accessories": ["charger"],
            "device": {"category": "19", "brand": "Honor", "model": "X50", "identity": "serial", "serial": "hx50-0001"},
        },
    )
    at = f"/orders/{order['id']}"
    desk.post(f"{at}/offer", {"to": "engineer", "engineer_id": engineer})
    bench.post(f"{at}/accept")
    job = bench.wait_for(f"/jobs?order_id={order['id']}", lambda page: page["items"])["items"][0]
    jobs = f"/jobs/{job['id']}"
    bench.post(f"{jobs}/start")
    bench.post(f"{jobs}/diagnosis", {"symptom": "no_charge", "fault": "battery"})
    bench.post(f"{jobs}/repair", {"actions": ["replaced_battery"]})
    bench.post(f"{jobs}/test", {"passed": True})
    bench.post(f"{jobs}/finish", {"outcome": "repaired"})
    bench.post(f"{at}/offer", {"to": "desk"})
    desk.post(f"{at}/accept")
    desk.wait_for(at, lambda body: body["state"] == "ready")
    desk.post(f"{at}/notify", {"channel": "phone"})
    desk.post(f"{at}/release", {"how": "pickup", "receipt_code": order["receipt_code"], "serial": "HX50-0001"})
    closed = desk.post(f"{at}/close", {"receipt": "signed"})
    assert closed["state"] == "closed"
    read = head.get(at)
    assert read["outcome"] == "repaired"
    steps = [step["what"] for step in read["steps"]]
    assert [what for what in steps if what != "finished_repaired"] == [
        "received",
        "offered_to_engineer",
        "engineer_accepted",
        "offered_to_desk",
        "desk_accepted",
        "notified",
        "pickup",
        "closed",
    ]
    assert steps.count("finished_repaired") == 1
    assert read["station_id"] == station.id
