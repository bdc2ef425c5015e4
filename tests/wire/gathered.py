"""Inserts many documents or pairs of them, or looks for many, from as many greenlets, and prints how each ended."""

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

from stationkit.storage.insert_batcher import InsertBatcher  # noqa: E402
from stationkit.storage.read_batcher import ReadBatcher  # noqa: E402

PAIR = ("gathered", "beside")


class Sent(CommandListener):
    """Counts what is sent, by the command's name."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def started(self, event: CommandStartedEvent) -> None:
        """Lets the others come while this one is sent: on a busy machine its answer may be there at once."""
        self.counts[event.command_name] += 1
        eventlet.sleep(0)

    def succeeded(self, _event: Any) -> None:
        """Of no interest."""

    def failed(self, _event: Any) -> None:
        """Of no interest."""


def ended(gathering: InsertBatcher, reads: ReadBatcher, item: Any) -> str:
    try:
        match item:
            case str():
                document = reads.last("gathered", "part.code", item, "at")
                return str(document["_id"]) if document else "none"
            case list():
                return "written" if gathering.insert_all(PAIR, tuple(item), "insert_pair") else "none of them"
            case _:
                gathering.insert("gathered", item)
    except Exception as error:  # noqa: BLE001  # told by its name
        return type(error).__name__
    return "written"


def main(uri: str, name: str, items: list[Any]) -> None:
    sent = Sent()
    with MongoClient[dict[str, Any]](uri, event_listeners=[sent]) as client:
        client[name].beside.find_one()
        before, pool = Counter(sent.counts), eventlet.GreenPool(len(items))
        how = list(pool.imap(partial(ended, InsertBatcher(client[name]), ReadBatcher(client[name])), items))
    sys.stdout.buffer.write(orjson.dumps({"how": how, "counts": Counter(how), "sent": sent.counts - before}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], orjson.loads(sys.stdin.buffer.read()))
