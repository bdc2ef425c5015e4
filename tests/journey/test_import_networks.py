"""Whole networks come in: many files in one call, cut or of old releases, by several at once, under every hindrance."""

from __future__ import annotations

import json
import signal
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.journey.importer import Importer, a_record, assert_all_there, some_records, write_csv
from tests.world.people import PASSWORD
from zz.api import Api, LogIn

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world.network import Network

OF_OLD = "id,data_provider,country,fault_type,product_category,brand,model,repair_status,age,event_date,problem"


def test_several_files_come_in_together_and_an_id_that_they_tell_differently_is_named_with_both_places(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Zwei Listen ")
    first = write_csv(tmp_path / "first.csv", some_records(group, 4))
    other = some_records(group, 6)[2:]
    other[1]["problem"] = "It smokes"
    second = write_csv(tmp_path / "second.csv", other)
    code, report = importer.run("ords", first, second)
    assert (code, report["rows"], report["repeated"], report["added"], report["stations"]) == (1, 8, 1, 6, 1)
    conflict = {
        "file": str(second),
        "line": 3,
        "id": f"{group}_3",
        "code": "conflict",
        "reason": f"The same id is in {first} line 5 with another fault.",
    }
    assert report["rejected"] == [conflict]
    assert importer.reported() == [{**conflict, "line": "3"}]
    assert_all_there(importer, first, 4)
    check = importer.check(first, second)
    assert (check["rows"], check["orders"], check["findings"], check["rejected"]) == (8, 6, [], [conflict])


def test_a_release_without_groups_barriers_and_category_numbers_comes_in_under_its_providers(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    first, second = network.unique("Restarters "), network.unique("Stiftung ")
    rows = [
        f'{first}-1,{first},GBR,Screen,Mobile,Apple,iPhone 4,Fixed,2,2013-06-19,"Cracked, twice"',
        f"{first}-2,{first},GBR,Unknown,Mobile,,,End of life,,2013-06-19,",
        f"{second}-1,{second},DEU,Charger,Mobile,Nokia,Handy,Repairable,,2012-10-17,Lädt nicht",
        f"{second}-2,{second},DEU,Charger,Mobile,Nokia,Handy,Unknown,,2012-10-17,Lädt nicht",
    ]
    file = tmp_path / "mobifix.csv"
    file.write_text("\r\n".join([OF_OLD, *rows, ""]))
    code, report = importer.run("ords", file)
    assert (code, report["added"], report["stations"], report["rejected"]) == (0, 4, 2, [])
    assert_all_there(importer, file, 4)


def test_what_a_spreadsheet_made_of_a_file_comes_in_as_the_file_would_and_all_that_was_changed_is_noted(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("苏州维修站 Café ")
    clean = [line | {"problem": "手机不充电"} for line in some_records(group, 6)]
    of_excel = [line | {"event_date": "2019/1/12", "year_of_manufacture": "2012.0"} for line in clean[:4]]
    by_hand = [line | {"group_identifier": unicodedata.normalize("NFD", group).upper()} for line in clean[4:]]
    by_hand[1] |= {"repair_barrier_if_end_of_life": "No way to open the product"}
    excel = write_csv(tmp_path / "excel.csv", of_excel, encoding="gbk", separator=";")
    hand = write_csv(tmp_path / "hand.csv", by_hand)
    code, report = importer.run("ords", excel, hand)
    assert (code, report["stations"], report["added"], report["rejected"]) == (0, 1, 6, [])
    whole = {"encoding_read": 1, "separator_read": 1}
    assert report["notes"] == whole | {"day_read": 4, "year_read": 4, "group_read": 2, "barrier_read": 1}
    assert Counter(note["code"] for note in importer.reported("note")) == report["notes"]
    assert importer.check(excel, hand)["findings"] == []
    assert_all_there(importer, write_csv(tmp_path / "clean.csv", clean), 6)
    code, again = importer.run("ords", hand)
    assert (code, again["stations"], again["known"], again["notes"]) == (0, 1, 2, {"group_read": 2, "barrier_read": 1})


def test_a_cut_file_brings_in_what_is_whole_and_the_whole_file_the_rest(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    group = network.unique("Abgeschnitten ")
    lines = [*some_records(group, 3), a_record(f"{group}_x", group, "Fixed", problem='Sie sagte:\n"Größer"')]
    whole = write_csv(tmp_path / "history.csv", lines)
    cut = tmp_path / "cut.csv"
    raw = whole.read_bytes()
    cut.write_bytes(raw[: raw.rindex("ö".encode()) + 1])
    code, report = importer.run("ords", cut)
    assert (code, report["added"]) == (1, 3)
    assert [(line["line"], line["id"], line["code"]) for line in report["rejected"]] == [
        (5, f"{group}_x", "no_end_of_text")
    ]
    code, report = importer.run("ords", cut, whole)
    assert (code, report["rows"], report["repeated"], report["known"], report["added"]) == (1, 8, 3, 3, 1)
    assert_all_there(importer, whole, 4)


def test_what_is_whole_is_not_sent_again_but_asked_for_page_by_page(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    groups = [network.unique("Nochmal ") for _ in range(2)]
    file = write_csv(tmp_path / "history.csv", [line for group in groups for line in some_records(group, 12)])
    importer.run("ords", file)
    before = len(network.platform.log("gateway"))
    code, report = importer.run("ords", file)
    assert (code, report["known"]) == (0, 24)
    requests = Counter((request["method"], request["route"]) for request in _requests(network, before))
    assert {route for method, route in requests if method == "POST"} == {"issue_token"}
    assert requests["GET", "list_orders"] == requests["GET", "list_jobs"] == 2
    assert requests["GET", "get_job"] == requests["GET", "get_order"] == 0


def test_two_imports_at_once_found_each_station_once_and_bring_nothing_in_twice(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    groups = [network.unique("Zugleich ") for _ in range(6)]
    file = write_csv(tmp_path / "history.csv", [line for group in groups for line in some_records(group, 3)])
    running = [importer.start("ords", file, "--workers", "6") for _ in range(2)]
    errors = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
    assert_all_there(importer, file, 18)
    stations = Counter(station["name"] for station in Api(network.url, _head(network)).rows.list_stations())
    assert [stations[group] for group in groups] == [1] * 6


def test_an_import_that_is_throttled_goes_slower_and_loses_nothing(
    importer: Importer, network: Network, tmp_path: Path
) -> None:
    file = write_csv(tmp_path / "history.csv", some_records(network.unique("Gemach "), 3))
    platform = network.platform
    _start_gateway_again(network, ZZ_RATE_LIMIT="4/second")
    before = len(platform.log("gateway"))
    try:
        code, report = importer.run("ords", file)
    finally:
        _start_gateway_again(network)
    assert (code, report["added"], report["rejected"]) == (0, 3, [])
    assert any(request["status"] == 429 for request in _requests(network, before))
    assert_all_there(importer, file, 3)


def test_a_session_whose_token_has_run_out_is_gone_on_with(network: Network) -> None:
    api = Api(network.url, _head(network))
    name = api.do.get_me()["name"]
    api._token = api._token[:-8] + "AAAAAAAA"
    before = len(network.platform.log("gateway"))
    assert api.do.get_me()["name"] == name
    requests = [(request["route"], request["status"]) for request in _requests(network, before)]
    assert requests == [("get_me", 401), ("refresh_token", 200), ("get_me", 200)]


def test_an_account_that_may_not_import_is_told_which_one_may(network: Network, tmp_path: Path, folder: Path) -> None:
    lead = network.hire(network.head.id, "base_lead")
    file = write_csv(tmp_path / "history.csv", some_records("Nirgends", 1))
    with Importer(lead, folder).start("ords", file) as running:
        errors = running.communicate()[1]
    assert running.returncode == 1
    assert "may not bring history in: it lacks history:import, staff:manage, station:manage" in errors
    assert "grant history:import" in " ".join(errors.split())
    assert "docs/importing.md" in errors


def _head(network: Network) -> LogIn:
    return LogIn(network.supervisor.username, PASSWORD)


def _requests(network: Network, since: int) -> list[dict[str, Any]]:
    """What the gateway answered since its log was so long."""
    lines = network.platform.log("gateway")[since:].splitlines()
    return [entry for line in lines if line.startswith("{") and (entry := json.loads(line))["event"] == "request"]


def _start_gateway_again(network: Network, **environment: str) -> None:
    platform = network.platform
    assert platform.kill("gateway", signal.SIGTERM) == 0
    platform.start("gateway", **environment)
    platform.wait_ready("gateway")
