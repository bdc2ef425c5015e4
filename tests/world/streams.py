"""A client that listens to the stream, as a page would."""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import urllib3

from tests.world.people import until

if TYPE_CHECKING:
    from tests.world.api import Api

READ_SECONDS = 60.0


class Listening:
    """One open stream; what comes is collected by a thread. `cut` says that it broke off, `over` that it ended."""

    def __init__(self, api: Api) -> None:
        self.pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=10, read=READ_SECONDS))
        headers = {"Authorization": f"Bearer {api.token}"}
        url = f"{api.url}/api/v1/stream"
        self.answer = self.pool.request("GET", url, headers=headers, preload_content=False)
        assert self.answer.status == 200, self.answer.data
        self.heard: list[dict[str, Any]] = []
        self.cut: Exception | None = None
        self.over = False
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def types_of(self, aggregate_id: str) -> list[str]:
        """What was told of an aggregate, in order, each once."""
        return list(dict.fromkeys(message["type"] for message in self.heard if message["aggregate_id"] == aggregate_id))

    def wait_for(self, event_type: str, aggregate_id: str) -> None:
        until(lambda: event_type in self.types_of(aggregate_id), f"told of {event_type}")

    def wait_until_over(self) -> None:
        until(lambda: self.over, "ended")
        self._thread.join()

    def close(self) -> None:
        """Hangs up."""
        if not self.over:
            self.answer.shutdown()
        self._thread.join(READ_SECONDS)
        self.answer.close()
        self.pool.clear()

    def _listen(self) -> None:
        try:
            rest = b""
            for chunk in self.answer.stream():
                *messages, rest = (rest + chunk).split(b"\n\n")
                self.heard += [json.loads(line[6:]) for line in messages if line.startswith(b"data: ")]
        except (urllib3.exceptions.HTTPError, OSError, AttributeError, ValueError) as error:
            self.cut = error
        self.over = True


def may_listen(api: Api) -> bool:
    """Whether a stream is opened for this session; it is closed at once."""
    pool = urllib3.PoolManager(retries=False, timeout=READ_SECONDS)
    headers = {"Authorization": f"Bearer {api.token}"}
    answer = pool.request("GET", f"{api.url}/api/v1/stream", headers=headers, preload_content=False)
    answer.close()
    return answer.status == HTTPStatus.OK
