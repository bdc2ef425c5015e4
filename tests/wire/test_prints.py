"""Receipt and label: what is on them, in which language, read by a person and by a scanner."""

from __future__ import annotations

import subprocess
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from tests.world.people import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world.api import Answer
    from tests.world.network import Network

RARE = "龘㬎"
FONT = "Noto-Sans-CJK-SC"


class Sheet:
    """A PDF as a reader and a scanner see it."""

    def __init__(self, answer: Answer, folder: Path) -> None:
        assert answer.status == 200, answer.body
        assert answer.headers["Content-Type"] == "application/pdf"
        self.path = folder / "sheet.pdf"
        self.path.write_bytes(answer.body)
        self.disposition = answer.headers["Content-Disposition"]
        self.text = self._run("pdftotext", str(self.path), "-")

    @property
    def fonts(self) -> list[str]:
        return [line.split()[0] for line in self._run("pdffonts", str(self.path)).splitlines()[2:]]

    @property
    def scanned(self) -> list[str]:
        """What the codes on it say."""
        image = self.path.with_suffix("")
        self._run("pdftoppm", "-r", "200", "-png", "-singlefile", str(self.path), str(image))
        return self._run("zbarimg", "--quiet", "--raw", f"{image}.png").split()

    def _run(self, *command: str) -> str:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def order(network: Network) -> dict[str, str]:
    """An order of somebody with a rare name."""
    receipt = network.a.a_receipt()
    del receipt["party_id"]
    phone = network.phone()
    party = {"kind": "user", "name": f"李{RARE}", "phone": phone}
    device = {**receipt["device"], "brand": "荣耀", "model": f"X50 {RARE}"}
    body = {**receipt, "party": party, "device": device, "fault": "不充电 <b>&", "condition": "屏幕有划痕"}
    order: dict[str, str] = network.a.desk.do.receive_device(**body)
    return {**order, "phone": phone}


@pytest.mark.parametrize(("language", "title"), [("zh", "维修受理单"), ("en", "Repair receipt")])
def test_a_receipt_says_what_was_taken_in_and_when_it_is_due(
    network: Network, order: dict[str, str], language: str, title: str, tmp_path: Path
) -> None:
    sheet = Sheet(network.a.desk.api.send("GET", f"/orders/{order['id']}/receipt.pdf?lang={language}"), tmp_path)
    due = datetime.fromisoformat(order["due_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    station = network.a.desk.do.get_me()["station_name"]
    texts = (title, station, f"李{RARE}", f"荣耀 X50 {RARE}", "charger", "屏幕有划痕", "不充电 <b>&", order["code"])
    assert [text for text in texts if text not in sheet.text] == []
    assert f"{due:%Y-%m-%d %H:%M}" in sheet.text
    assert order["phone"][-4:] in sheet.text
    assert order["phone"][-8:] not in sheet.text
    assert order["receipt_code"] in sheet.text
    assert sorted(sheet.scanned) == sorted([order["code"], order["receipt_code"]])
    assert all(FONT in font for font in sheet.fonts)
    assert sheet.fonts


def test_a_label_has_the_code_and_the_device_and_nothing_of_the_customer(
    network: Network, order: dict[str, str], tmp_path: Path
) -> None:
    sheet = Sheet(network.a.bench.api.send("GET", f"/orders/{order['id']}/label.pdf"), tmp_path)
    assert sheet.scanned == [order["code"]]
    assert order["code"] in sheet.text
    assert RARE in sheet.text
    for private in (f"李{RARE}", order["phone"][-4:], order["receipt_code"]):
        assert private not in sheet.text
    assert sheet.disposition.startswith(f'inline; filename="label-{order["code"]}.pdf"')


def test_an_order_for_accessories_alone_has_a_receipt(network: Network, tmp_path: Path) -> None:
    body = {"party_id": network.a.customer, "fault": "充电器坏", "accessories": ["充电器"]}
    order = network.a.desk.do.receive_device(**body)
    sheet = Sheet(network.a.desk.api.send("GET", f"/orders/{order['id']}/receipt.pdf"), tmp_path)
    assert "仅附件" in sheet.text


def test_a_long_story_goes_on_on_further_pages(network: Network, tmp_path: Path) -> None:
    body = {**network.a.a_receipt(), "fault": "不充电" * 1300 + "完"}
    order = network.a.desk.do.receive_device(**body)
    sheet = Sheet(network.a.desk.api.send("GET", f"/orders/{order['id']}/receipt.pdf"), tmp_path)
    assert "完" in sheet.text
    assert sheet.text.count("\f") > 1


def test_sheets_of_another_station_are_not_found_and_the_bench_has_no_receipt(
    network: Network, order: dict[str, str]
) -> None:
    for sheet in ("receipt", "label"):
        path = f"/orders/{order['id']}/{sheet}.pdf"
        assert network.b.desk.api.send("GET", path).code == "not_found"
        assert network.a.desk.api.send("GET", f"{path}?lang=de").code == "invalid"
        assert network.a.desk.api.send("GET", f"{path}?language=en").code == "invalid"
    assert network.a.bench.api.send("GET", f"/orders/{order['id']}/receipt.pdf").code == "forbidden"


def test_a_press_that_dies_is_replaced(network: Network, order: dict[str, str]) -> None:
    path = f"/orders/{order['id']}/label.pdf"
    assert network.a.desk.api.send("GET", path).status == 200
    gateway = network.platform.pid("gateway")
    for press in _presses_of(gateway):
        subprocess.run(["kill", "-9", press], check=True)
    until(lambda: network.a.desk.api.send("GET", path).status == 200, "printed again")


def _presses_of(gateway: int) -> list[str]:
    """The presses among the gateway's own processes."""
    workers = subprocess.run(["pgrep", "-P", str(gateway)], capture_output=True, text=True, check=True).stdout.split()
    command = ["pgrep", "-P", ",".join(workers), "-f", "gateway.prints.pdf_worker"]
    pids = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert pids
    return pids
