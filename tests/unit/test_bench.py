"""The tools of the benchmark: clients that send and read, figures, and the document that they are put into."""

from __future__ import annotations

import os
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench import usage
from tests.bench.client import Loop, request
from tests.bench.paper import Target, fill, table
from tests.bench.sample import percentile, sample_of, spread


class Halting(socketserver.StreamRequestHandler):
    """Answers every request on its connection with that request's path, in two pieces; /no is refused."""

    def handle(self) -> None:
        while line := self.rfile.readline():
            length = 0
            while (header := self.rfile.readline()) != b"\r\n":
                if header.lower().startswith(b"content-length"):
                    length = int(header.split()[1])
            body = line.split()[1] + self.rfile.read(length)
            status = b"404 Not Found" if body.startswith(b"/no") else b"200 OK"
            whole = b"HTTP/1.1 " + status + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            for piece in (whole[:30], whole[30:]):
                self.wfile.write(piece)
                self.wfile.flush()


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def _server() -> Iterator[str]:
    with Server(("127.0.0.1", 0), Halting) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_every_request_is_sent_once_and_its_answer_read_whole() -> None:
    left = iter(range(200))
    paths = (request("POST", f"/{number}", body={"n": number}) for number in left)
    with _server() as url:
        run = Loop(url, 8).run(lambda _: next(paths, None), keep=True).check()
    assert sorted(run.bodies) == sorted(b'/%d{"n":%d}' % (number, number) for number in range(200))
    assert len(run.milliseconds) == run.statuses[200] == 200


def test_with_a_rate_no_more_is_sent_than_is_due() -> None:
    with _server() as url:
        run = Loop(url, 4).run(lambda _: request("GET", "/"), 0.5, rate=100).check()
    assert 0 < len(run.milliseconds) <= 50


def test_what_is_refused_is_not_counted_as_done() -> None:
    left = iter((request("GET", "/yes"), request("GET", "/no")))
    with _server() as url:
        run = Loop(url, 1).run(lambda _: next(left, None))
    assert run.statuses == {200: 1, 404: 1}
    assert run.refused == [b"/no"]
    with pytest.raises(AssertionError):
        run.check()


def test_a_sample_holds_processor_time_against_answers() -> None:
    with _server() as url:
        left = iter(range(10))
        run = Loop(url, 1).run(lambda _: request("GET", "/") if next(left, None) is not None else None)
    sample = sample_of(run, 5.0, {"gateway": 0.1, "intake": 0.05})
    assert (sample.rate, sample.cpu_ms, round(sample.cpu, 6)) == (2.0, {"gateway": 10.0, "intake": 5.0}, 15.0)


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert [percentile(values, percent) for percent in (50, 95, 99, 100)] == [50.0, 95.0, 99.0, 100.0]
    assert percentile([7.0], 99) == 7.0


def test_a_spread_is_the_median_with_least_and_most() -> None:
    assert spread([3.0, 1.0, 2.0]) == "2 (1 to 3)"
    assert spread([1234.56], 1) == "1,234.6"


def test_a_target_says_whether_it_is_met() -> None:
    assert Target(0.4).judge(0.41) == "≥ 0.40: met"
    assert Target(7, " ms", at_most=True, places=0).judge(7.5) == "≤ 7 ms: **missed**"


def test_a_figure_goes_to_its_place_and_leaves_the_others(tmp_path: Path) -> None:
    document = tmp_path / "performance.md"
    document.write_text("# P\n<!-- a -->\nold\n<!-- /a -->\n<!-- b -->\nkept\n<!-- /b -->\n")
    fill("a", table(("", "x"), [["y", "1"]]), document)
    assert document.read_text().splitlines() == [
        *("# P", "<!-- a -->", "|  | x |", "| --- | --: |", "| y | 1 |", "<!-- /a -->"),
        *("<!-- b -->", "kept", "<!-- /b -->"),
    ]
    with pytest.raises(LookupError):
        fill("c", "", document)


def test_a_process_is_measured_with_its_children() -> None:
    own = {"own": os.getpid()}
    assert usage.cpu_seconds(own)["own"] > 0
    assert usage.memory(own)["own"].rss >= usage.memory(own)["own"].pss > 1
    assert usage.busy_seconds() > 0
