"""Headers that no proper client sends: refused, or put aside, never a fault."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest

from tests.badinput.raw import request_of, send_raw
from tests.badinput.test_bodies import check_problem

if TYPE_CHECKING:
    from tests.world.network import Network

JSON = b"Content-Type: application/json"
EMPTY = (JSON, b"Content-Length: 2")
pytestmark = pytest.mark.usefixtures("nothing_is_written")


@pytest.mark.parametrize("key", ["", "x" * 256, "two words", "ключ", "a\tb", "x" * 5000])
def test_a_key_that_is_no_key_is_invalid(network: Network, key: str) -> None:
    line = b"Idempotency-Key: " + key.encode()
    answer = send_raw(network.url, request_of(network.a.desk.api.token, body=b"{}", headers=(*EMPTY, line)))
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    assert answer.body["params"]["fields"][0].startswith("Idempotency-Key")


def test_two_keys_are_none(network: Network) -> None:
    two = (b"Idempotency-Key: first", b"Idempotency-Key: second")
    answer = send_raw(network.url, request_of(network.a.desk.api.token, body=b"{}", headers=(*EMPTY, *two)))
    assert (answer.status, answer.body["params"]["fields"][0].partition(":")[0]) == (422, "Idempotency-Key")


@pytest.mark.parametrize("name", ["Idempotency-Key", "X-Request-ID", "If-Match", "Authorization", "traceparent"])
@pytest.mark.parametrize("control", [b"\x00", b"\x07", b"\x7f", b"\n smuggled: yes", b"\r"])
def test_a_header_with_a_control_character_is_never_taken(network: Network, name: str, control: bytes) -> None:
    line = name.encode() + b": a" + control + b"b"
    token = "none" if name == "Authorization" else network.a.desk.api.token
    answer = send_raw(network.url, request_of(token, body=b"{}", headers=(*EMPTY, line)))
    assert answer.status in (400, 401, 412, 422)
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("value", ["x", "W/", '"x"', '"-1"', '"1", "2"', '"99999999999"', '"$gt"', "7"])
def test_an_if_match_that_names_no_version_is_stale(network: Network, value: str) -> None:
    path = f"/parties/{network.a.customer}"
    answer = network.a.desk.api.send("PATCH", path, {"name": "李雷"}, If_Match=value)
    check_problem(answer, 412, "stale")


@pytest.mark.parametrize("value", ["a b", "x" * 65, "<script>", "a;b", "../../etc"])
def test_a_request_id_that_is_none_is_replaced(network: Network, value: str) -> None:
    answer = network.a.desk.api.send("GET", "/orders", X_Request_ID=value)
    assert answer.status == 200
    assert re.fullmatch("[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_a_request_id_and_a_trace_that_hold_are_given_back(network: Network) -> None:
    trace = f"00-{uuid.uuid4().hex}-{uuid.uuid4().hex[:16]}-01"
    answer = network.a.desk.api.send("GET", "/orders", X_Request_ID="order-7.a", traceparent=trace)
    assert (answer.headers["X-Request-ID"], answer.headers["traceparent"]) == ("order-7.a", trace)


@pytest.mark.parametrize("value", ["garbage", "00-xyz-01", "00-" + "0" * 500])
def test_a_trace_that_is_none_is_replaced(network: Network, value: str) -> None:
    answer = network.a.desk.api.send("GET", "/orders", traceparent=value)
    assert answer.status == 200
    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-01", answer.headers["traceparent"])


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer  ", "Basic eDp5", "Bearer a.b", "Bearer " + "x" * 6000, "x"])
def test_an_authorization_that_is_no_token_is_unauthenticated(network: Network, value: str) -> None:
    lines = (b"GET /api/v1/orders HTTP/1.1", b"Host: x", b"Connection: close", b"Authorization: " + value.encode())
    answer = send_raw(network.url, b"\r\n".join(lines) + b"\r\n\r\n")
    assert (answer.status, answer.body["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")


def test_too_many_and_too_long_headers_are_refused(network: Network) -> None:
    many = tuple(f"X-{number}: 1".encode() for number in range(100))
    long = (b"X-Long: " + b"x" * 100_000,)
    for headers in (many, long):
        answer = send_raw(network.url, request_of("x", headers=headers))
        assert (answer.status, answer.body["code"]) == (431, "bad_request")


NO_HTTP = {
    "garbage": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "an unknown version": b"GET /api/v1/orders HTTP/9.9\r\nHost: x\r\n\r\n",
    "no version": b"GET /api/v1/orders\r\n\r\n",
    "a header without a colon": b"GET /api/v1/orders HTTP/1.1\r\nHost x\r\n\r\n",
    "a folded header": b"GET /api/v1/orders HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
    "a space in a header's name": b"GET /api/v1/orders HTTP/1.1\r\nHost: x\r\nX Y: b\r\n\r\n",
}


@pytest.mark.parametrize("kind", NO_HTTP)
def test_what_is_no_http_is_answered_with_a_problem_document(network: Network, kind: str) -> None:
    answer = send_raw(network.url, NO_HTTP[kind])
    assert (answer.status, answer.body["code"]) == (400, "bad_request")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_request_line_that_is_too_long_is_refused(network: Network) -> None:
    answer = send_raw(network.url, b"GET /" + b"x" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (answer.status, answer.body["code"]) == (414, "bad_request")


def test_if_match_is_refused_where_it_would_not_be_heeded(network: Network) -> None:
    party = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    answer = network.a.desk.api.send("POST", "/parties", party, If_Match='"1"')
    check_problem(answer, 422, "invalid")
