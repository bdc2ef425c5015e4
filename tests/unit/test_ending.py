"""What an answer holds is given back once, however the answer ends."""

from __future__ import annotations

import io

import pytest
from flask import Flask, Response
from werkzeug.test import run_wsgi_app
from werkzeug.wsgi import FileWrapper

from gateway.ending import at_end

PIECES = ("a list", "a generator", "a file", "a file that is passed through")


def answer_of(kind: str) -> Response:
    if kind == "a list":
        return Response([b"one", b"two"])
    if kind == "a generator":
        return Response(piece for piece in (b"one", b"two"))
    return Response(FileWrapper(io.BytesIO(b"onetwo"), 3), direct_passthrough=kind != "a file")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("kind", PIECES)
def test_an_answer_that_was_sent_or_broke_off_gives_back_once(kind: str, method: str) -> None:
    given_back: list[str] = []
    app = Flask(__name__)

    @app.get("/")
    def view() -> Response:
        response = answer_of(kind)
        at_end(response, lambda: given_back.append("turn"))
        return response

    pieces, _status, _headers = run_wsgi_app(
        app,
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": "/",
            "SERVER_NAME": "x",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
        },
    )
    next(iter(pieces), None)
    close = getattr(pieces, "close", None)
    if close:
        close()
    del pieces, close
    assert given_back == ["turn"]


def test_an_answer_that_is_never_sent_gives_back_too() -> None:
    given_back: list[str] = []
    response = answer_of("a generator")
    at_end(response, lambda: given_back.append("turn"))
    assert given_back == []
    del response
    assert given_back == ["turn"]
