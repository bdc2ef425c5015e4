"""What pages load: named by its content, cut to what is used, complete, and compressed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway import assets, compression
from tests.ground import stylesheet

STATIC = Path(assets.STATIC)
SHEETS = ("tabler.css", "tokens.css", "pages.css")
BUDGET = 150_000
"""Bytes of a first view, before pictures, as they are sent."""
LOADED = (*SHEETS, "vendor/htmx/htmx.min.js", "keys.js", "forms.js", "pages.js", "vendor/tabler-icons/sprite.svg")


@pytest.fixture
def app() -> Flask:
    app = Flask(__name__)
    assets.add(app)
    compression.add(app)
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def address(app: Flask, name: str) -> str:
    return str(app.jinja_env.globals["asset"](name))


def test_a_file_is_kept_for_a_year_under_the_digest_of_its_content_and_else_not(
    app: Flask, client: FlaskClient
) -> None:
    kept = client.get(address(app, "pages.css"))
    assert (kept.status_code, kept.mimetype) == (200, "text/css")
    assert kept.headers["Cache-Control"] == assets.FOR_A_YEAR
    of_another_version = client.get("/assets/000000000000/pages.css")
    assert (of_another_version.data, "Cache-Control" in of_another_version.headers) == (kept.data, False)


@pytest.mark.parametrize("name", ["../settings.py", "nothing.css", "vendor", ""])
def test_what_is_no_file_of_ours_is_not_found(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/000000000000/{name}").status_code == 404


def test_the_first_view_is_within_its_weight(app: Flask, client: FlaskClient) -> None:
    sent = [client.get(address(app, name), headers={"Accept-Encoding": "gzip"}) for name in LOADED]
    assert {response.headers["Content-Encoding"] for response in sent} == {"gzip"}
    assert sum(len(response.data) for response in sent) < BUDGET


def test_the_served_part_of_tabler_is_what_the_templates_use() -> None:
    cut = stylesheet.cut(stylesheet.WHOLE.read_text(), stylesheet.used_words())
    assert cut == stylesheet.SHEET.read_text(), "run python -m tests.ground.stylesheet"


def test_a_colour_is_said_as_a_token_and_nowhere_else() -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\(", (STATIC / "pages.css").read_text()) == []


def test_every_token_that_is_used_is_there() -> None:
    tokens = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text()))
    used = set(re.findall(r"var\((--[\w-]+)\)", (STATIC / "pages.css").read_text()))
    assert {token for token in used if not token.startswith("--tblr")} <= tokens
