"""Has sheets printed by a process of its own, which is started by the first and lives as long as the gateway."""

from __future__ import annotations

import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

import orjson

from contracts.language.errors import Unavailable

LENGTH_BYTES = 8
TURN_SECONDS = 20.0
SHEET_SECONDS = 20.0


class PdfClient:
    """One press, one sheet at a time. The press ends when the gateway does: its standard input ends with it."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._press: subprocess.Popen[bytes] | None = None

    def pdf(self, sheet: str, data: dict[str, Any]) -> bytes:
        """The sheet as a PDF. Raises `Unavailable` where it is not printed in time; the next has a new press."""
        if not self._turn.acquire(timeout=TURN_SECONDS):
            raise Unavailable("Too much is being printed.")
        try:
            return self._printed(self._ready(), orjson.dumps({"sheet": sheet, "data": data}) + b"\n")
        except OSError as error:
            self._give_up()
            raise Unavailable("The sheet could not be printed.") from error
        finally:
            self._turn.release()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._press is None or self._press.poll() is not None:
            argv = (sys.executable, "-m", "gateway.prints.pdf_worker")
            self._press = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})  # noqa: S603  # our own module
        return self._press

    def _printed(self, pdf_worker: subprocess.Popen[bytes], line: bytes) -> bytes:
        assert pdf_worker.stdin is not None and pdf_worker.stdout is not None  # noqa: S101, PT018  # they were asked for
        late = threading.Timer(SHEET_SECONDS, pdf_worker.kill)
        late.start()
        try:
            pdf_worker.stdin.write(line)
            pdf_worker.stdin.flush()
            length = int.from_bytes(pdf_worker.stdout.read(LENGTH_BYTES))
            document = pdf_worker.stdout.read(length)
        finally:
            late.cancel()
        if not document or len(document) < length:
            raise OSError("the press ended")
        return document

    def _give_up(self) -> None:
        pdf_worker, self._press = self._press, None
        if pdf_worker is not None:
            pdf_worker.kill()
            pdf_worker.wait()
            for pipe in (pdf_worker.stdin, pdf_worker.stdout):
                with suppress(OSError):
                    pipe.close()  # type: ignore[union-attr]  # they were asked for
