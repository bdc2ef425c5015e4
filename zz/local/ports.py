"""Free loopback ports, the same as last time where they are still free."""

from __future__ import annotations

import random
import socket
from typing import TYPE_CHECKING

from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOOPBACK = "127.0.0.1"
BELOW_OUTGOING = range(20000, 32000)  # the kernel takes ports of outgoing connections from 32768 up
TRIES = 500


def is_free(port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now; a port in TIME_WAIT counts as free, as it does for servers."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def choose(names: Iterable[str], remembered: Mapping[str, int] | None = None) -> dict[str, int]:
    """A free port for each name, the remembered one where it is still free."""
    chosen: dict[str, int] = {}
    for name in names:
        port = (remembered or {}).get(name)
        usable = port is not None and port not in chosen.values() and is_free(port)
        chosen[name] = port if port is not None and usable else _find_free(set(chosen.values()))
    return chosen


def _find_free(taken: set[int]) -> int:
    for _ in range(TRIES):
        port = random.choice(BELOW_OUTGOING)
        if port not in taken and is_free(port):
            return port
    raise UserError(
        f"No free port found on {LOOPBACK} between {BELOW_OUTGOING.start} and {BELOW_OUTGOING.stop}.",
        "See what holds them with `ss -ltn` and end it.",
    )
