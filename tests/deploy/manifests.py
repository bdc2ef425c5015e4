"""The manifests as Kustomize renders them, and ways to find one's way in them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from zz.local.paths import PROJECT

KUBERNETES = PROJECT / "deploy" / "k8s"
KUBECTL = Path(sys.executable).with_name("kubectl")
Object = dict[str, Any]
Labels = dict[str, str]


class Manifests:
    """All objects of one installation."""

    def __init__(self, objects: list[Object]) -> None:
        self.objects = objects

    def of(self, *kinds: str) -> list[Object]:
        return [manifest for manifest in self.objects if manifest["kind"] in kinds]

    def get(self, kind: str, name: str) -> Object:
        return next(manifest for manifest in self.of(kind) if manifest["metadata"]["name"] == name)

    def workloads(self) -> list[Object]:
        """What makes pods of the platform's own image."""
        return self.of("Deployment", "Job")

    def processes(self) -> dict[str, Object]:
        return {deployment["metadata"]["name"]: deployment for deployment in self.of("Deployment")}


@cache
def rendered(folder: Path) -> str:
    run = subprocess.run([KUBECTL, "kustomize", folder], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stderr == "", run.stderr
    return run.stdout


def build(folder: Path) -> Manifests:
    """Render a folder; a copy that a test may change."""
    return Manifests(list(yaml.safe_load_all(rendered(folder))))


def pod_of(workload: Object) -> Object:
    spec: Object = workload["spec"]["template"]["spec"]
    return spec


def container_of(workload: Object) -> Object:
    """The one container of a pod."""
    container: Object
    (container,) = pod_of(workload)["containers"]
    return container


def labels_of(workload: Object) -> Labels:
    """The labels that its pods carry."""
    labels: Labels = workload["spec"]["template"]["metadata"]["labels"]
    return labels


def name_of(manifest: Object) -> str:
    return f"{manifest['kind']} {manifest['metadata']['name']}"


def selects(selector: Object, labels: Labels) -> bool:
    """Whether a label selector takes a pod with these labels; an empty one takes all."""
    exact = selector.get("matchLabels", {})
    if any(labels.get(key) != value for key, value in exact.items()):
        return False
    return all(_meets(term, labels) for term in selector.get("matchExpressions", []))


def _meets(term: Object, labels: Labels) -> bool:
    is_in = labels.get(term["key"]) in term["values"]
    return {"In": is_in, "NotIn": not is_in}[term["operator"]]


def strings_in(value: Any) -> Iterator[str]:
    """Every text in an object, however deep."""
    if isinstance(value, dict):
        value = [*value.values()]
    if isinstance(value, list):
        for item in value:
            yield from strings_in(item)
    elif isinstance(value, str):
        yield value
