"""Bodies that are no request: each is answered with a problem document of the right status and code."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.badinput.raw import request_of, send_raw

if TYPE_CHECKING:
    from tests.world.network import Network

MEGABYTE = 1024 * 1024
pytestmark = pytest.mark.usefixtures("nothing_is_written")
GOOD = {"kind": "user", "name": "李雷", "phone": "13812345678"}


def with_name(raw: str) -> bytes:
    return b'{"kind": "user", "phone": "13812345678", "name": ' + raw.encode("utf-8", "surrogatepass") + b"}"


UNREADABLE = {
    "cut in the middle": b'{"kind": "user", "na',
    "no JSON": b"kind=user&name=x",
    "a list": b"[]",
    "a text": b'"kind"',
    "null": b"null",
    "a number": b"1",
    "two objects": b"{}{}",
    "single quotes": b"{'kind': 'user'}",
    "a comment": b'{"kind": "user" /* */}',
    "a trailing comma": b'{"kind": "user",}',
    "NaN": with_name("NaN"),
    "Infinity": with_name("Infinity"),
    "-Infinity": with_name("-Infinity"),
    "a lone surrogate": with_name('"\\ud800"'),
    "a surrogate in bytes": with_name('"\ud800"'),
    "no UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": json.dumps(GOOD).encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
    "a NUL byte": b'{"name": "a\x00b"}',
    "only white space": b"   ",
    "1e999": with_name("1e999"),
    "a huge whole number": with_name("1" * 400),
    "40 levels deep": with_name("[" * 40 + "]" * 40),
    "300 levels deep": with_name("[" * 300 + "]" * 300),
    "a field twice": b'{"kind": "user", "kind": "dealer", "name": "x", "phone": "13812345678"}',
    "a field twice, once escaped": b'{"k\\u0069nd": "user", "kind": "dealer", "name": "x", "phone": "13812345678"}',
    "a field twice further in": with_name('{"a": 1, "a": 2}'),
    "10,000 levels deep": b"[" * 10_000 + b"]" * 10_000,
    "10,000 objects deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "gzip": gzip.compress(json.dumps(GOOD).encode()),
}
INVALID = {
    "2 to the power of 64": with_name(str(2**64)),
    "a number for a text": with_name("7"),
    "true for a text": with_name("true"),
    "an operator": with_name('{"$gt": ""}'),
    "a list for a text": with_name('["李雷"]'),
    "null for a text": with_name("null"),
    "an escaped NUL": with_name('"a\\u0000b"'),
    "an escape character": with_name('"a\\u001bb"'),
    "an empty text": with_name('""'),
    "only spaces": with_name('"   "'),
    "too long": with_name(json.dumps("x" * 121)),
    "20 levels deep": with_name("[" * 20 + "]" * 20),
    "nothing": b"",
    "an empty object": b"{}",
    "an unknown field": json.dumps({**GOOD, "discount": 1}).encode(),
    "the kit's own field": json.dumps({**GOOD, "station_id": "x", "version": 1}).encode(),
    "an operator as a field": json.dumps({**GOOD, "$where": "1"}).encode(),
    "a dotted field": json.dumps({**GOOD, "a.b": "1"}).encode(),
    "__proto__": json.dumps({**GOOD, "__proto__": {}}).encode(),
}


def post(network: Network, body: bytes, content_type: str = "application/json", **headers: str) -> Any:
    return network.a.desk.api.send("POST", "/parties", body, Content_Type=content_type, **headers)


def check_problem(answer: Any, status: int, code: str) -> None:
    assert (answer.status, answer.body["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == status
    assert answer.body["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_body_that_is_no_json_object_is_malformed(network: Network, kind: str) -> None:
    check_problem(post(network, UNREADABLE[kind]), 400, "bad_request")


@pytest.mark.parametrize("kind", INVALID)
def test_a_body_with_wrong_fields_is_invalid(network: Network, kind: str) -> None:
    answer = post(network, INVALID[kind])
    check_problem(answer, 422, "invalid")
    assert answer.body["params"]["fields"]


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "", "x"],
)
def test_another_content_type_is_refused(network: Network, content_type: str) -> None:
    check_problem(post(network, json.dumps(GOOD).encode(), content_type), 415, "unsupported_media_type")


def test_a_compressed_body_is_refused(network: Network) -> None:
    answer = post(network, gzip.compress(json.dumps(GOOD).encode()), Content_Encoding="gzip")
    check_problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize("megabytes", [2, 10])
def test_a_body_that_is_too_large_is_refused(network: Network, megabytes: int) -> None:
    body = b'{"name": "' + b"x" * megabytes * MEGABYTE + b'"}'
    head = (b"Content-Type: application/json", f"Content-Length: {len(body)}".encode())
    answer = send_raw(network.url, request_of(network.a.desk.api.token, body=body, headers=head))
    assert (answer.status, answer.body["code"]) == (413, "too_large")


def test_a_chunked_body_that_is_too_large_is_refused(network: Network) -> None:
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    head = (b"Content-Type: application/json", b"Transfer-Encoding: chunked")
    body = chunk * 40 + b"0\r\n\r\n"
    answer = send_raw(network.url, request_of(network.a.desk.api.token, body=body, headers=head))
    assert (answer.status, answer.body["code"]) == (413, "too_large")


BROKEN = {
    "a chunk without its end": (b"Transfer-Encoding: chunked", b'5\r\n{"kin'),
    "a chunk size that is no number": (b"Transfer-Encoding: chunked", b"zz\r\n{}\r\n0\r\n\r\n"),
    "a negative chunk size": (b"Transfer-Encoding: chunked", b"-5\r\n{}\r\n0\r\n\r\n"),
    "shorter than it says": (b"Content-Length: 500", b'{"kind": "user"'),
    "a length that is no number": (b"Content-Length: many", b"{}"),
    "a negative length": (b"Content-Length: -1", b"{}"),
    "two lengths": (b"Content-Length: 2\r\nContent-Length: 3", b"{}"),
    "length and chunks": (b"Content-Length: 2\r\nTransfer-Encoding: chunked", b"2\r\n{}\r\n0\r\n\r\n"),
    "an unknown coding": (b"Transfer-Encoding: magic", b"{}"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_body_that_breaks_http_is_malformed(network: Network, kind: str) -> None:
    head, body = BROKEN[kind]
    headers = (b"Content-Type: application/json", head)
    answer = send_raw(network.url, request_of(network.a.desk.api.token, body=body, headers=headers))
    assert (answer.status, answer.body["code"]) == (400, "bad_request")
    assert answer.headers["content-type"] == "application/problem+json"
