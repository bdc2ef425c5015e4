"""The platform's own processes: one per service and the gateway, each with the least it has to know."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from stationkit.ground.names import Names
from zz.local import settings
from zz.local.program import Program

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zz.local.installation import Installation

SERVICES = ("stations", "intake", "repair", "inventory", "quality", "notifications", "oversight")
GATEWAY = "gateway"
PROCESSES = (*SERVICES, GATEWAY)
GUNICORN = ("-c", "gateway/gunicorn.py")
ISSUER = "stations"  # the one that signs tokens
HASHING = {"EVENTLET_THREADPOOL_SIZE": "2", "MALLOC_ARENA_MAX": "1"}
"""Passwords that are hashed at once, of 19 MiB each; memory that a thread is done with is the next one's."""
MAILER = "notifications"  # the one that knows the mail server


def programs(installation: Installation) -> tuple[Program, ...]:
    """All of `PROCESSES`, in the order in which they are started."""
    return tuple(program(name, installation) for name in PROCESSES)


def program(name: str, installation: Installation) -> Program:
    """How one of `PROCESSES` is started."""
    if name == GATEWAY:
        server = (sys.executable, "-m", "gunicorn", *GUNICORN, "gateway.app:create_app()")
        environment = {"ZZ_BIND": installation.bind, **_given(installation, settings.OF_THE_GATEWAY)}
        return Program(name, server, _common(name, installation) | environment)
    runner = (sys.executable, "-m", "stationkit.process.run", f"services.{name}.service")
    return Program(name, runner, _common(name, installation) | _service(name, installation))


def _common(name: str, installation: Installation) -> dict[str, str]:
    secrets = installation.secrets
    return {
        "ZZ_ENV": installation.environment,
        "ZZ_PREFIX": installation.prefix,
        "AMQP_URI": _amqp_uri(name, installation),
        "ZZ_HEALTH_PORT": str(installation.ports[name]),
        "ZZ_TOKEN_PUBLIC_KEYS": json.dumps(secrets.public_token_keys(), separators=(",", ":")),
        "ZZ_AUDIT_KEY": secrets.audit_keys[name],
        "ZZ_CURSOR_KEY": secrets.cursor_keys[name],
        "PYTHONUNBUFFERED": "1",
        **_given(installation, settings.OF_ALL),
    }


def _service(name: str, installation: Installation) -> dict[str, str]:
    environment = {"MONGO_URI": _mongo_uri(name, installation)}
    if name == ISSUER:
        key = json.dumps(dict(installation.secrets.token_key), separators=(",", ":"))
        environment["ZZ_TOKEN_PRIVATE_KEY"] = key
        environment["ZZ_FOUNDING_KEY"] = installation.secrets.founding_key
        environment |= HASHING
    if name == MAILER:
        environment |= {**_given(installation, settings.OF_THE_MAILER), settings.SMTP_URI: installation.smtp_uri}
    return environment


def _given(installation: Installation, names: Iterable[str]) -> dict[str, str]:
    return {name: installation.settings[name] for name in names if name in installation.settings}


def _amqp_uri(name: str, installation: Installation) -> str:
    """The administrator's address, each of its hosts with the process's own log-in."""
    login = _login(name, installation)
    return ";".join(_with_login(uri, login) for uri in installation.backing.amqp_uri.split(";"))


def _with_login(uri: str, login: str) -> str:
    url = urlsplit(uri)
    return url._replace(netloc=f"{login}@{url.netloc.rpartition('@')[2]}").geturl()


def _mongo_uri(name: str, installation: Installation) -> str:
    url = urlsplit(installation.backing.mongo_uri)
    database = Names(installation.prefix).user(name)
    options = dict(parse_qsl(url.query)) | {"authSource": database}
    hosts = url.netloc.rpartition("@")[2]
    return f"mongodb://{_login(name, installation)}@{hosts}/{database}?{urlencode(options)}"


def _login(name: str, installation: Installation) -> str:
    password = installation.secrets.passwords[name]
    return f"{quote(Names(installation.prefix).user(name), safe='')}:{quote(password, safe='')}"
