"""What is rendered for Kubernetes keeps every rule, and a slip against any of them is found."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deploy import rules
from tests.deploy.manifests import KUBERNETES, Manifests, build, container_of, pod_of

INSTALLATIONS = ["base", "overlays/production"]


@pytest.mark.parametrize("folder", INSTALLATIONS)
def test_an_installation_keeps_every_rule(folder: str) -> None:
    assert rules.breaches_of(build(KUBERNETES / folder)) == {}


def test_every_folder_with_an_installation_is_looked_at() -> None:
    overlays = [path.name for path in (KUBERNETES / "overlays").iterdir()]
    assert sorted(f"overlays/{name}" for name in overlays) == INSTALLATIONS[1:]


def _forget_probe(manifests: Manifests) -> None:
    del container_of(manifests.get("Deployment", "intake"))["readinessProbe"]


def _probe_elsewhere(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "quality"))["livenessProbe"]["httpGet"]["path"] = "/health/ready"


def _misspell(manifests: Manifests) -> None:
    manifests.get("Deployment", "repair")["spec"]["replicaz"] = 2


def _misspell_for_the_operator(manifests: Manifests) -> None:
    manifests.get("RabbitmqCluster", "zongzhan-broker")["spec"]["replicaz"] = 3


def _lose_a_process(manifests: Manifests) -> None:
    manifests.objects.remove(manifests.get("Deployment", "oversight"))


def _start_another(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "quality"))["command"][-1] = "services.repair.service"


def _take_all_memory(manifests: Manifests) -> None:
    del container_of(manifests.get("Deployment", "stations"))["resources"]["limits"]["memory"]


def _ask_for_more_than_is_allowed(manifests: Manifests) -> None:
    container_of(manifests.get("Job", "zongzhan-migrate"))["resources"]["requests"]["memory"] = "1Gi"


def _run_as_root(manifests: Manifests) -> None:
    pod_of(manifests.get("Deployment", "gateway"))["securityContext"]["runAsUser"] = 0


def _write_anywhere(manifests: Manifests) -> None:
    container_of(manifests.get("Job", "zongzhan-migrate"))["securityContext"]["readOnlyRootFilesystem"] = False


def _keep_a_capability(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "intake"))["securityContext"]["capabilities"]["add"] = ["NET_RAW"]


def _mount_a_token(manifests: Manifests) -> None:
    del pod_of(manifests.get("Deployment", "intake"))["automountServiceAccountToken"]


def _kill_early(manifests: Manifests) -> None:
    pod_of(manifests.get("Deployment", "inventory"))["terminationGracePeriodSeconds"] = 30


def _stop_at_once(manifests: Manifests) -> None:
    del container_of(manifests.get("Deployment", "gateway"))["lifecycle"]


def _run_alone(manifests: Manifests) -> None:
    manifests.get("Deployment", "repair")["spec"]["replicas"] = 1


def _lose_a_budget(manifests: Manifests) -> None:
    manifests.objects.remove(manifests.get("PodDisruptionBudget", "notifications"))


def _crowd(manifests: Manifests) -> None:
    del pod_of(manifests.get("Deployment", "intake"))["topologySpreadConstraints"][0]


def _lose_a_member(manifests: Manifests) -> None:
    manifests.get("MongoDBCommunity", "zongzhan-database")["spec"]["members"] = 2


def _crowd_the_broker(manifests: Manifests) -> None:
    affinity = manifests.get("RabbitmqCluster", "zongzhan-broker")["spec"]["affinity"]["podAntiAffinity"]
    del affinity["requiredDuringSchedulingIgnoredDuringExecution"]


def _let_transactions_last(manifests: Manifests) -> None:
    del manifests.get("MongoDBCommunity", "zongzhan-database")["spec"]["additionalMongodConfig"]["setParameter"]


def _take_the_latest(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "intake"))["image"] = "registry.example.com/zongzhan:latest"


def _mix_versions(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "intake"))["image"] = "registry.example.com/zongzhan:0.0.9"


def _mislabel(manifests: Manifests) -> None:
    deployment = manifests.get("Deployment", "intake")
    deployment["spec"]["template"]["metadata"]["labels"]["app.kubernetes.io/component"] = "repair"


def _write_a_password(manifests: Manifests) -> None:
    entries = container_of(manifests.get("Deployment", "intake"))["env"]
    entries.append({"name": "AMQP_URI", "value": "amqp://zz_intake:hunter2@zongzhan-broker/zz"})


def _write_a_key(manifests: Manifests) -> None:
    manifests.of("ConfigMap")[0]["data"]["ZZ_AUDIT_KEY"] = "00ff"


def _bring_a_secret(manifests: Manifests) -> None:
    metadata = {"name": "zongzhan-intake", "namespace": "zongzhan", "labels": {"app.kubernetes.io/part-of": "zongzhan"}}
    manifests.objects.append({"apiVersion": "v1", "kind": "Secret", "metadata": metadata})


def _tell_what_nobody_reads(manifests: Manifests) -> None:
    manifests.of("ConfigMap")[0]["data"]["ZZ_LOGLEVEL"] = "DEBUG"


def _name_another_settings_map(manifests: Manifests) -> None:
    container_of(manifests.get("Deployment", "intake"))["envFrom"][0]["configMapRef"]["name"] = "settings"


def _name_another_port(manifests: Manifests) -> None:
    manifests.get("Service", "gateway")["spec"]["ports"][0]["targetPort"] = "web"


def _name_another_service(manifests: Manifests) -> None:
    ingress = manifests.get("Ingress", "gateway-stream")
    ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]["name"] = "stream"


PLANTED: dict[Callable[[Manifests], None], rules.Rule] = {
    _forget_probe: rules.answers_for_its_health,
    _probe_elsewhere: rules.answers_for_its_health,
    _misspell: rules.keeps_the_schema,
    _misspell_for_the_operator: rules.keeps_the_schema,
    _lose_a_process: rules.has_every_process,
    _start_another: rules.has_every_process,
    _take_all_memory: rules.knows_its_measure,
    _ask_for_more_than_is_allowed: rules.knows_its_measure,
    _run_as_root: rules.has_no_rights,
    _write_anywhere: rules.has_no_rights,
    _keep_a_capability: rules.has_no_rights,
    _mount_a_token: rules.has_no_rights,
    _kill_early: rules.has_time_to_stop,
    _stop_at_once: rules.has_time_to_stop,
    _run_alone: rules.survives_a_machine,
    _lose_a_budget: rules.survives_a_machine,
    _crowd: rules.survives_a_machine,
    _lose_a_member: rules.has_clusters_of_three,
    _crowd_the_broker: rules.has_clusters_of_three,
    _let_transactions_last: rules.has_clusters_of_three,
    _take_the_latest: rules.names_its_images,
    _mix_versions: rules.names_its_images,
    _mislabel: rules.belongs_together,
    _write_a_password: rules.holds_no_secret,
    _write_a_key: rules.holds_no_secret,
    _bring_a_secret: rules.holds_no_secret,
    _tell_what_nobody_reads: rules.says_what_is_read,
    _name_another_settings_map: rules.finds_what_it_names,
    _name_another_port: rules.finds_what_it_names,
    _name_another_service: rules.finds_what_it_names,
}


@pytest.mark.parametrize("plant", PLANTED)
def test_a_slip_is_found(plant: Callable[[Manifests], None]) -> None:
    manifests = build(KUBERNETES / "overlays/production")
    plant(manifests)
    assert [*PLANTED[plant](manifests)] != []


def test_every_rule_is_tried() -> None:
    assert set(PLANTED.values()) == set(rules.RULES)


def test_a_probe_that_is_taken_out_of_the_files_is_missed(tmp_path: Path) -> None:
    shutil.copytree(KUBERNETES, tmp_path / "k8s")
    shared = tmp_path / "k8s/base/processes/process.yaml"
    shared.write_text(shared.read_text().replace("readinessProbe:", "startupProbe:"))
    breaches = [*rules.answers_for_its_health(build(tmp_path / "k8s/base"))]
    assert "intake: readinessProbe" in breaches
