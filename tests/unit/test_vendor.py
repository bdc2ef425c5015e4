"""What the pages take from others lies here as it was published, unchanged."""

from __future__ import annotations

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "gateway" / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"


def test_every_vendored_file_is_the_one_that_is_written_down() -> None:
    known = {name: digest for digest, name in (line.split("  ", 1) for line in SUMS.read_text().splitlines())}
    there = {
        str(one.relative_to(VENDOR)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in VENDOR.rglob("*")
        if one.is_file() and one not in (SUMS, VENDOR / "README.md")
    }
    assert there == known


def test_every_vendored_folder_names_its_version_and_brings_its_licence() -> None:
    folders = [one for one in VENDOR.iterdir() if one.is_dir()]
    listed = (VENDOR / "README.md").read_text()
    assert all((one / "LICENSE").is_file() for one in folders)
    assert [one.name for one in folders if f"| {one.name} |" not in listed] == []
