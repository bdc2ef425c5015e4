"""Guessing: passwords, refresh tokens, pick-up codes. It is slow, it is counted, and it shuts nobody else out."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

import pytest

from services.intake.rules.codes import RECEIPT_CODE_BYTES, make_receipt_code
from stationkit.ground.clock import wall_now
from tests.badinput.test_bodies import check_problem
from tests.laws.probe import together
from tests.world.api import Answer, Api

if TYPE_CHECKING:
    from tests.world.network import Network

PER_ACCOUNT_AND_SOURCE = 10
PER_SOURCE = 60
PICKUP_TRIES = 5
WINDOW_SECONDS = 15 * 60
MARGIN_SECONDS = 20
WRONG = "wrong password"
CHANGE = "/me/password"


@pytest.fixture(autouse=True)
def within_one_window() -> None:
    """Attempts are counted by quarters of an hour: none of these tests begins at the end of one."""
    left = WINDOW_SECONDS - wall_now().timestamp() % WINDOW_SECONDS
    if left < MARGIN_SECONDS:
        time.sleep(left)


class Stranger:
    """Somebody on this machine under another loopback address, which is another source to the gateway."""

    def __init__(self, network: Network, address: str) -> None:
        self._network = network
        self._pool = network.platform.pool(address)

    def guess(self, username: str, password: str = WRONG, **headers: str) -> Answer:
        api = Api(self._network.url, pool=self._pool)
        return api.send("POST", "/auth/token", {"username": username, "password": password}, **headers)

    def guess_at_the_page(self, username: str) -> int:
        """The status with which the page of the log-in comes back."""
        url, own = self._network.url, "a token of this browser"
        sent = {"username": username, "password": WRONG, "form_token": own}
        headers = {"Origin": url, "Cookie": f'zz_form="{own}"'}
        form = self._pool.request("POST", f"{url}/log-in", fields=sent, encode_multipart=False, headers=headers)
        return int(form.status)


def test_guesses_at_one_account_are_throttled_and_its_owner_is_not_shut_out(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    assert victim.api.token
    stranger = Stranger(network, "127.0.0.2")
    codes = [stranger.guess(victim.username).code for _ in range(PER_ACCOUNT_AND_SOURCE + 2)]
    assert codes == ["unauthenticated"] * PER_ACCOUNT_AND_SOURCE + ["throttled"] * 2
    throttled = stranger.guess(victim.username, victim.password)
    check_problem(throttled, 429, "throttled")
    assert 0 < int(throttled.headers["Retry-After"]) <= 15 * 60 + 1
    assert victim.log_in().do.get_me()["account_id"] == victim.id


def test_guesses_that_are_made_all_at_once_are_no_more_than_guesses_in_a_row(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    stranger = Stranger(network, "127.0.0.6")
    codes = together(lambda _: stranger.guess(victim.username).code, range(3 * PER_ACCOUNT_AND_SOURCE))
    assert codes.count("unauthenticated") == PER_ACCOUNT_AND_SOURCE
    assert codes.count("throttled") == 2 * PER_ACCOUNT_AND_SOURCE


def test_the_pages_count_guesses_with_the_api(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    stranger = Stranger(network, "127.0.0.7")
    statuses = [stranger.guess_at_the_page(victim.username) for _ in range(PER_ACCOUNT_AND_SOURCE)]
    assert stranger.guess(victim.username, victim.password).code == "throttled"
    assert len(set(statuses)) == 1


def test_whoever_holds_a_session_cannot_guess_its_password_on(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    change = {"password": WRONG, "new_password": "an entirely different phrase"}
    codes = [victim.api.send("POST", CHANGE, change).code for _ in range(PER_ACCOUNT_AND_SOURCE + 1)]
    assert codes == ["refused"] * PER_ACCOUNT_AND_SOURCE + ["throttled"]
    check_problem(victim.api.send("POST", CHANGE, change | {"password": victim.password}), 429, "throttled")
    assert victim.log_in().do.get_me()["account_id"] == victim.id


def test_another_address_in_a_header_does_not_help_a_guesser(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    stranger = Stranger(network, "127.0.0.3")
    codes = [
        stranger.guess(victim.username, X_Forwarded_For=f"10.0.0.{number}", X_Real_IP=f"10.0.1.{number}").code
        for number in range(PER_ACCOUNT_AND_SOURCE + 2)
    ]
    assert codes[-2:] == ["throttled"] * 2


def test_a_source_that_guesses_at_many_accounts_is_throttled(network: Network) -> None:
    stranger = Stranger(network, "127.0.0.4")
    codes = [stranger.guess(f"nobody.{uuid.uuid4().hex}").code for _ in range(PER_SOURCE + 2)]
    assert codes == ["unauthenticated"] * PER_SOURCE + ["throttled"] * 2


def test_many_sources_that_guess_at_one_account_are_throttled_and_its_owner_is_not_shut_out(network: Network) -> None:
    victim = network.hire(network.a.id, "engineer")
    assert victim.api.token
    codes = []
    for number in range(8):
        stranger = Stranger(network, f"127.0.1.{number + 1}")
        codes += [stranger.guess(victim.username).code for _ in range(PER_ACCOUNT_AND_SOURCE - 1)]
    assert codes[-1] == "throttled"
    assert codes.count("unauthenticated") <= PER_SOURCE
    assert victim.log_in().do.get_me()["account_id"] == victim.id


def test_an_account_that_there_is_not_is_refused_as_one_with_a_wrong_password(network: Network) -> None:
    stranger = Stranger(network, "127.0.0.5")
    wrong_password = stranger.guess(network.a.desk.username)
    no_account = stranger.guess("nobody.at.all")
    for answer in (wrong_password, no_account):
        check_problem(answer, 401, "unauthenticated")
    assert wrong_password.body | {"request_id": ""} == no_account.body | {"request_id": ""}


def test_a_refresh_token_that_is_used_twice_ends_the_session(network: Network) -> None:
    thief = network.hire(network.a.id, "engineer").log_in()
    used = {"refresh_token": thief.refresh}
    fresh = thief.do.refresh_token(**used)
    check_problem(thief.send("POST", "/auth/refresh", used), 401, "unauthenticated")
    again = {"refresh_token": fresh["refresh_token"]}
    check_problem(thief.send("POST", "/auth/refresh", again), 401, "unauthenticated")


def test_who_guesses_the_token_of_a_session_does_not_end_it_and_is_slowed_down(network: Network) -> None:
    owner = network.hire(network.a.id, "engineer").log_in()
    session_id = owner.refresh.partition(".")[0]
    guesses = [owner.send("POST", "/auth/refresh", {"refresh_token": f"{session_id}.{n:043}"}) for n in range(12)]
    assert [guess.status for guess in guesses] == [401] * 10 + [429] * 2
    assert "access_token" in owner.do.refresh_token(refresh_token=owner.refresh)


@pytest.mark.parametrize(
    "token", ["x" * 20, f"{uuid.uuid4()}.{'x' * 43}", "." * 40, "\u0661" * 30, '{"$gt": ""}.........']
)
def test_a_refresh_token_that_was_never_given_is_unauthenticated(network: Network, token: str) -> None:
    answer = Api(network.url).send("POST", "/auth/refresh", {"refresh_token": token})
    check_problem(answer, 401, "unauthenticated")


def test_a_pick_up_code_can_be_guessed_five_times(network: Network) -> None:
    order = network.a.a_ready_order()
    wrong = {"how": "pickup", "receipt_code": _other_than(order.receipt_code), "serial": order.serial}
    release = f"/orders/{order.id}/release"
    codes = [network.a.desk.api.send("POST", release, wrong).code for _ in range(PICKUP_TRIES + 1)]
    assert codes == ["refused"] * PICKUP_TRIES + ["throttled"]
    right = network.a.desk.api.send("POST", release, wrong | {"receipt_code": order.receipt_code})
    check_problem(right, 429, "throttled")


def test_pick_up_codes_that_are_guessed_all_at_once_are_no_more_than_guesses_in_a_row(network: Network) -> None:
    order = network.a.a_ready_order()
    wrong = {"how": "pickup", "receipt_code": _other_than(order.receipt_code), "serial": order.serial}
    api = network.a.desk.api
    codes = together(lambda _: api.send("POST", f"/orders/{order.id}/release", wrong).code, range(4 * PICKUP_TRIES))
    assert codes.count("refused") <= PICKUP_TRIES
    assert codes.count("throttled") == len(codes) - codes.count("refused")


def _other_than(code: str) -> str:
    codes = (make_receipt_code(bytes([number] * RECEIPT_CODE_BYTES)) for number in range(2))
    return next(other for other in codes if other != code)
