"""Paths, methods and arguments that there are not: found out before anything is asked of a service."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import OPERATIONS
from tests.badinput.raw import send_raw
from tests.badinput.test_bodies import check_problem

if TYPE_CHECKING:
    from tests.world.network import Network

pytestmark = pytest.mark.usefixtures("nothing_is_written")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PATHS = sorted({operation.path for operation in OPERATIONS.values()})


def filled(path: str) -> str:
    return re.sub(r"{\w+}", lambda _: str(uuid.uuid4()), path)


@pytest.mark.parametrize(
    "path",
    [
        *("/nothing", "/orders/", "//orders", "/orders/x", "/orders/1", "/orders/%00", "/orders/..%2f..%2fetc"),
        *("/orders/{}", "/orders/00000000-0000-4000-8000-00000000000", "/orders/%F0%9F%92%A9", "/ORDERS"),
    ],
)
def test_a_path_that_there_is_not_is_not_found(network: Network, path: str) -> None:
    check_problem(network.a.desk.api.send("GET", path), 404, "not_found")


@pytest.mark.parametrize("path", ["//api/v1/orders", "/api/v1//orders", "/api/v1%2Forders", "/api%2fv1/orders"])
def test_a_path_has_one_spelling(network: Network, path: str) -> None:
    token = network.a.desk.api.token
    lines = (f"GET {path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {token}", "Connection: close", "", "")
    assert send_raw(network.url, "\r\n".join(lines).encode()).status == 404


@pytest.mark.parametrize("identity", ["-" * 36, "z" * 36, "0000000000004000800000000000000000--", "{}" * 18])
def test_an_id_of_the_right_length_that_is_none_is_refused(network: Network, identity: str) -> None:
    answer = network.a.desk.api.send("GET", f"/orders/{identity}")
    assert answer.status in (404, 422)
    assert answer.code in ("not_found", "invalid")


@pytest.mark.parametrize("path", PATHS)
def test_another_method_is_not_allowed_and_the_right_ones_are_named(network: Network, path: str) -> None:
    allowed: set[str] = {operation.method for operation in OPERATIONS.values() if operation.path == path}
    allowed |= {"OPTIONS"} | ({"HEAD"} if "GET" in allowed else set())
    for method in sorted({*METHODS} - allowed):
        answer = network.a.desk.api.send(method, filled(path))
        check_problem(answer, 405, "method_not_allowed")
        assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "FOO"])
def test_a_method_that_the_api_does_not_know_is_not_allowed(network: Network, method: str) -> None:
    check_problem(network.a.desk.api.send(method, "/orders"), 405, "method_not_allowed")


def test_options_name_the_methods_and_do_nothing(network: Network) -> None:
    answer = network.a.desk.api.send("OPTIONS", "/parties")
    assert answer.status == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_head_answers_as_get_without_a_body(network: Network) -> None:
    bearer = {"Authorization": f"Bearer {network.a.desk.api.token}"}
    url = f"{network.url}/api/v1/orders"
    get, head = (network.pool.request(method, url, headers=bearer) for method in ("GET", "HEAD"))
    assert (head.status, head.headers["Content-Type"], head.data) == (200, "application/json", b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


@pytest.mark.parametrize(
    "query",
    [
        *("limit=0", "limit=201", "limit=-1", "limit=1.5", "limit=ten", "limit=", "limit=1&limit=2", "limit=%00"),
        *("nothing=1", "state=lost", "state[$ne]=closed", "state=received&state=closed", "cursor=x", "cursor="),
        *("station_id=x", "station_id[$gt]=", "code=%27%20or%201", "limit=\uff11", "limit=9" + "9" * 400, "$where=1"),
    ],
)
def test_an_argument_that_is_wrong_unknown_or_repeated_is_invalid(network: Network, query: str) -> None:
    check_problem(network.a.desk.api.send("GET", f"/orders?{query}"), 422, "invalid")


def test_arguments_of_a_command_are_refused(network: Network) -> None:
    body = {"kind": "user", "name": "李雷", "phone": "13812345678"}
    check_problem(network.a.desk.api.send("POST", "/parties?kind=user", body), 422, "invalid")
