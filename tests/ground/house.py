"""The whole platform in this process: its services on a real database, and the gateway before them, without sockets.

It offers what `tests.ground.platform.Platform` offers to whoever only talks to the API or looks into the database.
"""

from __future__ import annotations

import io
import os
import secrets as randomness
from collections.abc import Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TextIO, TypeVar
from unittest.mock import patch
from urllib.parse import urlsplit

from werkzeug.test import EnvironBuilder, run_wsgi_app

from contracts.language.catalogue import SERVICES
from gateway import app as gateway
from gateway import settings as gateway_settings
from gateway.clock import BusinessClock
from stationkit.ground import log
from stationkit.ground import settings as service_settings
from stationkit.ground.names import Names
from stationkit.process import migrate
from stationkit.process.wiring import service_of
from stationkit.testing import House as Services
from zz.local import processes, secrets
from zz.local.installation import Installation
from zz.local.processes import GATEWAY, PROCESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from zz.local.backing import Backing
    from zz.local.secrets import Secrets

T = TypeVar("T")
URL = "http://house"
NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Response:
    """What came back, as an HTTP client hands it over."""

    status: int
    headers: Any
    data: bytes


@dataclass(frozen=True)
class Pool:
    """Sends requests to the gateway by calling it, from an address; takes the place of an HTTP client's pool."""

    app: Flask
    prints: TextIO
    source: str = LOOPBACK

    def request(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Any:
        parts = urlsplit(url)
        environ = EnvironBuilder(
            parts.path,
            method=method,
            query_string=parts.query,
            data=body,
            headers=[*(headers or {}).items()],
            environ_base={"REMOTE_ADDR": self.source},
        ).get_environ()
        with redirect_stdout(self.prints):
            pieces, status, sent_headers = run_wsgi_app(self.app, environ, buffered=True)
        return Response(int(status.split()[0]), sent_headers, b"".join(pieces))


class House:
    """Services and gateway of one prefix, in this process."""

    def __init__(self, plan: Installation, modules: Mapping[str, str]) -> None:
        self._plan = plan
        self._modules = modules
        self._log = io.StringIO()
        log.set_up("house", to=self._log)

    @cached_property
    def services(self) -> Services:
        modules = {name: f"services.{name}.service" for name in SERVICES} | dict(self._modules)
        classes = [(service_of(module), self._read(name, service_settings.read)) for name, module in modules.items()]
        services = Services(classes, self._plan.prefix)
        services.given_up = [] if self._modules else None  # what is wrong in another's place is not for its hearers
        return services

    @cached_property
    def app(self) -> Flask:
        settings = self._read(GATEWAY, gateway_settings.read)
        return gateway.assembled(settings, self.services, BusinessClock(self.services, movable=False))

    @property
    def url(self) -> str:
        return URL

    @property
    def prefix(self) -> str:
        return self._plan.prefix

    @property
    def backing(self) -> Backing:
        return self._plan.backing

    @property
    def secrets(self) -> Secrets:
        return self._plan.secrets

    def pool(self, source: str = LOOPBACK) -> Pool:
        return Pool(self.app, self._log, source)

    @property
    def client(self) -> Services:
        """What calls services as the gateway does."""
        return self.services

    def settle(self) -> None:
        """Everything that was committed is told, and heard too."""
        self.services.settle()

    rest = stand_still = settle

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Meanwhile nothing is told that is committed."""
        self.services.goes_on = False
        try:
            yield
        finally:
            self.services.goes_on = True

    def log(self, _name: str) -> str:
        """What was logged, by whomever."""
        return self._log.getvalue()

    def close(self) -> None:
        self.services.close()

    def _read(self, name: str, read: Callable[[], T]) -> T:
        """The settings of a process, as it reads them from its environment."""
        with patch.dict(os.environ, processes.program(name, self._plan).env):
            return read()


@contextmanager
def running_house(backing: Backing, folder: Path, modules: Mapping[str, str] = NOTHING_ELSE) -> Iterator[House]:
    """The whole platform in this process; afterwards its databases are gone. `modules` takes the place of services."""
    plan = Installation(
        prefix=f"zzt{randomness.token_hex(4)}",
        bind=f"{LOOPBACK}:0",
        environment="development",
        ports=dict.fromkeys(PROCESSES, 0),
        is_local=False,
        backing=backing,
        secrets=secrets.load_or_make(folder / "processes.json", PROCESSES),
    )
    names = Names(plan.prefix)
    house = House(plan, modules)
    try:
        migrate.migrate_databases(backing.mongo_uri, names, plan.secrets.passwords)
        yield house
    finally:
        house.close()
        migrate.drop_databases(backing.mongo_uri, names)
