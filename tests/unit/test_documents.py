"""What the documents name exists: files, operations, tests, commands; and every duty of the procedure is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import EVENTS, OPERATIONS, SERVICES
from contracts.oversight.kpis import KPIS
from zz import cli
from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

ROOMS = ("contracts", "deploy", "docs", "gateway", "services", "stationkit", "tests", "zz")
DOCUMENTS = [
    *sorted(PROJECT.glob("*.md")),
    *sorted(document for room in ROOMS for document in PROJECT.glob(f"{room}/**/*.md")),
]
DUTIES = (PROJECT / "docs/duties.md").read_text()
OPERATIONS_PAGE = (PROJECT / "docs/operations.md").read_text()
LAST_OF_POST = {"S": 14, "B": 10, "F": 12, "E": 12, "P": 14}
EVENT = re.compile(r"`(\w+\.v\d+)`")


def of_id(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=of_id)
def test_every_link_to_a_file_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)", document.read_text())
    assert [target for target in targets if "://" not in target and not (document.parent / target).exists()] == []


def test_every_duty_of_the_procedure_has_its_line() -> None:
    expected = [f"{post}{number}" for post, last in LAST_OF_POST.items() for number in range(1, last + 1)]
    expected.remove("F10")
    named = re.findall(r"^\| ([SBFEP]\d+[abc]?) \|", DUTIES, re.MULTILINE)
    assert sorted(named) == sorted([*expected, "F10a", "F10b", "F10c"])


def test_duties_name_operations_and_figures_that_exist() -> None:
    assert set(re.findall(r"`(\w+_\w+)`", DUTIES)) <= {*OPERATIONS, *KPIS}


@pytest.mark.parametrize("document", DOCUMENTS, ids=of_id)
def test_files_that_are_named_exist(document: Path) -> None:
    named = re.findall(r"`(\w+/[\w/]+\.(?:py|sh|md))`", document.read_text())
    assert [name for name in named if not any((PROJECT / room / name).exists() for room in ("", "tests"))] == []


def test_a_duty_without_operation_says_not_yet() -> None:
    for line in re.findall(r"^\| [SBFEP]\d.*$", DUTIES, re.MULTILINE):
        carried_out, tests = (cell.strip() for cell in line.split("|")[3:5])
        assert carried_out == "not yet" or tests, line


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_page_names_all_its_events_and_those_it_hears(service: str) -> None:
    page = (PROJECT / "services" / service / "README.md").read_text()
    sent = {event.type for event in EVENTS.values() if event.producer == service}
    built_in = {event.type for event in EVENTS.values() if event.producer == "stations"}
    consumed = {event.type for event in EVENTS.values() if service in event.subscribers} - built_in
    assert sent | consumed <= set(EVENT.findall(page)) <= EVENTS.keys()


def named_in(pattern: str, *sources: str) -> set[str]:
    """What a pattern finds in these sources of the project."""
    texts = (path.read_text() for source in sources for path in PROJECT.glob(source))
    names = {name for text in texts for name in re.findall(pattern, text)}
    assert names
    return names


def test_the_operations_page_names_every_command() -> None:
    assert [name for name in cli.zz.commands if f"zz {name}" not in OPERATIONS_PAGE] == []


@pytest.mark.parametrize(
    ("pattern", "source"),
    [
        (r'failpoints\.reach\("(\w+)"', "stationkit/**/*.py"),
        (r'failpoints\.reach\("(\w+)"', "services/*/actions/*.py"),
        (r'env\.\w+\("(\w+)"', "stationkit/ground/settings.py"),
        (r'env\.\w+\("(\w+)"', "gateway/settings.py"),
    ],
)
def test_the_operations_page_names_every_failpoint_and_setting(pattern: str, source: str) -> None:
    assert [name for name in named_in(pattern, source) if f"`{name}`" not in OPERATIONS_PAGE] == []


def test_the_operations_page_names_no_metric_that_there_is_not() -> None:
    metrics = named_in(r'"(zongzhan_\w+)"', "stationkit/ground/metrics.py", "gateway/metrics.py")
    assert set(re.findall(r"`(zongzhan_\w+)`", OPERATIONS_PAGE)) <= metrics
