"""A network brings its history in: by the command line, through the HTTP API, checked by two that share no code."""

from __future__ import annotations

import csv
import os
import re
import signal
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.journey.importer import MADE_UP, Importer, a_record, assert_all_there, some_records, write_csv
from tests.world.network import NOBODY
from tests.world.people import until
from zz.importing.categories import NAMES
from zz.importing.ends import BARRIERS, ENDS

if TYPE_CHECKING:
    from pymongo import MongoClient
    from pymongo.database import Database

    from tests.world.network import Network


def _ids(check: dict[str, Any], kind: str) -> set[str]:
    return {finding["id"] for finding in check["findings"] if finding["kind"] == kind}


def test_what_is_brought_in_is_there_once_and_both_checkers_tell_what_a_hand_in_the_database_did(
    importer: Importer, network: Network, intake: Database[dict[str, Any]], tmp_path: Path
) -> None:
    group = network.unique("维修社 ")
    file = write_csv(tmp_path / "history.csv", some_records(group, 12))
    code, first = importer.run("ords", file)
    assert (code, first["added"], first["stations"], first["rejected"]) == (0, 12, 1, [])
    assert_all_there(importer, file, 12)

    code, second = importer.run("ords", file)
    assert (code, second["added"], second["continued"], second["known"]) == (0, 0, 0, 12)
    assert_all_there(importer, file, 12)

    gone, twice, branded, ended, moved = (f"{group}_{number}" for number in (0, 1, 3, 4, 5))
    orders = intake["orders"]
    originals = {order["external_ref"]: order for order in orders.find({"external_ref": {"$regex": f"^{group}_"}})}
    day_before = originals[moved]["received_at"] - timedelta(days=1)
    index = orders.index_information()["external_ref"]
    orders.drop_index("external_ref")
    try:
        orders.delete_one({"external_ref": gone})
        orders.insert_one(originals[twice] | {"_id": "00000000-0000-4000-8000-0000000000aa", "code": "ZZZZ-ZZZZ-Z"})
        orders.update_one({"external_ref": branded}, {"$set": {"device.brand": "Lenova"}})
        orders.update_one({"external_ref": ended}, {"$set": {"outcome_reason": "not_recorded"}})
        orders.update_one({"external_ref": moved}, {"$set": {"received_at": day_before}})
        check, verdict = importer.check(file), importer.compare(file)
    finally:
        orders.delete_one({"code": "ZZZZ-ZZZZ-Z"})
        for original in originals.values():
            orders.replace_one({"_id": original["_id"]}, original, upsert=True)
        orders.create_index(index.pop("key"), name="external_ref", **{k: v for k, v in index.items() if k != "v"})

    assert _ids(check, "missing") == verdict.missing == {gone}
    assert _ids(check, "duplicated") == verdict.duplicated == {twice}
    assert _ids(check, "mismatched") == set(verdict.mismatched) == {branded, ended, moved}
    counted = {kind: check[kind] for kind in ("rows", "orders", "missing", "duplicated", "mismatched")}
    assert counted == {"rows": 12, "orders": 12, "missing": 1, "duplicated": 1, "mismatched": 3}


