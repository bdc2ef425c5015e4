"""The image is made from pinned and locked parts, holds what the processes run and nothing else, and is no root's."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.deploy.manifests import KUBERNETES, build, container_of, pod_of
from tests.ground.containers import IMAGES
from zz.local.paths import PROJECT

DOCKERFILE = PROJECT / "deploy" / "Dockerfile"
HADOLINT = Path(sys.executable).with_name("hadolint")
ROOMS = {"contracts", "gateway", "services", "stationkit", "zz"}
NOT_IN_THE_IMAGE = {"python3-venv", "ca-certificates", "rabbitmq-server", "libcurl4"}  # the base's, or other servers'
TEST_IMAGES = PROJECT / "deploy" / "test-images"
LINES = re.sub(r"#.*\n|\\\n", "", DOCKERFILE.read_text()).splitlines()


def _complaints(text: str) -> str:
    run = subprocess.run([HADOLINT, "-"], input=text, capture_output=True, text=True, check=False)
    assert run.stderr == "", run.stderr
    return run.stdout


def _after(word: str) -> list[str]:
    return [line.removeprefix(word).strip() for line in LINES if line.startswith(f"{word} ")]


@pytest.mark.parametrize("file", [DOCKERFILE, *sorted(TEST_IMAGES.glob("*.Dockerfile"))], ids=lambda file: file.name)
def test_the_linter_has_nothing_to_say(file: Path) -> None:
    assert _complaints(file.read_text()) == ""


def test_the_linter_finds_a_slip() -> None:
    assert "DL3007" in _complaints(DOCKERFILE.read_text() + "\nFROM python:latest\n")


def test_the_images_that_tests_ask_for_are_those_that_are_built() -> None:
    built = dict(re.findall(r"^build (\S+) (\S+)", (TEST_IMAGES / "build").read_text(), re.MULTILINE))
    assert set(built) == set(IMAGES.values())
    assert {TEST_IMAGES / name for name in built.values()} == set(TEST_IMAGES.glob("*.Dockerfile"))


def test_it_stands_on_a_python_of_one_exact_version() -> None:
    assert [
        argument for argument in _after("ARG") if re.fullmatch(r"PYTHON=python:3\.\d+\.\d+-slim-\w+", argument)
    ] == _after("ARG")
    assert all(image.startswith("${PYTHON}") for image in _after("FROM"))


def test_packages_are_those_of_the_lock() -> None:
    (install,) = [command for command in _after("RUN") if "pip install" in command]
    assert {"--require-hashes", "--no-deps"} <= set(install.split())


def test_it_has_the_libraries_and_fonts_that_set_up_installs_for_the_processes() -> None:
    listed = (PROJECT / "deploy/setup").read_text().partition("missing_packages() {")[2].partition("\n}")[0]
    (install,) = [command for command in _after("RUN") if "apt-get install" in command]
    conditions = set(re.findall(r"\|\| echo ([\w.-]+)", listed)) - NOT_IN_THE_IMAGE
    assert {word for word in install.split() if re.match("lib|fonts", word)} == conditions


def test_it_runs_as_the_user_of_the_manifests() -> None:
    (user,) = _after("USER")
    for workload in build(KUBERNETES / "base").workloads():
        context = pod_of(workload)["securityContext"]
        assert user == f"{context['runAsUser']}:{context['runAsGroup']}"


def test_only_what_the_processes_run_is_copied() -> None:
    rules = (PROJECT / ".dockerignore").read_text().splitlines()
    rules = [line for line in rules if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = {line[1:] for line in rules if line.startswith("!")}
    copied = {arguments.split()[0] for arguments in _after("COPY") if not arguments.startswith("--from")}
    assert allowed == copied == {*ROOMS, "requirements/runtime.txt"}


def test_there_is_a_room_for_every_module_that_is_started() -> None:
    commands = [container_of(workload)["command"] for workload in build(KUBERNETES / "base").workloads()]
    assert {word.split(".")[0].split("/")[0] for command in commands for word in command[2:3]} <= {*ROOMS, "gunicorn"}
    assert {command[2].split(".")[0] for command in commands} == {"stationkit", "gunicorn", "zz"}


@pytest.mark.parametrize("folder", ["base", "overlays/production"])
def test_the_version_is_the_projects(folder: str) -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    for workload in build(KUBERNETES / folder).workloads():
        assert container_of(workload)["image"].endswith(f"zongzhan:{version}")
