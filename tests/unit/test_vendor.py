"""What the pages take from others lies here as it was published, unchanged."""

from __future__ import annotations

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "gateway" / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"


def test_every_vendored_file_is_the_one_that_is_written_down() -> None:
    digests = {name: digest for digest, name in (line.split("  ", 1) for line in SUMS.read_text().splitlines())}
    actual = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path not in (SUMS, VENDOR / "README.md")
    }
    assert actual == digests


def test_every_vendored_folder_names_its_version_and_brings_its_licence() -> None:
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    listed = (VENDOR / "README.md").read_text()
    assert all((folder / "LICENSE").is_file() for folder in folders)
    assert [folder.name for folder in folders if f"| {folder.name} |" not in listed] == []
