"""Somebody who reads a page in a language, without a gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import Flask

from gateway.pages import session

if TYPE_CHECKING:
    from collections.abc import Callable

X = TypeVar("X")


def in_language(language: str, what: Callable[[], X]) -> X:
    """What comes of it while a page is made for somebody who chose that language."""
    app = Flask(__name__)
    app.config["DEVELOPMENT"] = True
    with app.test_request_context("/console", headers={"Cookie": f"{session.LANGUAGE}={language}"}):
        return what()
