"""One order from the front desk to its customer, through gateway, services, broker and database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api import Api, log_in

if TYPE_CHECKING:
    from tests.platform import Platform

PASSWORD = "a long enough phrase 7"


def test_an_order_goes_from_the_desk_over_the_bench_to_its_customer(platform: Platform) -> None:
    url = platform.url
    founded = Api(url).post(
        "/network",
        {
            "founding_key": platform.secrets.founding_key,
            "name": "总站",
            "code": "HEAD",
            "supervisor": "张伟",
            "username": "zhang.wei",
            "password": PASSWORD,
        },
    )
    head = log_in(url, "zhang.wei", PASSWORD)
    station = head.post("/stations", {"name": "南京站", "code": "NJ01"})
    path = f"/stations/{station['id']}"
    head.post(f"{path}/onboard", {"reason": "lease signed"})
    for item in ("premises", "staff", "stock", "training", "calendar"):
        head.post(f"{path}/checklist", {"item": item})
    head.post(f"{path}/activate", {"reason": "all done"})
    for name, post in (("desk", "front_desk"), ("bench", "engineer")):
        head.post(f"{path}/staff", {"name": name, "posts": [post], "username": f"nj.{name}", "password": PASSWORD})
    desk, bench = log_in(url, "nj.desk", PASSWORD), log_in(url, "nj.bench", PASSWORD)
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
    assert founded["station_id"] == head.get("/me")["station_id"]
