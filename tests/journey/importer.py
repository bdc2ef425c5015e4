"""What tests of `zz import` have in common: the command as a person runs it, files to give it, and both checkers."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from click.testing import CliRunner

from tests.checker.comparing import Verdict, compare
from zz.cli import zz
from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.world.people import Person

MADE_UP = Path(__file__).with_name("records") / "made_up.csv"
"""Records that nobody ever wrote down: every category, end and barrier, in two groups."""
ENDS = (
    ("Fixed", ""),
    ("Repairable", ""),
    ("Unknown", ""),
    ("End of life", ""),
    ("End of life", "Item too worn out"),
    ("End of life", "No way to open product"),
)


class Importer:
    """`zz import`, run as a person runs it, and the independent checker, with the same account."""

    def __init__(self, person: Person, folder: Path) -> None:
        self._person = person
        self.report = folder / "import-report.csv"
        self._environment = os.environ | {
            "ZZ_URL": person.network.url,
            "ZZ_USERNAME": person.username,
            "ZZ_PASSWORD": person.password,
        }

    def reported(self, kind: str = "rejected") -> list[dict[str, str]]:
        """What the last import wrote into its report, of one kind."""
        with self.report.open(encoding="utf-8-sig", newline="") as file:
            return [row for row in csv.DictReader(file) if row.pop("kind") == kind]

    def run(self, *arguments: str | Path) -> tuple[int, Any]:
        """Exit code, and the one JSON object on standard output."""
        command = [*self._command(*arguments), "--json"]
        done = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False, cwd=PROJECT)
        assert done.stdout, done.stderr
        report = json.loads(done.stdout)
        assert "error" not in report, report
        return done.returncode, report

    def start(self, *arguments: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self._command(*arguments), env=self._environment, stderr=subprocess.PIPE, text=True, cwd=PROJECT
        )

    def _command(self, *arguments: str | Path) -> list[str]:
        report = ["--report", str(self.report)] if arguments[0] == "ords" else []
        return [sys.executable, "-m", "zz", "import", *map(str, arguments), *report]

    def check(self, *files: Path) -> dict[str, Any]:
        """What `zz import check` says, asked here: it is no process of its own, for it changes nothing."""
        result = CliRunner().invoke(zz, ["import", "check", *map(str, files), "--json"], env=self._environment)
        report: dict[str, Any] = json.loads(result.stdout)
        return report

    def compare(self, file: Path) -> Verdict:
        """What the independent checker says."""
        return compare(file, self._person.network.url, self._person.username, self._person.password)


def a_record(ref: str, group: str, status: str, barrier: str = "", **other: str) -> dict[str, str]:
    record = {
        "id": ref,
        "data_provider": "Somebody",
        "country": "CHN",
        "partner_product_category": "Electrical ~ laptop, old",
        "product_category": "Laptop",
        "product_category_id": "16",
        "brand": "Lenovo",
        "year_of_manufacture": "2012",
        "product_age": "7",
        "repair_status": status,
        "repair_barrier_if_end_of_life": barrier,
        "group_identifier": group,
        "event_date": "2019-01-12",
        "problem": 'It hums, then: "no boot"',
    }
    return record | other


def some_records(group: str, count: int) -> list[dict[str, str]]:
    return [a_record(f"{group}_{number}", group, *ENDS[number % len(ENDS)]) for number in range(count)]


def write_csv(path: Path, lines: Sequence[dict[str, str]], *, encoding: str = "utf-8", separator: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(lines)
    return path


def assert_all_there(importer: Importer, file: Path, count: int) -> None:
    check, verdict = importer.check(file), importer.compare(file)
    assert (check["orders"], check["findings"], verdict.orders) == (count, [], count)
    assert verdict.is_clean, verdict