def test_history_is_an_onboarding_station_with_orders_of_its_own_days_by_people_who_cannot_log_in(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Repair Café ")
    file = write_csv(tmp_path / "history.csv", [a_record(f"{group}_1", group, "Fixed")])
    importer.run("ords", file)
    head = network.supervisor.api
    stations = head.do.list_stations(external_ref=group)["items"]
    assert [(station["name"], station["state"], station["active_from"]) for station in stations] == [
        (group, "onboarding", None)
    ]
    staff = head.do.list_staff(station_id=stations[0]["id"])["items"]
    assert sorted(person["posts"][0] for person in staff) == [
        "engineer", "engineer", "engineer", "front_desk", "front_desk", "station_lead",
    ]  # fmt: skip
    assert {person["username"] for person in staff} == {None}
    line = head.do.list_orders(station_id=stations[0]["id"])["items"][0]
    order = head.do.get_order(order_id=line["id"])
    assert {step["at"][:10] for step in order["steps"]} == {"2019-01-12"}
    assert {step["by"] for step in order["steps"]} <= {person["id"] for person in staff}
    assert (order["state"], order["imported"], order["custody"]["holder"]) == ("closed", True, "customer")


def test_bad_lines_are_told_with_number_and_reason_and_good_lines_go_on(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Werkstatt ")
    good = write_csv(tmp_path / "good.csv", some_records(group, 4)).read_text().splitlines(keepends=True)
    bad = [
        good[1].replace(f"{group}_0", "no-day").replace("2019-01-12", "2019-02-30"),
        good[1].replace(f"{group}_0", "no-status").replace("Fixed", "Mended"),
        good[1].replace(f"{group}_0", "tomorrow").replace("2019-01-12", "2999-01-01"),
        good[1].replace(f"{group}_0", ""),
        good[1].replace("Lenovo", "Acer"),
        good[1].replace(f"{group}_0", "open").replace('boot"""', "boot"),
    ]
    file = tmp_path / "mixed.csv"
    file.write_text("".join([good[0], good[1], *bad, *good[2:], good[2].split(",2012")[0]]))
    code, report = importer.run("ords", file)
    assert (code, report["added"], report["rows"]) == (1, 4, 11)
    assert {line["line"]: (line["id"], line["code"]) for line in report["rejected"]} == {
        3: ("no-day", "not_a_day"),
        4: ("no-status", "unknown_status"),
        5: ("tomorrow", "day_not_over"),
        6: ("", "missing"),
        7: (f"{group}_0", "conflict"),
        8: ("open", "not_csv"),
        12: (f"{group}_1", "cut_off"),
    }
    assert {line["file"] for line in report["rejected"]} == {str(file)}
    assert importer.reported() == [{**line, "line": str(line["line"])} for line in report["rejected"]]
    assert_all_there(importer, write_csv(tmp_path / "again.csv", some_records(group, 4)), 4)


def test_a_release_with_fewer_columns_and_question_marks_for_years_goes_in(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Old Fixers ")
    records = [
        a_record(f"{group}_{number}", group, "Fixed", product_category=name, year_of_manufacture="????")
        for number, name in enumerate(("Laptop", "Lamp", "Iron"))
    ]
    for record in records:
        del record["product_category_id"], record["product_age"]
    file = write_csv(tmp_path / "v0.2.1.csv", records)
    code, report = importer.run("ords", file)
    assert (code, report["added"], report["rejected"]) == (0, 3, [])
    assert_all_there(importer, file, 3)


def test_a_record_that_was_changed_since_it_was_brought_in_is_told_and_not_brought_in_again(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Maakbaar ")
    file = write_csv(tmp_path / "first.csv", some_records(group, 3))
    importer.run("ords", file)
    changed = some_records(group, 3)
    changed[1]["brand"] = "Acer"
    code, report = importer.run("ords", write_csv(tmp_path / "second.csv", changed))
    assert (code, report["added"], report["known"]) == (1, 0, 2)
    assert [(line["id"], line["code"], line["reason"]) for line in report["rejected"]] == [
        (f"{group}_1", "differs", "The same id was brought in before with another brand.")
    ]
    assert_all_there(importer, file, 3)


def test_a_station_that_takes_no_history_refuses_it_line_by_line(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Closed café ")
    importer.run("ords", write_csv(tmp_path / "first.csv", some_records(group, 1)))
    head = network.supervisor.api
    station = next(
        item for item in head.do.list_stations(state="onboarding", limit=200)["items"] if item["name"] == group
    )
    inside = network.an_importer_in(station["id"]).api
    head.do.close_station(station_id=station["id"], reason="lease ended")
    step = {"receipt": "signed", "occurred_at": "2019-01-12T10:00:00+08:00", "actor_id": NOBODY}
    until(lambda: inside.ask.close_order(order_id=NOBODY, **step).reason == "station_not_active", "closed for intake")
    code, report = importer.run("ords", write_csv(tmp_path / "second.csv", some_records(group, 3)))
    assert (code, report["added"], report["known"]) == (1, 0, 1)
    refused = ("station_not_active", "The platform refused it: The station takes no history in this state.")
    assert [(line["code"], line["reason"]) for line in report["rejected"]] == [refused] * 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_an_import_that_is_stopped_goes_on_where_it_was(
    importer: Importer, network: Network, intake: Database[dict[str, Any]], tmp_path: Path, number: int, code: int
) -> None:
    group = network.unique("Kapot? ")
    file = write_csv(tmp_path / "history.csv", some_records(group, 36))
    assert _stopped(importer, intake, file, group, number) == code
    _assert_goes_on(importer, file)


def test_an_import_goes_on_after_the_48_hours_for_which_keys_are_kept(
    importer: Importer, network: Network, intake: Database[dict[str, Any]], tmp_path: Path
) -> None:
    group = network.unique("Vergeten ")
    file = write_csv(tmp_path / "history.csv", some_records(group, 36))
    _stopped(importer, intake, file, group, signal.SIGKILL)
    _forget_keys(intake.client, network.platform.prefix)
    _assert_goes_on(importer, file)


@pytest.mark.parametrize("service", ["intake", "repair", "gateway"])
def test_an_import_goes_on_when_a_process_of_the_platform_is_killed_under_it(
    importer: Importer, network: Network, intake: Database[dict[str, Any]], tmp_path: Path, service: str
) -> None:
    group = network.unique("Getroffen ")
    file = write_csv(tmp_path / "history.csv", some_records(group, 36))
    with importer.start("ords", file) as running:
        until(lambda: _orders_of(intake, group) >= 6, "under way")
        assert network.platform.kill(service) == -9
        network.platform.start(service)
        network.platform.wait_ready(service)
        errors = running.communicate()[1]
    assert running.returncode == 0, errors
    assert_all_there(importer, file, 36)


def _stopped(importer: Importer, intake: Database[dict[str, Any]], file: Path, group: str, number: int) -> int:
    """How an import of 36 records ended that was sent a signal half-way."""
    with importer.start("ords", file) as running:
        until(lambda: _orders_of(intake, group) >= 12, "under way")
        running.send_signal(number)
        return running.wait()


def _assert_goes_on(importer: Importer, file: Path) -> None:
    left = importer.check(file)
    assert 0 < left["missing"] < 36
    code, report = importer.run("ords", file)
    assert (code, report["rejected"], report["added"]) == (0, [], left["missing"])
    assert report["continued"] > 0
    assert_all_there(importer, file, 36)


def _orders_of(intake: Database[dict[str, Any]], group: str) -> int:
    return intake["orders"].count_documents({"external_ref": {"$regex": f"^{re.escape(group)}_"}})


def _forget_keys(client: MongoClient[dict[str, Any]], prefix: str) -> None:
    for service, collection in (("intake", "orders"), ("repair", "jobs")):
        database = client[f"{prefix}_{service}"]
        pending = database[collection]
        until(lambda pending=pending: not pending.find_one({"pending": {"$ne": []}}), "sent")  # type: ignore[misc]
        assert database["kit_replies"].delete_many({}).deleted_count


def test_records_of_every_category_end_and_barrier_go_in_without_a_difference(importer: Importer) -> None:
    with MADE_UP.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["product_category"] for line in lines} == set(NAMES)
    assert {line["repair_status"] for line in lines} == set(ENDS)
    assert {line["repair_barrier_if_end_of_life"] for line in lines} == BARRIERS.keys() | {""}
    code, report = importer.run("ords", MADE_UP, "--workers", "8")
    assert (code, report["rows"], report["stations"], report["rejected"]) == (0, len(lines), 2, [])
    assert report["added"] == len(lines)
    assert_all_there(importer, MADE_UP, len(lines))
    code, again = importer.run("ords", MADE_UP)
    assert (code, again["added"], again["continued"], again["known"]) == (0, 0, 0, len(lines))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif("ZZ_ORDS" not in os.environ, reason="ZZ_ORDS names no folder with the files of Open Repair Data")
def test_the_whole_fixit_clinic_file_goes_in_without_a_difference(importer: Importer) -> None:
    file = Path(os.environ["ZZ_ORDS"]) / "OpenRepairData_v0.3_FixitClinic_202507.csv"
    code, report = importer.run("ords", file, "--workers", "8")
    assert (code, report["rows"], report["stations"], report["rejected"]) == (0, 1033, 1, [])
    assert report["added"] == 1033
    assert_all_there(importer, file, 1033)
    code, again = importer.run("ords", file)
    assert (code, again["added"], again["continued"], again["known"]) == (0, 0, 0, 1033)
