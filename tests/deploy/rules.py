"""What every installation has to keep, rule by rule: each function names what breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import jsonschema
import kubernetes_validate

from stationkit.process.migrate import ORPHAN_SECONDS
from tests.deploy.manifests import Manifests, Object, container_of, labels_of, name_of, pod_of, selects, strings_in
from tests.deploy.operators import SCHEMAS
from tests.ground.platform import STOP_SECONDS
from zz.local.paths import PROJECT
from zz.local.processes import GATEWAY, GUNICORN, PROCESSES

Breaches = Iterator[str]
Rule = Callable[[Manifests], Breaches]
KUBERNETES_VERSIONS = ("1.30", "1.37")
PROBES = {"startupProbe": "/health/live", "livenessProbe": "/health/live", "readinessProbe": "/health/ready"}
STEPS = ("ground", "migrate", "processes")
MEMBERS = {"RabbitmqCluster": "replicas", "MongoDBCommunity": "members"}
PINNED = re.compile(r"\S+(:v?[0-9][\w.-]*|@sha256:[0-9a-f]{64})")
LOGIN = re.compile(r"://([^/@\s]*):([^/@\s]*)@")
VARIABLES = re.compile(r"""["'](ZZ_[A-Z_]+)["']""")
SETTINGS = (
    "stationkit/ground/settings.py",
    "services/notifications/mailer.py",
    "gateway/settings.py",
    "gateway/gunicorn.py",
    "zz/local/program.py",
)


def keeps_the_schema(manifests: Manifests) -> Breaches:
    """Every object is one that Kubernetes or an operator knows, with no field that it does not know."""
    for manifest in manifests.objects:
        try:
            if manifest["kind"] in SCHEMAS:
                jsonschema.validate(manifest, SCHEMAS[manifest["kind"]])
                continue
            for version in KUBERNETES_VERSIONS:
                kubernetes_validate.validate(manifest, version, strict=True)
        except (jsonschema.ValidationError, kubernetes_validate.ValidationError) as error:
            yield f"{name_of(manifest)}: {error.message}"


def has_every_process(manifests: Manifests) -> Breaches:
    """One Deployment for each process, with the command that starts it."""
    processes = manifests.processes()
    if set(processes) != set(PROCESSES):
        yield f"processes: {sorted(set(processes) ^ set(PROCESSES))}"
    for name, process in processes.items():
        service = ["python", "-m", "stationkit.process.run", f"services.{name}.service"]
        gateway = ["python", "-m", "gunicorn", *GUNICORN, "gateway.app:create_app()"]
        if container_of(process)["command"] != (gateway if name == GATEWAY else service):
            yield f"{name}: command"


def answers_for_its_health(manifests: Manifests) -> Breaches:
    for name, process in manifests.processes().items():
        container = container_of(process)
        ports = {port["name"] for port in container["ports"]}
        for probe, path in PROBES.items():
            asked = container.get(probe, {}).get("httpGet", {})
            if asked.get("path") != path or asked.get("port") != "health" or "health" not in ports:
                yield f"{name}: {probe}"


def knows_its_measure(manifests: Manifests) -> Breaches:
    """Processor and memory are asked for and limited, and the limit is the greater."""
    for workload in manifests.workloads():
        resources = container_of(workload).get("resources", {})
        for what in ("cpu", "memory"):
            asked, limit = (resources.get(side, {}).get(what) for side in ("requests", "limits"))
            if not asked or not limit or _amount(asked) > _amount(limit):
                yield f"{name_of(workload)}: {what}"


def has_no_rights(manifests: Manifests) -> Breaches:
    """Pods keep Kubernetes' restricted standard, write to a folder of their own only, have no token of the cluster."""
    for workload in manifests.workloads():
        pod, container = pod_of(workload), container_of(workload)
        own, whole = container.get("securityContext", {}), pod.get("securityContext", {})
        checks = {
            "runAsNonRoot": whole.get("runAsNonRoot") is True and whole.get("runAsUser", 0) >= 10000,
            "seccompProfile": whole.get("seccompProfile") == {"type": "RuntimeDefault"},
            "allowPrivilegeEscalation": own.get("allowPrivilegeEscalation") is False,
            "readOnlyRootFilesystem": own.get("readOnlyRootFilesystem") is True,
            "capabilities": own.get("capabilities") == {"drop": ["ALL"]},
            "automountServiceAccountToken": pod.get("automountServiceAccountToken") is False,
            "host": not any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")),
            "volumes": all({*volume} & {"emptyDir", "secret"} for volume in pod["volumes"]),
        }
        yield from (f"{name_of(workload)}: {what}" for what, is_kept in checks.items() if not is_kept)


def has_time_to_stop(manifests: Manifests) -> Breaches:
    """What was begun is ended before the kill, and the gateway is out of the way before it stops."""
    for name, process in manifests.processes().items():
        waits = container_of(process).get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
        if pod_of(process).get("terminationGracePeriodSeconds", 30) <= STOP_SECONDS + waits:
            yield f"{name}: terminationGracePeriodSeconds"
        if name == GATEWAY and not waits:
            yield f"{name}: preStop"


def survives_a_machine(manifests: Manifests) -> Breaches:
    """Two of each at least, on different machines, of which one at a time may be taken away."""
    budgets = [budget["spec"] for budget in manifests.of("PodDisruptionBudget")]
    for name, process in manifests.processes().items():
        own = [budget for budget in budgets if selects(budget["selector"], labels_of(process))]
        if process["spec"]["replicas"] < 2:
            yield f"{name}: replicas"
        if [budget.get("maxUnavailable") for budget in own] != [1]:
            yield f"{name}: PodDisruptionBudget"
        if process["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] != 0:
            yield f"{name}: maxUnavailable"
        spread = {constraint["topologyKey"] for constraint in pod_of(process).get("topologySpreadConstraints", [])}
        if spread != {"kubernetes.io/hostname", "topology.kubernetes.io/zone"}:
            yield f"{name}: topologySpreadConstraints"


def has_clusters_of_three(manifests: Manifests) -> Breaches:
    for kind, members in MEMBERS.items():
        (cluster,) = manifests.of(kind)
        spec = cluster["spec"]
        affinity = (spec.get("affinity") or spec["statefulSet"]["spec"]["template"]["spec"]["affinity"])[
            "podAntiAffinity"
        ]
        apart = affinity.get("requiredDuringSchedulingIgnoredDuringExecution", [])
        if spec[members] != 3:
            yield f"{kind}: {members}"
        if "kubernetes.io/hostname" not in {term["topologyKey"] for term in apart}:
            yield f"{kind}: podAntiAffinity"
    (database,) = manifests.of("MongoDBCommunity")
    parameters = database["spec"]["additionalMongodConfig"].get("setParameter", {})
    if parameters.get("transactionLifetimeLimitSeconds") != ORPHAN_SECONDS:
        yield "MongoDBCommunity: transactionLifetimeLimitSeconds"
    if not database["spec"]["security"]["authentication"]["ignoreUnknownUsers"]:
        yield "MongoDBCommunity: ignoreUnknownUsers"


def names_its_images(manifests: Manifests) -> Breaches:
    """By version or digest; the platform's own by one and the same."""
    own = {container_of(workload)["image"] for workload in manifests.workloads()}
    foreign = {cluster["spec"]["image"] for cluster in manifests.of("RabbitmqCluster")}
    yield from (f"image {image}" for image in own | foreign if not PINNED.fullmatch(image))
    if len(own) != 1:
        yield f"images {sorted(own)}"


def belongs_together(manifests: Manifests) -> Breaches:
    """Selectors take the pods that they are for; everything is marked as a part of the platform, and with its step."""
    for manifest in manifests.objects:
        labels = manifest["metadata"].get("labels", {})
        if labels.get("app.kubernetes.io/part-of") != "zongzhan" or labels.get("zongzhan/step") not in STEPS:
            yield f"{name_of(manifest)}: labels"
        if manifest["kind"] != "Namespace" and manifest["metadata"].get("namespace") != "zongzhan":
            yield f"{name_of(manifest)}: namespace"
    processes = manifests.processes()
    for name, manifest in processes.items():
        taken = [other for other in processes if selects(manifest["spec"]["selector"], labels_of(processes[other]))]
        if taken != [name] or labels_of(manifest)["app.kubernetes.io/component"] != name:
            yield f"{name}: selector"
    pods = [*map(labels_of, processes.values())]
    for manifest in manifests.of("Service"):
        if not any(selects({"matchLabels": manifest["spec"]["selector"]}, labels) for labels in pods):
            yield f"{name_of(manifest)}: selector"


def holds_no_secret(manifests: Manifests) -> Breaches:
    """Secrets are referred to; what has the name of one has no value, and an address no password."""
    yield from (name_of(secret) for secret in manifests.of("Secret"))
    for manifest in manifests.objects:
        for text in strings_in(manifest):
            yield from (f"{name_of(manifest)}: log-in" for _, word in LOGIN.findall(text) if not word.startswith("$("))
    for manifest in manifests.workloads():
        for entry in container_of(manifest)["env"]:
            if re.search("PASSWORD|KEY|SECRET|TOKEN", entry["name"]) and "valueFrom" not in entry:
                yield f"{name_of(manifest)}: {entry['name']}"
    for manifest in manifests.of("ConfigMap"):
        yield from (
            f"{name_of(manifest)}: {key}" for key in manifest["data"] if re.search("PASSWORD|KEY|SECRET|TOKEN", key)
        )


def says_what_is_read(manifests: Manifests) -> Breaches:
    """No variable of the platform's that none of its processes reads."""
    variables = {name for path in SETTINGS for name in VARIABLES.findall((PROJECT / path).read_text())}
    for workload in manifests.workloads():
        names = {entry["name"] for entry in container_of(workload)["env"]}
        yield from (
            f"{name_of(workload)}: {name}" for name in names if name.startswith("ZZ_") and name not in variables
        )
    for workload in manifests.of("ConfigMap"):
        names = set(workload["data"])
        yield from (
            f"{name_of(workload)}: {name}" for name in names if name.startswith("ZZ_") and name not in variables
        )


def finds_what_it_names(manifests: Manifests) -> Breaches:
    """ConfigMaps, accounts, volumes, Services and ports that are named are there."""
    maps = {config_map["metadata"]["name"] for config_map in manifests.of("ConfigMap")}
    accounts = {account["metadata"]["name"] for account in manifests.of("ServiceAccount")}
    for workload in manifests.workloads():
        pod, container = pod_of(workload), container_of(workload)
        named = {source["configMapRef"]["name"] for source in container["envFrom"]}
        yield from (f"{name_of(workload)}: ConfigMap {name}" for name in named - maps)
        if pod["serviceAccountName"] not in accounts:
            yield f"{name_of(workload)}: {pod['serviceAccountName']}"
        mounted = {mount["name"] for mount in container["volumeMounts"]}
        yield from (
            f"{name_of(workload)}: volume {name}" for name in mounted ^ {volume["name"] for volume in pod["volumes"]}
        )
    yield from _dangling_services(manifests)


def _dangling_services(manifests: Manifests) -> Breaches:
    services = {service["metadata"]["name"]: service["spec"] for service in manifests.of("Service")}
    for ingress in manifests.of("Ingress"):
        for path in (path for rule in ingress["spec"]["rules"] for path in rule["http"]["paths"]):
            backend = path["backend"]["service"]
            ports = [port["name"] for port in services.get(backend["name"], {}).get("ports", [])]
            if backend["port"]["name"] not in ports:
                yield f"{name_of(ingress)}: {backend['name']}"
    for name, spec in services.items():
        for workload in manifests.of("Deployment"):
            if not selects({"matchLabels": spec["selector"]}, labels_of(workload)):
                continue
            ports = [port["name"] for port in container_of(workload)["ports"]]
            yield from (
                f"Service {name}: {port['targetPort']}" for port in spec["ports"] if port["targetPort"] not in ports
            )


def _amount(text: str) -> float:
    """A quantity as Kubernetes writes it."""
    units = {"m": 0.001, "Mi": 2.0**20, "Gi": 2.0**30, "": 1.0}
    match = re.fullmatch(r"([0-9.]+)(\D*)", text)
    assert match, text
    return float(match[1]) * units[match[2]]


def breaches_of(manifests: Manifests) -> Object:
    """What breaks which rule."""
    breaches_by_rule = {rule.__name__: [*rule(manifests)] for rule in RULES}
    return {name: breaches for name, breaches in breaches_by_rule.items() if breaches}


RULES: tuple[Rule, ...] = (
    keeps_the_schema,
    has_every_process,
    answers_for_its_health,
    knows_its_measure,
    has_no_rights,
    has_time_to_stop,
    survives_a_machine,
    has_clusters_of_three,
    names_its_images,
    belongs_together,
    holds_no_secret,
    says_what_is_read,
    finds_what_it_names,
)
