"""Who may speak to whom, as the NetworkPolicies say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.deploy.manifests import Labels, Manifests, Object, selects

INGRESS, EGRESS = "Ingress", "Egress"
HOME = "zongzhan"


@dataclass(frozen=True)
class Place:
    """One end of a connection: a pod of a namespace, or with neither an address outside the cluster."""

    labels: Labels = field(default_factory=dict)
    namespace: str | None = HOME


OUTSIDE = Place(namespace=None)


def may_speak(manifests: Manifests, source: Place, target: Place, port: int | str) -> bool:
    """Whether a connection is allowed at both its ends; only pods of the installation have policies."""
    return _allows(manifests, EGRESS, source, target, port) and _allows(manifests, INGRESS, target, source, port)


def _allows(manifests: Manifests, direction: str, own: Place, other: Place, port: int | str) -> bool:
    if own.namespace != HOME:
        return True
    policies = [
        policy["spec"]
        for policy in manifests.of("NetworkPolicy")
        if direction in policy["spec"]["policyTypes"] and selects(policy["spec"]["podSelector"], own.labels)
    ]
    rules = [rule for spec in policies for rule in spec.get(direction.lower(), [])]
    side = "to" if direction == EGRESS else "from"
    return not policies or any(_takes(rule, side, other, port) for rule in rules)


def _takes(rule: Object, side: str, other: Place, port: int | str) -> bool:
    ports = [entry["port"] for entry in rule.get("ports", [])]
    peers = rule.get(side)
    return (not ports or port in ports) and (peers is None or any(_is(peer, other) for peer in peers))


def _is(peer: Any, place: Place) -> bool:
    if place.namespace is None:
        return False
    namespaces = peer.get("namespaceSelector", {"matchLabels": {"kubernetes.io/metadata.name": HOME}})
    in_namespace = selects(namespaces, {"kubernetes.io/metadata.name": place.namespace})
    return in_namespace and selects(peer.get("podSelector", {}), place.labels)
