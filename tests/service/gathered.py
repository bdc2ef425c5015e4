"""Inserts many documents, or pairs of them, from as many greenlets, as a service does, and prints how each ended."""

from __future__ import annotations

import eventlet

eventlet.monkey_patch()

import sys  # noqa: E402  # what comes now is patched
from collections import Counter  # noqa: E402
from functools import partial  # noqa: E402
from typing import Any  # noqa: E402

import orjson  # noqa: E402
from pymongo import MongoClient  # noqa: E402
from pymongo.monitoring import CommandListener, CommandStartedEvent  # noqa: E402

from stationkit.gathering import Gathering  # noqa: E402

PAIR = ("gathered", "beside")


class Inserts(CommandListener):
    """Counts what is sent."""

    def __init__(self) -> None:
        self.sent = 0

    def started(self, event: CommandStartedEvent) -> None:
        self.sent += event.command_name == "insert"

    def succeeded(self, _event: Any) -> None:
        """Of no interest."""

    def failed(self, _event: Any) -> None:
        """Of no interest."""


def ended(gathering: Gathering, wanted: dict[str, Any] | list[dict[str, Any]]) -> str:
    try:
        if isinstance(wanted, list):
            return "written" if gathering.insert_all(PAIR, tuple(wanted), "insert_pair") else "none of them"
        gathering.insert("gathered", wanted)
    except Exception as error:  # noqa: BLE001  # told by its name
        return type(error).__name__
    return "written"


def main(uri: str, name: str, documents: list[Any]) -> None:
    inserts = Inserts()
    with MongoClient[dict[str, Any]](uri, event_listeners=[inserts]) as client:
        client[name].gathered.find_one()
        pool = eventlet.GreenPool(len(documents))
        how = list(pool.imap(partial(ended, Gathering(client[name])), documents))
    sys.stdout.buffer.write(orjson.dumps({"how": how, "counts": Counter(how), "inserts": inserts.sent}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], orjson.loads(sys.stdin.buffer.read()))
