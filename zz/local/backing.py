"""Broker and database, found by one rule: those that the environment names, else local ones on free ports."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from zz.local import broker, broker_api, database
from zz.local.program import ADMINISTRATORS
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from zz.local.paths import Paths
    from zz.local.program import Program
    from zz.local.secrets import Secrets

BOOT_SECONDS = 90
LOCAL_PORTS = (*broker.PORTS, *database.PORTS)
LOCAL_PROGRAMS = ("epmd", "broker", "database")


@dataclass(frozen=True)
class Backing:
    """Where broker and database are; every address carries an administrator's log-in."""

    amqp_uri: str = field(repr=False)
    broker_api: str = field(repr=False)
    mongo_uri: str = field(repr=False)

    def is_ready(self) -> bool:
        return database.is_ready(self.mongo_uri) and broker_api.is_ready(self.amqp_uri, self.broker_api)


def given() -> Backing | None:
    """The one that the environment names, if it does."""
    values = [os.environ.get(name, "") for name in ADMINISTRATORS]
    if not any(values):
        return None
    if not all(values):
        missing = ", ".join(name for name, value in zip(ADMINISTRATORS, values, strict=True) if not value)
        raise UserError(f"{missing} not set.", f"Set all of {', '.join(ADMINISTRATORS)}, or none for local servers.")
    return Backing(*values)


def local(secrets: Secrets, ports: Mapping[str, int]) -> Backing:
    """The address of the servers that `local_programs` describes."""
    return Backing(
        amqp_uri=broker.amqp_uri(secrets, ports),
        broker_api=broker.api_uri(secrets, ports),
        mongo_uri=database.mongo_uri(secrets, ports),
    )


def local_programs(place: Paths, secrets: Secrets, ports: Mapping[str, int]) -> tuple[Program, ...]:
    """What has to run, in this order, for the local servers."""
    return (*broker.programs(place, secrets, ports), database.program(place, secrets, ports))


def wait_until_ready(backing: Backing, still_running: Callable[[], None]) -> None:
    """Return when clients can work; `still_running` raises Trouble as soon as waiting has become pointless."""
    deadline = time.monotonic() + BOOT_SECONDS
    while not backing.is_ready():
        still_running()
        if time.monotonic() > deadline:
            raise UserError(f"Broker or database not ready after {BOOT_SECONDS} s.", "Run `zz doctor`.")
        time.sleep(0.2)
