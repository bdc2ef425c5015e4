"""What the business clock brings: mails whose sender dies in that minute, and events that come a day late."""

from __future__ import annotations

import random
import sys
from collections import Counter
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from contracts.intake.custody import bench_accepted
from contracts.intake.orders import order_received
from contracts.language.fields import instant_text
from stationkit.ground.clock import wall_now
from stationkit.ground.names import Names
from stationkit.messaging.publisher import connect
from stationkit.storage.kit_collections import EVENT_LOG
from tests.faults.kill_points import EVERYTHING, Victim, begun
from tests.faults.load import Patient, patient_of, workplace_of
from tests.faults.producer import Producer
from tests.ground.mailbox import mail_server
from tests.ground.seed import SEED
from tests.recompute import compare, recompute
from tests.world import people
from tests.world.people import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.language.operation import AnyEvent
    from tests.faults.oracle import Oracle
    from tests.ground.platform import Platform
    from tests.world.network import Network
    from tests.world.people import Person

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
CUT_OFF = time(17)
MORE_KEEPERS = 3
CLAIM_SECONDS = 330.0


class Mover(Patient):
    """Moves the clock, however often a service is killed meanwhile."""

    final_seconds = 120.0

    def move(self, to: datetime) -> None:
        self.do.move_clock(now=instant_text(to))

    def now(self) -> datetime:
        return datetime.fromisoformat(self.do.get_clock()["now"])


def mover_of(network: Network) -> Mover:
    api = network.supervisor.api
    return Mover(api.url, api.token)


def next_cut_off(after: datetime) -> datetime:
    today = datetime.combine(after.astimezone(SHANGHAI).date(), CUT_OFF, SHANGHAI)
    return today if today > after else today + DAY


def with_address(person: Person) -> str:
    address = f"{person.username}@example.com"
    person.do.set_my_address(email=address, language="en")
    return address


def test_every_mail_of_the_cut_off_arrives_once_when_its_sender_is_killed_in_that_minute(
    own_network: Network, own_oracle: Oracle, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    network, platform, mover = own_network, own_network.platform, mover_of(own_network)
    more = (network.hire(network.a.id, "storekeeper") for _ in range(MORE_KEEPERS))
    keepers = [*(station.people["storekeeper"] for station in (network.a, network.b)), *more]
    addresses = [with_address(keeper) for keeper in keepers]
    sender = Victim(platform, "notifications")
    with mail_server(platform.mail_port) as mailbox:
        sender.aim("after_commit:send_mails")
        moving = begun(partial(mover.move, next_cut_off(mover.now())))
        sender.die()  # the first mail is claimed
        mailbox.silent = True
        sender.aim()
        until(lambda: mailbox.unanswered > 0, "handing over the second mail")
        sender.kill()
        mailbox.silent = False
        sender.aim("after_mail")
        sender.die()  # the third mail is taken and not noted
        sender.rise()
        moving.result()
        _let_claims_end(own_oracle, monkeypatch)
        until(lambda: {mail["To"] for mail in mailbox.mails} == set(addresses), "everybody has the mail")
        until(lambda: not _queued(own_oracle), "all is noted")
    came = Counter(str(mail["Message-ID"]) for mail in mailbox.mails)
    with capsys.disabled():
        sys.stdout.write(f"\n{len(addresses)} mails, 3 kills, {came.total() - len(came)} repeated\n")
    assert Counter(came.values()) == Counter({1: len(addresses) - 1, 2: 1})
    assert own_oracle.violations() == []


def _queued(oracle: Oracle) -> int:
    return oracle.db("notifications").deliveries.count_documents({"state": "queued"})


def _let_claims_end(oracle: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    """A claim ends after five minutes; those who have no time say that they are over."""
    if EVERYTHING:
        monkeypatch.setattr(people, "PATIENCE_SECONDS", CLAIM_SECONDS)
    else:
        oracle.db("notifications").deliveries.update_many({"state": "queued"}, {"$set": {"next_try_at": wall_now()}})


@contextmanager
def deaf(platform: Platform, hearer: str, event: AnyEvent) -> Iterator[None]:
    """What is told of that type meanwhile does not come to the hearer."""
    names = Names(platform.prefix)
    binding = (names.event_queue(hearer, event.producer), names.events_exchange(event.producer), event.type)
    with connect(platform.backing.amqp_uri) as connection:
        connection.channel().queue_unbind(*binding)
        yield
        connection.channel().queue_bind(*binding)


def envelope_of(oracle: Oracle, event: AnyEvent, aggregate_id: str) -> dict[str, Any]:
    row = oracle.db(event.producer)[EVENT_LOG].find_one({"type": event.type, "aggregate_id": aggregate_id})
    assert row is not None
    envelope: dict[str, Any] = row["envelope"]
    return envelope


def test_events_that_come_a_day_late_have_their_effect_once_and_belong_to_their_own_day(
    own_network: Network, own_oracle: Oracle
) -> None:
    network, platform, oracle = own_network, own_network.platform, own_oracle
    at, mover = workplace_of(network.a), mover_of(network)
    first_day = mover.now().astimezone(SHANGHAI).date().isoformat()
    order = at.receive()
    patient_of(network.a.desk).do.offer_custody(order_id=order["id"], to="engineer", engineer_id=at.engineer_id)
    oracle.settle()
    with deaf(platform, "repair", bench_accepted), deaf(platform, "oversight", order_received):
        at.bench.do.accept_custody(order_id=order["id"])
        lying = at.receive()
        oracle.settle()
        mover.move(mover.now() + DAY)
    late = [envelope_of(oracle, bench_accepted, order["id"]), envelope_of(oracle, order_received, lying["id"])]
    assert oracle.db("repair").jobs.find_one({"order_id": order["id"]}) is None
    assert oracle.db("oversight").rows.find_one({"_id": lying["id"], "told.type": order_received.type}) is None
    random.Random(SEED).shuffle(late)
    producer = Producer(platform, "intake")
    producer.send(*late, *late)
    producer.close()
    assert oracle.violations() == []
    assert oracle.db("oversight").rows.find_one({"_id": lying["id"], "told.type": order_received.type}) is not None
    job = oracle.db("repair").jobs.find_one({"order_id": order["id"]})
    assert job is not None
    assert job["queued_at"] == datetime.fromisoformat(envelope_of(oracle, bench_accepted, order["id"])["occurred_at"])
    at.repair(job["_id"])
    at.bench.do.finish_job(job_id=job["_id"], outcome="repaired")
    at.hand_out(order)
    assert oracle.violations() == []
    _check_figures(network, first_day, mover.now().astimezone(SHANGHAI).date().isoformat())


def _check_figures(network: Network, start: str, end: str) -> None:
    """The figures of these days are what the services' own documents say."""
    backing = network.platform.backing
    recomputed = recompute(backing.mongo_uri, network.platform.prefix, start, end)

    def differ() -> list[Any]:
        groups = network.supervisor.do.get_kpis(start=start, end=end, by="station")["items"]
        return list(compare(recomputed, groups))

    until(lambda: not differ(), f"equal: {differ()}")
