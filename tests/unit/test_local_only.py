"""Who moves the clock of a development set-up: programs of the same machine, and nobody through a proxy or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway.app import PREFIX
from gateway.local_only import FORWARDED
from tests.unit.gateway_alone import gateway_alone

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

CLOCK = f"{PREFIX}/dev/clock"


@pytest.fixture(scope="module", params=["0", "1"], ids=["no proxy believed", "one proxy believed"])
def client(request: pytest.FixtureRequest) -> FlaskClient:
    return gateway_alone(ZZ_ENV="development", ZZ_TRUSTED_PROXIES=request.param)


def move(client: FlaskClient, source: str = "127.0.0.1", **headers: str) -> TestResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(CLOCK, json={"now": "2030-01-01T00:00:00Z"}, headers=sent, environ_base={"REMOTE_ADDR": source})


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "127.0.0.2", "[::1]:8000"])
def test_a_program_of_this_machine_is_taken(client: FlaskClient, host: str) -> None:
    assert move(client, Host=host).get_json()["code"] == "unavailable"  # the service behind is asked
    assert move(client, Host=host, Origin=f"http://{host}").get_json()["code"] == "unavailable"


@pytest.mark.parametrize("name", FORWARDED)
def test_what_came_through_a_proxy_is_refused(client: FlaskClient, name: str) -> None:
    answer = move(client, **{name: "127.0.0.1"})
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_local")
    assert name in answer.get_json()["params"]["foreign"]


@pytest.mark.parametrize(
    "host", ["zongzhan.example.com", "localhost.example.com", "192.0.2.7:8000", "127.0.0.1.nip.io"]
)
def test_what_was_sent_to_another_name_is_refused(client: FlaskClient, host: str) -> None:
    assert move(client, Host=host).get_json()["params"] == {"foreign": ["Host"]}


@pytest.mark.parametrize("origin", ["null", "http://localhost:8001", "https://localhost:8000", "http://a.example"])
def test_a_page_of_another_origin_is_refused(client: FlaskClient, origin: str) -> None:
    assert move(client, Host="localhost:8000", Origin=origin).get_json()["params"] == {"foreign": ["Origin"]}


def test_another_machine_is_refused_whatever_it_says(client: FlaskClient) -> None:
    assert move(client, "192.0.2.7", Host="localhost").get_json()["params"] == {"foreign": ["address"]}


def test_the_clock_is_not_read_from_elsewhere_either(client: FlaskClient) -> None:
    assert client.get(CLOCK, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403


def test_in_production_there_is_no_such_route() -> None:
    assert move(gateway_alone(ZZ_ENV="production")).status_code == 404
