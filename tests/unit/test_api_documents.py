"""What the API tells strangers about itself: small, not sent twice, and not at all where it is switched off."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from gateway.app import PREFIX
from tests.unit.gateway_alone import gateway_alone

if TYPE_CHECKING:
    from flask.testing import FlaskClient

DOCUMENTS = (f"{PREFIX}/openapi.json", f"{PREFIX}/asyncapi.json")
TAKES_GZIP = {"Accept-Encoding": "br, gzip"}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return gateway_alone()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_who_takes_gzip_gets_a_tenth(client: FlaskClient, path: str) -> None:
    plain, compressed = client.get(path), client.get(path, headers=TAKES_GZIP)
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.data) == plain.data
    assert len(compressed.data) < len(plain.data) / 8
    assert "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0, *;q=0", "br"])
def test_who_does_not_take_gzip_gets_it_plain(client: FlaskClient, path: str, accepted: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.get_json()["info"]


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("headers", [{}, TAKES_GZIP], ids=["plain", "compressed"])
def test_what_a_client_has_is_not_sent_again(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    first = client.get(path, headers=headers)
    again = client.get(path, headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert "max-age" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")
    assert client.get(path, headers={**headers, "If-None-Match": '"of yesterday"'}).data == first.data


def test_both_forms_are_told_apart(client: FlaskClient) -> None:
    tags = {client.get(path, headers=headers).headers["ETag"] for path in DOCUMENTS for headers in ({}, TAKES_GZIP)}
    assert len(tags) == 4


@pytest.mark.parametrize("path", [*DOCUMENTS, f"{PREFIX}/docs"])
def test_they_can_be_switched_off(path: str) -> None:
    assert gateway_alone(ZZ_API_DOCUMENTS="false").get(path).status_code == 404
