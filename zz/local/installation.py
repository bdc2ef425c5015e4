"""What one installation is: name prefix, addresses, keys, and where its processes answer about their health."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from zz.local import backing, mail, ports, secrets, settings
from zz.local.paths import write_private
from zz.local.processes import PROCESSES
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.local.backing import Backing
    from zz.local.paths import Paths
    from zz.local.secrets import Secrets

PREFIX = "zz"
BIND = "127.0.0.1:8000"
ENVIRONMENT = "development"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Installation:
    """Everything that the processes are started with; `ports` are loopback ports by program name."""

    prefix: str
    bind: str
    environment: str
    ports: Mapping[str, int]
    is_local: bool
    backing: Backing
    secrets: Secrets = field(repr=False)
    smtp_uri: str = field(default="", repr=False)
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port of the gateway."""
        host, _, port = self.bind.rpartition(":")
        return host, int(port)

    @property
    def url(self) -> str:
        """Where people and programs reach the platform."""
        return f"http://{self.bind}"


def plan(place: Paths, *, is_running: bool) -> Installation:
    """Decide what to start: what the environment says, else what was decided last time, else the defaults.

    While the programs run they keep their ports; otherwise a port that somebody took meanwhile is replaced.
    """
    saved = _read(place)
    environment = _environment(saved)
    names = (*backing.LOCAL_PORTS, mail.NAME, *PROCESSES)
    saved_ports: dict[str, int] = saved.get("ports", {})
    chosen = {**ports.choose(names, saved_ports), **(saved_ports if is_running else {})}
    keys = secrets.load_or_make(place.secrets, PROCESSES)
    given, remembered = backing.given(), settings.chosen(saved.get("settings", {}))
    return Installation(
        prefix=os.environ.get("ZZ_PREFIX") or saved.get("prefix", PREFIX),
        bind=_checked(os.environ.get("ZZ_BIND") or saved.get("bind", BIND), environment),
        environment=environment,
        ports=chosen,
        is_local=given is None,
        backing=given or backing.local(keys, chosen),
        secrets=keys,
        smtp_uri=mail.uri(environment, chosen, remembered),
        settings=remembered,
    )


def save(place: Paths, installation: Installation) -> None:
    """Let the other commands find it; the keys stay in their own file."""
    document = asdict(replace(installation, secrets=None))  # type: ignore[arg-type]
    del document["secrets"]
    write_private(place.installation, json.dumps(document, indent=1))


def load(place: Paths) -> Installation:
    """The one that was started last."""
    document = _read(place)
    if not document:
        raise UserError("Nothing has been started here yet.", "Run `make run`, or `zz up`.")
    document["backing"] = backing.Backing(**document["backing"])
    return Installation(**document, secrets=secrets.load_or_make(place.secrets, PROCESSES))


def _environment(saved: Mapping[str, Any]) -> str:
    """What was production stays production: in development whoever asks moves the business clock."""
    before = saved.get("environment", ENVIRONMENT)
    environment = os.environ.get("ZZ_ENV") or before
    if environment == ENVIRONMENT != before:
        remedy = "Leave ZZ_ENV out, or set it to production; develop in another copy of this folder."
        raise UserError(f"This installation was started as {before}, and ZZ_ENV is {environment}.", remedy)
    return environment


def _checked(bind: str, environment: str) -> str:
    """In development the business clock moves for whoever asks, so nobody but this machine may ask."""
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal():
        raise UserError(f"ZZ_BIND is {bind!r}, not an address with a port.", f"Give it like this: ZZ_BIND={BIND}")
    if environment == ENVIRONMENT and host not in LOOPBACK:
        remedy = "Set ZZ_ENV=production, or bind to 127.0.0.1."
        raise UserError(f"ZZ_BIND {bind} can be reached from outside, and this is a development set-up.", remedy)
    return bind


def _read(place: Paths) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(place.installation.read_text())
    except FileNotFoundError:
        return {}
    return document
