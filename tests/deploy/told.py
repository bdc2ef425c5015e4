"""What a container is told, put together as the kubelet does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.deploy.manifests import Manifests, Object, container_of, labels_of, pod_of

Values = Mapping[str, Mapping[str, str]]
_LABEL = re.compile(r"metadata\.labels\['(.+)'\]")


def environment(manifests: Manifests, secrets: Values, workload: Object, **settings: str) -> dict[str, str]:
    """The environment of its container; `settings` stand in the place of those of the ConfigMap.

    Raises `KeyError` for what is referred to and not there.
    """
    container = container_of(workload)
    variables: dict[str, str] = {}
    for source in container["envFrom"]:
        variables |= manifests.get("ConfigMap", source["configMapRef"]["name"])["data"] | settings
    for entry in container["env"]:
        if not _is_left_out(entry, secrets):
            variables[entry["name"]] = settings.get(entry["name"]) or _value(
                entry, variables, secrets, labels_of(workload)
            )
    return variables


def secret_references(workload: Object) -> Iterator[tuple[str, str | None]]:
    """Each Secret, and which of its keys, that a pod refers to."""
    for entry in container_of(workload)["env"]:
        if reference := entry.get("valueFrom", {}).get("secretKeyRef"):
            yield reference["name"], reference["key"]
    for volume in pod_of(workload).get("volumes", []):
        if "secret" in volume:
            yield volume["secret"]["secretName"], None


def _is_left_out(entry: Object, secrets: Values) -> bool:
    reference = entry.get("valueFrom", {}).get("secretKeyRef", {})
    return reference.get("optional", False) and reference["name"] not in secrets


def _value(entry: Object, variables: Mapping[str, str], secrets: Values, labels: Mapping[str, str]) -> str:
    source: Any = entry.get("valueFrom")
    if source is None:
        return re.sub(r"\$\((\w+)\)", lambda match: variables[match[1]], entry["value"])
    if "secretKeyRef" in source:
        return secrets[source["secretKeyRef"]["name"]][source["secretKeyRef"]["key"]]
    label = _LABEL.fullmatch(source["fieldRef"]["fieldPath"])
    assert label, source
    return labels[label[1]]
