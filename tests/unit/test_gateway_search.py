"""The gateway's search: all services are asked at once, and what one of them cannot say leaves the others' hits."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask, g
from joserfc.jwk import KeySet, OKPKey

from contracts.language.errors import Forbidden, Invalid, Unauthenticated, Unavailable
from contracts.language.permissions import BY_POST
from contracts.stations.staff_search import search_staff
from gateway.search import SEARCHES, search
from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import Caller, Verifier, issue
from tests.unit.gateway_alone import gateway_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.language.errors import ContractError
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
KEY = OKPKey.generate_key("Ed25519", {"kid": "a"})
SERVICES = ["intake", "inventory", "stations"]


@dataclass
class Services:
    """All that search, none of which answers before as many are asked as are to be."""

    errors: dict[str, ContractError] = field(default_factory=dict)
    asked: threading.Barrier = field(default_factory=lambda: threading.Barrier(len(SEARCHES), timeout=5))

    def call(self, operation: AnyOperation, call: Call) -> dict[str, Any]:
        self.asked.wait()
        if operation.service in self.errors:
            raise self.errors[operation.service]
        return {"items": [{"title": f"{operation.service}: {call.request['q']}"}], "more": operation is search_staff}


class Clock:
    def now(self) -> datetime:
        return NOW


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def app(services: Services) -> Iterator[Flask]:
    app = Flask(__name__)
    verifier = Verifier(json.dumps(KeySet([KEY]).as_dict(private=False)))
    app.extensions |= {"rpc": services, "clock": Clock(), "verifier": verifier}
    with app.test_request_context(headers={"Authorization": f"Bearer {token()}"}):
        g.request_id = g.traceparent = ""
        yield app


def token() -> str:
    assert all(operation.permission in BY_POST["front_desk"] for operation in SEARCHES)
    caller = Caller(
        "me", "s", "session", "王芳", ("front_desk",), (), network=False, history=False,
        issued_at=wall_now(), idle_minutes=30,
    )  # fmt: skip
    return issue(caller, json.dumps(KEY.as_dict(private=True)))


@pytest.mark.usefixtures("app")
def test_all_are_asked_at_the_same_time_and_their_hits_follow_one_another() -> None:
    hits = search({"q": "5678"})
    assert [item["title"] for item in hits.items] == [f"{service}: 5678" for service in SERVICES]
    assert (hits.more, hits.away) == (True, {})


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("error", [Unavailable("away"), Forbidden("not yours", permission="order:read")])
def test_what_one_cannot_say_leaves_the_hits_of_the_others(services: Services, error: ContractError) -> None:
    services.errors["intake"] = error
    hits = search({"q": "5678"})
    assert [item["title"] for item in hits.items] == ["inventory: 5678", "stations: 5678"]
    assert [*hits.away] == ["intake"]


@pytest.mark.usefixtures("app")
def test_where_all_are_away_that_is_said(services: Services) -> None:
    services.errors = {service: Unavailable("away") for service in SERVICES}
    with pytest.raises(Unavailable):
        search({"q": "5678"})


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("error", [Invalid("no", ["q: Longer than maximum length 80."]), Unauthenticated("over")])
def test_what_cannot_be_sought_or_asked_is_refused(services: Services, error: ContractError) -> None:
    services.errors["inventory"] = error
    with pytest.raises(type(error)):
        search({"q": "5678"})


def test_who_has_no_token_is_not_told_what_may_be_sought() -> None:
    answer = gateway_alone().get("/api/v1/search?q=" + "x" * 100)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "unauthenticated")


def test_the_document_names_what_is_found() -> None:
    document = gateway_alone().get("/api/v1/openapi.json").get_json()
    content = document["paths"]["/search"]["get"]["responses"]["200"]["content"]["application/json"]
    named = [kind["$ref"].rpartition("/")[2] for kind in content["schema"]["properties"]["items"]["items"]["anyOf"]]
    assert {*named} <= {*document["components"]["schemas"]}
    assert content["schema"]["properties"]["away"]["items"]["enum"] == SERVICES
