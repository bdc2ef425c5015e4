"""The business clock of development: a move answers when everything that fell due on its way is done by everyone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
import urllib3

from contracts.language.fields import instant_text
from tests.world.api import Answer, Api

if TYPE_CHECKING:
    from tests.world.network import Network

pytestmark = pytest.mark.slow
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
MORNING = time(9)
PLAYING_SECONDS = 100.0


def now(network: Network) -> datetime:
    return datetime.fromisoformat(network.supervisor.do.get_clock()["now"])


def move(network: Network, to: datetime) -> Answer:
    patient = Api(network.url, pool=urllib3.PoolManager(timeout=PLAYING_SECONDS, retries=False))
    return patient.ask.move_clock(now=instant_text(to))


def moved(network: Network, to: datetime) -> datetime:
    """The same, sent again until the time is reached; says what was answered."""
    return datetime.fromisoformat(network.supervisor.do.move_clock(now=instant_text(to))["now"])


def morning_after(start: datetime) -> datetime:
    return datetime.combine(start.astimezone(SHANGHAI).date() + DAY, MORNING, SHANGHAI)


def closes_after(start: datetime, days: int) -> list[dict[str, Any]]:
    """The days' names and the instants at which the clock closes them."""
    local = start.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59, microsecond=0)
    return [{"day": f"{local + number * DAY:%F}", "at": local + number * DAY} for number in range(days)]


def test_one_move_closes_every_day_on_its_way_and_what_hangs_on_it_is_done_when_it_answers(
    own_network: Network,
) -> None:
    network = own_network
    start = morning_after(now(network))
    moved(network, start)
    order, closes = network.a.an_order_on_the_bench(), closes_after(start, 2)
    answered = moved(network, start + 2 * DAY)
    assert answered >= start + 2 * DAY
    assert timedelta(0) <= now(network) - answered < DAY
    days = network.a.lead.do.list_business_days(sort="day")["items"]
    closed = [
        {"day": day["day"], "at": datetime.fromisoformat(day["closed_at"])}
        for day in days
        if day["day"] >= closes[0]["day"]
    ]
    assert closed == closes
    noted = [step for step in network.a.desk.do.get_order(order_id=order.id)["steps"] if step["what"] == "overnight"]
    nights = [{"day": step["reason"], "at": datetime.fromisoformat(step["at"])} for step in noted]
    assert nights == closes


def test_a_move_that_goes_too_far_or_back_is_refused_and_moves_nothing(own_network: Network) -> None:
    network, start = own_network, now(own_network)
    for to, reason in ((start + 33 * DAY, "clock_too_far"), (start - DAY, "clock_goes_forward")):
        answer = move(network, to)
        assert (answer.status, answer.reason) == (409, reason)
    assert timedelta(0) <= now(network) - start < DAY


def test_a_service_that_does_not_answer_is_named_and_the_same_move_goes_on_when_it_is_back(
    own_network: Network,
) -> None:
    network, start = own_network, now(own_network)
    network.platform.stop("repair")
    answer = move(network, start + DAY)
    assert (answer.status, answer.code, answer.body["params"]) == (503, "unavailable", {"services": ["repair"]})
    assert now(network) - start < DAY
    network.platform.start("repair")
    network.platform.wait_ready("repair")
    moved(network, start + DAY)
    assert now(network) - start >= DAY
