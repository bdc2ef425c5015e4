"""Each process reaches what it needs and nothing else, and is reached by whom it serves."""

from __future__ import annotations

import pytest

from tests.deploy.manifests import KUBERNETES, Manifests, build, labels_of
from tests.deploy.reach import OUTSIDE, Place, may_speak
from zz.local.processes import GATEWAY, PROCESSES, SERVICES

NAMES = Place({"k8s-app": "kube-dns"}, "kube-system")
INGRESS = Place(namespace="ingress-nginx")
MONITORING = Place(namespace="monitoring")
STRANGER = Place(namespace="elsewhere")
BROKER = Place({"app.kubernetes.io/name": "zongzhan-broker"})
DATABASE = Place({"app": "zongzhan-database-svc"})
TARGETS = {
    "names": (NAMES, 53),
    "broker": (BROKER, 5672),
    "broker's administration": (BROKER, 15672),
    "brokers among themselves": (BROKER, 25672),
    "database": (DATABASE, 27017),
    "mail": (OUTSIDE, 587),
    "web": (OUTSIDE, 443),
    "cluster": (OUTSIDE, 6443),
}
AMONG_THEMSELVES = {"web", "cluster", "names"}


@pytest.fixture
def manifests() -> Manifests:
    return build(KUBERNETES / "base")


def _pod(manifests: Manifests, kind: str, name: str) -> Place:
    return Place(labels_of(manifests.get(kind, name)))


def _reached_from(manifests: Manifests, source: Place) -> set[str]:
    return {name for name, (target, port) in TARGETS.items() if may_speak(manifests, source, target, port)}


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_reaches_what_it_needs_and_no_more(name: str, manifests: Manifests) -> None:
    needed = {"names", "broker"}
    needed |= {"database"} if name in SERVICES else set()
    needed |= {"mail"} if name == "notifications" else set()
    assert _reached_from(manifests, _pod(manifests, "Deployment", name)) == needed


def test_migration_reaches_the_administration_of_both(manifests: Manifests) -> None:
    reached = _reached_from(manifests, _pod(manifests, "Job", "zongzhan-migrate"))
    assert reached == {"names", "broker", "broker's administration", "database"}


def test_the_members_of_a_cluster_reach_each_other(manifests: Manifests) -> None:
    assert _reached_from(manifests, BROKER) == {"brokers among themselves", *AMONG_THEMSELVES}
    assert _reached_from(manifests, DATABASE) == {"database", *AMONG_THEMSELVES}


@pytest.mark.parametrize("name", PROCESSES)
def test_only_metrics_are_asked_of_a_process_and_only_the_ingress_speaks_to_the_gateway(
    name: str, manifests: Manifests
) -> None:
    target = _pod(manifests, "Deployment", name)
    assert may_speak(manifests, MONITORING, target, "health")
    assert may_speak(manifests, INGRESS, target, "http") == (name == GATEWAY)
    assert not may_speak(manifests, STRANGER, target, "http")
    assert not may_speak(manifests, STRANGER, target, "health")
    for other in PROCESSES:
        assert not may_speak(manifests, _pod(manifests, "Deployment", other), target, "http")


def test_a_pod_that_nobody_thought_of_speaks_to_nobody(manifests: Manifests) -> None:
    unknown = Place({"app": "unknown"})
    assert _reached_from(manifests, unknown) == {"names"}
    assert not may_speak(manifests, INGRESS, unknown, "http")


@pytest.mark.parametrize("target", [BROKER, DATABASE])
def test_nobody_outside_reaches_broker_or_database(target: Place, manifests: Manifests) -> None:
    for source in (STRANGER, INGRESS, OUTSIDE):
        assert not any(may_speak(manifests, source, target, port) for port in (5672, 15672, 25672, 27017))


def test_a_rule_that_is_lost_is_missed(manifests: Manifests) -> None:
    manifests.objects.remove(manifests.get("NetworkPolicy", "deny-all"))
    manifests.objects.remove(manifests.get("NetworkPolicy", "processes"))
    assert may_speak(manifests, STRANGER, _pod(manifests, "Deployment", "intake"), "health")
