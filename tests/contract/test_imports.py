"""The rooms of the house import each other only as `pyproject.toml` allows, and a breach of each rule is found."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from zz.local.paths import PROJECT

ROOMS = ("contracts", "stationkit", "services", "gateway", "zz", "tests")
BREACHES = {
    "services/intake/rules/promises.py": (
        "from services.repair.rules import jobs",
        "Services know each other by events only",
    ),
    "services/repair/rules/jobs.py": ("import pymongo", "Rules are pure: no broker, database, framework, kit"),
    "services/intake/rules/orders.py": (
        "from services.intake.actions import desk",
        "Rules know nothing of the actions",
    ),
    "gateway/clock.py": ("from services.intake import collections", "Only a service and its actions reach"),
    "gateway/request_handler.py": (
        "from services.intake.rules import codes",
        "Rooms: gateway, services and zz stand on",
    ),
    "contracts/language/fields.py": ("import bson", "The shared language needs marshmallow only"),
    "stationkit/storage/lease.py": (
        "from stationkit.unit_of_work import inbox",
        "The chassis: what a folder stands on",
    ),
    "tests/recompute/sheet.py": ("from services.oversight.rules import kpis", "What recomputes the KPIs knows nothing"),
    "stationkit/ground/calendar.py": ("import structlog", "The working calendar is pure"),
}


def check_imports(project: Path) -> list[str]:
    """The rules of import that the program in a folder breaks."""
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=project, capture_output=True, text=True, check=False)
    assert "Contracts: " in run.stdout, run.stdout + run.stderr
    return re.findall(r"^(.*) BROKEN", run.stdout, re.MULTILINE)


def test_no_rule_of_import_is_broken() -> None:
    assert check_imports(Path(PROJECT)) == []


def test_every_rule_of_import_is_tried() -> None:
    rules = tomllib.loads(Path(PROJECT, "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    tried = [rule for _, rule in BREACHES.values()]
    assert [rule["name"] for rule in rules if not rule["name"].startswith(tuple(tried))] == []


@pytest.mark.parametrize("path", BREACHES)
def test_a_breach_is_found(path: str, tmp_path: Path) -> None:
    for room in ROOMS:
        shutil.copytree(Path(PROJECT, room), tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(Path(PROJECT, "pyproject.toml"), tmp_path)
    line, rule = BREACHES[path]
    with (tmp_path / path).open("a") as module:
        module.write(f"\n{line}\n")
    breaches = check_imports(tmp_path)
    assert any(broken.startswith(rule) for broken in breaches), breaches
