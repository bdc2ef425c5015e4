"""What each process of the platform is told, and what it is not."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from zz.local import processes, secrets, settings
from zz.local.backing import Backing
from zz.local.installation import Installation
from zz.local.paths import PROJECT
from zz.local.processes import GATEWAY, PROCESSES, SERVICES
from zz.local.program import inherited_environment

if TYPE_CHECKING:
    from pathlib import Path

PORTS = {name: 20001 + number for number, name in enumerate(PROCESSES)}


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(
        prefix="zzt1",
        bind="127.0.0.1:8000",
        environment="development",
        ports=PORTS,
        is_local=False,
        backing=Backing(
            amqp_uri="amqp://the-admin:their-password@one:5672/zz;amqp://the-admin:their-password@two:5673/zz",
            broker_api="http://the-admin:their-password@one:15672",
            mongo_uri="mongodb://the-admin:their-password@a:27017,b:27018/?authSource=admin&replicaSet=rs0&tls=true",
        ),
        secrets=secrets.load_or_make(tmp_path / "secrets.json", PROCESSES),
    )


@pytest.mark.parametrize("name", PROCESSES)
def test_no_process_gets_an_administrators_log_in(name: str, installation: Installation) -> None:
    environment = json.dumps(dict(processes.program(name, installation).env))
    assert "the-admin" not in environment
    assert "their-password" not in environment


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_has_a_broker_user_of_its_own_at_every_node(name: str, installation: Installation) -> None:
    uris = [urlsplit(uri) for uri in processes.program(name, installation).env["AMQP_URI"].split(";")]
    assert [(uri.hostname, uri.port, uri.path) for uri in uris] == [("one", 5672, "/zz"), ("two", 5673, "/zz")]
    assert {(uri.username, uri.password) for uri in uris} == {(f"zzt1_{name}", installation.secrets.passwords[name])}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_logs_in_to_its_own_database_and_keeps_the_other_options(
    name: str, installation: Installation
) -> None:
    uri = processes.program(name, installation).env["MONGO_URI"]
    login = f"zzt1_{name}:{installation.secrets.passwords[name]}"
    assert uri == f"mongodb://{login}@a:27017,b:27018/zzt1_{name}?authSource=zzt1_{name}&replicaSet=rs0&tls=true"


def test_the_gateway_knows_no_database(installation: Installation) -> None:
    assert "MONGO_URI" not in processes.program(GATEWAY, installation).env


def test_only_stations_can_sign_tokens_and_everybody_can_verify_them(installation: Installation) -> None:
    environments = {program.name: program.env for program in processes.programs(installation)}
    assert [name for name, env in environments.items() if "ZZ_TOKEN_PRIVATE_KEY" in env] == ["stations"]
    for env in environments.values():
        (key,) = json.loads(env["ZZ_TOKEN_PUBLIC_KEYS"])["keys"]
        assert key["alg"] == "Ed25519"
        assert "d" not in key


def test_no_two_processes_share_a_key(installation: Installation) -> None:
    for setting in ("ZZ_AUDIT_KEY", "ZZ_CURSOR_KEY", "AMQP_URI", "ZZ_HEALTH_PORT"):
        values = [program.env[setting] for program in processes.programs(installation)]
        assert len(set(values)) == len(PROCESSES), setting


def test_a_password_with_signs_of_an_address_is_quoted(installation: Installation) -> None:
    odd = {**installation.secrets.passwords, "intake": "p@s:s/w%rd"}
    changed = dataclasses.replace(installation, secrets=dataclasses.replace(installation.secrets, passwords=odd))
    uri = urlsplit(processes.program("intake", changed).env["MONGO_URI"].replace(",b:27018", ""))
    assert unquote(uri.password or "") == "p@s:s/w%rd"
    assert uri.hostname == "a"


def test_a_setting_goes_to_the_processes_that_it_is_for_and_to_no_other(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = dict.fromkeys(settings.REMEMBERED, "given")
    told = dataclasses.replace(installation, settings=given, smtp_uri="given")
    for name in PROCESSES:
        own = {"gateway": settings.OF_THE_GATEWAY, "notifications": settings.OF_THE_MAILER}.get(name, ())
        environment = processes.program(name, told).env
        assert {setting for setting in given if setting in environment} == {*settings.OF_ALL, *own}
    for name in given:
        monkeypatch.setenv(name, "of whoever starts the supervisor")
    assert not given.keys() & inherited_environment().keys()


def test_every_setting_of_the_gateway_is_remembered_or_the_installations_own(installation: Installation) -> None:
    named = set(re.findall(r'env\.\w+\("(\w+)"', (PROJECT / "gateway/settings.py").read_text()))
    assert named <= {*settings.REMEMBERED, *processes.program(GATEWAY, installation).env}
