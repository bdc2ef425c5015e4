"""The manifests and `zz secrets` together tell every process what `zz up` tells it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner

from tests.deploy.conftest import MAIL
from tests.deploy.manifests import KUBERNETES, Manifests, build, container_of
from tests.deploy.told import Values, environment, secret_references
from zz.commands import cluster
from zz.local.backing import Backing
from zz.local.installation import Installation
from zz.local.paths import PROJECT, Paths
from zz.local.processes import GATEWAY, PROCESSES, program
from zz.local.secrets import Secrets, load_or_make

OPERATIONS = (PROJECT / "docs/operations.md").read_text()
DATABASE = ",".join(f"zongzhan-database-{number}.zongzhan-database-svc:27017" for number in range(3))


@pytest.fixture
def manifests() -> Manifests:
    return build(KUBERNETES / "overlays/production")


@pytest.fixture
def installation(installation_secrets: Secrets) -> Installation:
    """The same installation as `zz up` would start it on the cluster's broker and database."""
    return Installation(
        prefix="zz",
        bind="0.0.0.0:8000",
        environment="production",
        ports=dict.fromkeys(PROCESSES, 8081),
        is_local=False,
        backing=Backing(
            amqp_uri="amqp://admin:top@zongzhan-broker:5672/zz",
            broker_api="http://admin:top@zongzhan-broker:15672",
            mongo_uri=f"mongodb://admin:top@{DATABASE}/?authSource=admin&replicaSet=zongzhan-database",
        ),
        secrets=installation_secrets,
        smtp_uri=MAIL["uri"],
    )


def _comparable(variables: dict[str, str]) -> dict[str, object]:
    """The options of an address come in any order."""
    url = urlsplit(variables.get("MONGO_URI", ""))
    keys = json.loads(variables["ZZ_TOKEN_PUBLIC_KEYS"])
    return variables | {"MONGO_URI": (url.netloc, url.path, parse_qs(url.query)), "ZZ_TOKEN_PUBLIC_KEYS": keys}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_told_what_it_is_told_elsewhere(
    name: str, manifests: Manifests, secrets: Values, installation: Installation
) -> None:
    variables = environment(manifests, secrets, manifests.get("Deployment", name))
    expected = dict(program(name, installation).env)
    del expected["PYTHONUNBUFFERED"]  # stands in the image
    if name == "stations":
        assert json.loads(variables["ZZ_TOKEN_PRIVATE_KEY"]) == json.loads(expected.pop("ZZ_TOKEN_PRIVATE_KEY"))
    actual = _comparable(variables)
    assert {key: actual.get(key) for key in expected} | {"MONGO_URI": actual["MONGO_URI"]} == _comparable(expected)


def test_the_gateway_knows_no_database_and_believes_one_proxy(manifests: Manifests, secrets: Values) -> None:
    variables = environment(manifests, secrets, manifests.get("Deployment", GATEWAY))
    assert "MONGO_URI" not in variables
    assert variables["ZZ_TRUSTED_PROXIES"] == "1"


def test_the_ports_that_are_opened_are_those_that_are_listened_at(manifests: Manifests, secrets: Values) -> None:
    for name, process in manifests.processes().items():
        variables = environment(manifests, secrets, process)
        ports = {port["name"]: port["containerPort"] for port in container_of(process)["ports"]}
        assert ports["health"] == int(variables["ZZ_HEALTH_PORT"]), name
        assert ports.get("http") == (int(variables["ZZ_BIND"].rpartition(":")[2]) if name == GATEWAY else None)


def test_migration_has_the_administrators_log_ins(
    manifests: Manifests, secrets: Values, installation_secrets: Secrets
) -> None:
    variables = environment(manifests, secrets, manifests.get("Job", "zongzhan-migrate"))
    assert variables["AMQP_URI"] == "amqp://default_user_x:broker-admins@zongzhan-broker:5672/zz"
    assert variables["ZZ_BROKER_API"] == "http://default_user_x:broker-admins@zongzhan-broker:15672"
    mongo = urlsplit(variables["MONGO_URI"])
    assert mongo.netloc == f"admin:{installation_secrets.database_admin}@{DATABASE}"
    assert parse_qs(mongo.query) == {"authSource": ["admin"], "replicaSet": ["zongzhan-database"]}


def test_the_broker_begins_with_the_virtual_host_that_is_used(manifests: Manifests) -> None:
    configuration = manifests.get("RabbitmqCluster", "zongzhan-broker")["spec"]["rabbitmq"]["additionalConfig"]
    assert dict(re.findall(r"(\S+) = (\S+)", configuration))["default_vhost"] == "zz"


def test_the_database_has_the_administrator_whose_password_is_printed(manifests: Manifests, secrets: Values) -> None:
    (admin,) = manifests.get("MongoDBCommunity", "zongzhan-database")["spec"]["users"]
    assert (admin["name"], admin["db"]) == ("admin", "admin")
    assert admin["passwordSecretRef"]["key"] in secrets[admin["passwordSecretRef"]["name"]]


def test_every_secret_that_is_named_is_printed_or_made_and_is_documented(manifests: Manifests, secrets: Values) -> None:
    for workload in manifests.workloads():
        for name, key in secret_references(workload):
            assert key is None or key in secrets[name]
            documented = re.sub(f"^zongzhan-({'|'.join(PROCESSES)})$", "zongzhan-<process>", name)
            assert f"`{documented}`" in OPERATIONS
            assert key is None or f"`{key}`" in OPERATIONS
    names = {tls["secretName"] for ingress in manifests.of("Ingress") for tls in ingress["spec"]["tls"]}
    assert names == {"zongzhan-tls"}
    assert "`zongzhan-tls`" in OPERATIONS


def test_a_key_that_is_not_printed_is_missed(manifests: Manifests, secrets: Values) -> None:
    intake = {key: value for key, value in secrets["zongzhan-intake"].items() if key != "cursor-key"}
    with pytest.raises(KeyError, match="cursor-key"):
        environment(manifests, {**secrets, "zongzhan-intake": intake}, manifests.get("Deployment", "intake"))


def test_no_process_refers_to_what_belongs_to_another(manifests: Manifests) -> None:
    for name, process in manifests.processes().items():
        shared = {"zongzhan-token-keys", *(["zongzhan-mail"] if name == "notifications" else [])}
        assert {secret for secret, _ in secret_references(process)} == {f"zongzhan-{name}", *shared}


def test_without_a_mail_server_the_process_starts_and_mails_wait(manifests: Manifests, secrets: Values) -> None:
    without = {name: values for name, values in secrets.items() if name != "zongzhan-mail"}
    assert "ZZ_SMTP_URI" not in environment(manifests, without, manifests.get("Deployment", "notifications"))


def test_secrets_are_printed_the_same_again_and_keep_what_was_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "HOME", Paths(tmp_path))
    first, second = (CliRunner().invoke(cluster.secrets, ["--json"]).stdout for _ in range(2))
    assert first == second
    items = {item["metadata"]["name"]: item["stringData"] for item in json.loads(first)["items"]}
    secrets_file = json.loads(items["zongzhan-installation"]["secrets.json"])
    assert secrets_file == dataclasses.asdict(load_or_make(tmp_path / "secrets.json", PROCESSES))


def test_passwords_can_stand_in_an_address_as_they_are(installation_secrets: Secrets) -> None:
    assert all(
        re.fullmatch("[A-Za-z0-9_-]{32}", word)
        for word in (*installation_secrets.passwords.values(), installation_secrets.database_admin)
    )
