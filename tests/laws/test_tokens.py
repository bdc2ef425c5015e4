"""No operation that has a permission is carried out without a token that holds, through the API or past it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from contracts.language.catalogue import OPERATIONS, SERVICES
from contracts.stations.accounts import get_me
from stationkit.ground.names import field_of
from tests.attacks.sites import BESIDE, with_all_routes
from tests.laws.forgeries import forged, renewed
from tests.laws.probe import TRANSPORTS, Probe
from tests.world.api import Api
from tests.world.people import until
from tests.world.prepared import Prepared

if TYPE_CHECKING:
    from tests.world.people import Person

OPEN = {"found_network", "issue_token", "refresh_token", "end_session", "move_clock", "get_clock"}
ENDED = ("of a session that was logged out", "of an account that is suspended", "from before a change of posts")


def check_tokens(probe: Probe) -> list[str]:
    """Where an operation takes a token that must not hold; everything but 401 counts as taken, and any trace."""
    wrong: dict[str, str | None] = {"none": None, **_ended(probe)}
    wrong |= forged(probe.network.a.lead.api.token, probe.network.platform.secrets)
    whole = with_all_routes(probe)
    routes = [
        (how, operation) for operation in whole.operations if operation.permission is not None for how in TRANSPORTS
    ]
    routes += [("http", operation) for operation in BESIDE.values()]
    tries = [
        (how, operation, whole.example(operation), token, way)
        for how, operation in routes
        for way, token in wrong.items()
    ]
    probe.stand_still()
    before = probe.footprint()
    statuses = [whole.send(*attempt[:4]).status for attempt in tries]
    findings = [
        f"{operation.name} over {how} takes a token: {way}"
        for (how, operation, _, _, way), status in zip(tries, statuses, strict=True)
        if status != 401
    ]
    return findings if probe.footprint() == before else [*findings, "something is written"]


def _ended(probe: Probe) -> dict[str, str]:
    """Tokens that held until something happened which every service has heard of."""
    station = probe.network.a
    people = [probe.network.hire(station.id, "engineer") for _ in ENDED]
    tokens = [person.api.token for person in people]
    leaver, suspended, promoted = people
    (session,) = probe.db("stations").sessions.find({"staff_id": leaver.id}).sort("started_at", -1).limit(1)
    leaver.do.end_session(refresh_token=leaver.api.refresh)
    station.lead.do.suspend_staff(station_id=station.id, staff_id=suspended.id, reason="on leave")
    station.lead.do.change_posts(station_id=station.id, staff_id=promoted.id, posts=["engineer", "front_desk"])
    for staff in (suspended, promoted):
        until(lambda staff=staff: _has_copy(probe, "staff", staff.id, "staff_changed.v1"), "heard")  # type: ignore[misc]
    until(lambda: _has_copy(probe, "sessions", session["_id"], "session_ended.v1"), "heard")
    return dict(zip(ENDED, tokens, strict=True))


def _has_copy(probe: Probe, collection: str, aggregate_id: str, event_type: str) -> bool:
    row = probe.db("stations")[collection].find_one({"_id": aggregate_id})
    assert row is not None
    copies = [probe.db(service).kit_copies.find_one({"_id": aggregate_id}) for service in SERVICES]
    return all(copy and copy["mark"] == row["counts"][field_of(event_type)] for copy in copies)


def test_only_log_in_founding_and_the_clock_of_development_ask_for_no_token() -> None:
    assert {operation.name for operation in OPERATIONS.values() if operation.permission is None} == OPEN


@pytest.mark.timeout(300)
def test_every_operation_refuses_every_token_that_does_not_hold(probe: Probe) -> None:
    assert check_tokens(probe) == []


def test_a_service_that_does_not_hear_of_log_outs_is_found(planted: Probe) -> None:
    findings = check_tokens(planted)
    missed = f"takes a token: {ENDED[0]}"
    routes = [(operation.name, how) for operation in planted.operations for how in TRANSPORTS]
    routes += [("print_receipt", "http"), ("print_label", "http")]
    assert findings == [f"{name} over {how} {missed}" for name, how in routes]


def test_the_refusal_says_how_to_log_in(probe: Probe) -> None:
    answer = Api(probe.network.url, pool=probe.network.pool).ask.get_me()
    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer Bearer"])
def test_a_good_token_under_another_scheme_is_none(probe: Probe, scheme: str) -> None:
    token = probe.network.a.lead.api.token
    answer = Api(probe.network.url, pool=probe.network.pool).send("GET", "/me", None, Authorization=f"{scheme} {token}")
    assert answer.status == 401


def test_a_post_that_nobody_knows_may_do_nothing(probe: Probe) -> None:
    token = _with(probe, probe.network.a.lead, posts=["janitor"])
    answer = probe.send("http", get_me, Prepared(None), token)
    assert (answer.status, answer.code) == (403, "forbidden")


def test_an_account_that_the_service_has_not_heard_of_is_asked_to_come_again(probe: Probe) -> None:
    token = _with(probe, probe.network.a.lead, sub=str(uuid.uuid4()))
    answer = probe.send("http", get_me, Prepared(None), token)
    assert (answer.status, answer.code) == (409, "not_yet")


def _with(probe: Probe, person: Person, **claims: object) -> str:
    return renewed(person.api.token, probe.network.platform.secrets, **claims)
