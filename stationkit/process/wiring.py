"""How the service of a module is found, and what Nameko is told about it."""

from __future__ import annotations

import importlib
import inspect
from typing import TYPE_CHECKING, Any

from stationkit.process.kit import Kit

if TYPE_CHECKING:
    from stationkit.ground.settings import Settings
    from stationkit.messaging.publisher import Publisher

WORKERS = 64
HEARTBEAT_SECONDS = 20


def service_of(module_name: str) -> type:
    """The one service class of a module. Raises `LookupError`."""
    module = importlib.import_module(module_name)
    classes = [
        member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__ == module_name and isinstance(getattr(member, "kit", None), Kit)
    ]
    if len(classes) != 1:
        raise LookupError(f"{module_name} must have one service class with a kit")
    return classes[0]


def config_of(read: Settings, publisher: type[Publisher]) -> dict[str, Any]:
    """Nameko's configuration of a service with these settings; what it tells goes out by such publishers."""
    return {
        "AMQP_URI": read.amqp_uri,
        "HEARTBEAT": HEARTBEAT_SECONDS,
        "max_workers": WORKERS,
        "SETTINGS": read,
        "PUBLISHER": publisher,
        "ZZ_PREFIX": read.prefix,
        "parent_calls_tracked": 0,
    }
