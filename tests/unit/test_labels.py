"""The label on a device: whatever the device is called, the bench reads when it is due and whose it is."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from gateway.prints.pdf_worker import pdf
from gateway.prints.words import words

if TYPE_CHECKING:
    from pathlib import Path

HEIGHT = 40 / 25.4 * 72
MARGIN = 2 / 25.4 * 72
DUE = "2026-11-30"
STATION = "新街口"
WORD = re.compile(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*)</word>')


@pytest.mark.parametrize("device", ["荣耀 X50", "荣耀" * 60 + "加长型号" * 30, "Samsung Galaxy " * 16, "W" * 240, None])
def test_when_it_is_due_and_at_which_station_stand_on_every_label(device: str | None, tmp_path: Path) -> None:
    at = tmp_path / "label.pdf"
    about = {"language": "zh", "words": words("zh"), "code": "7K3M-9QXD", "due": f"{DUE} 16:00"}
    at.write_bytes(pdf("label", {**about, "device": device, "station": STATION}))
    boxes = subprocess.run(["pdftotext", "-bbox", str(at), "-"], capture_output=True, text=True, check=True).stdout
    edges = {text: (float(top), float(bottom)) for top, bottom, text in WORD.findall(boxes)}
    assert all(edges[text][0] > MARGIN and edges[text][1] < HEIGHT - MARGIN for text in (DUE, STATION))
    assert edges[DUE][0] + 8 <= edges[STATION][0]
