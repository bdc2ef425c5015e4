"""What Kubernetes keeps of an installation: the Secrets that the manifests in `deploy/k8s` refer to."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from zz.console import json_option
from zz.local.paths import HOME
from zz.local.processes import ISSUER, PROCESSES
from zz.local.secrets import load_or_make

if TYPE_CHECKING:
    from zz.local.secrets import Secrets


@click.command("secrets")
@json_option
def secrets(*, as_json: bool) -> None:
    """Print the Secrets for Kubernetes, made once: zz secrets | kubectl apply --server-side -n zongzhan -f -."""
    keys = load_or_make(HOME.secrets, PROCESSES)
    click.echo(json.dumps(manifests(keys), indent=None if as_json else 1))


def manifests(keys: Secrets) -> dict[str, Any]:
    """One Secret for each process, and those of the administrators; addresses stand in the manifests."""
    values = {
        "installation": {"secrets.json": json.dumps(asdict(keys))},
        "database-admin": {"password": keys.database_admin},
        "token-keys": {"public-keys": json.dumps(keys.public_token_keys())},
        **{name: _of_process(name, keys) for name in keys.passwords},
    }
    return {"apiVersion": "v1", "kind": "List", "items": [_secret(name, data) for name, data in values.items()]}


def _of_process(name: str, keys: Secrets) -> dict[str, str]:
    own = {"password": keys.passwords[name], "audit-key": keys.audit_keys[name], "cursor-key": keys.cursor_keys[name]}
    if name == ISSUER:
        own |= {"token-private-key": json.dumps(dict(keys.token_key)), "founding-key": keys.founding_key}
    return own


def _secret(name: str, data: dict[str, str]) -> dict[str, Any]:
    metadata = {"name": f"zongzhan-{name}", "labels": {"app.kubernetes.io/part-of": "zongzhan"}}
    return {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "metadata": metadata, "stringData": data}
