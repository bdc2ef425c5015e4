"""A network for tests: a founded head station and two open sub-stations with somebody at every post."""

from __future__ import annotations

import itertools
from datetime import date, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Generic, TypeVar
from zoneinfo import ZoneInfo

import chinese_calendar

from contracts.language.permissions import HEAD_POSTS, HISTORY_IMPORT, STATION_POSTS
from contracts.stations.stations import CHECKLIST
from tests.world.api import Api
from tests.world.people import FIRST_PASSWORD, PASSWORD, Person, Sent, until
from tests.world.station import Station

if TYPE_CHECKING:
    from typing import Any

    from tests.ground.reached import Reached

P = TypeVar("P", bound="Reached")
SUPERVISOR = "zhang.wei"
SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY, SATURDAY = 1, 5
NOBODY = "00000000-0000-4000-8000-000000000000"


class Network(Generic[P]):
    """The network of one platform: `head`, `a` and `b`; makes more stations, staff, and names that are unique."""

    def __init__(self, platform: P) -> None:
        self.platform = platform
        self.url = platform.url
        self.sent: list[Sent] = []
        self.pool = platform.pool()
        self._numbers = itertools.count(1)
        self.founding: dict[str, Any] = {
            "founding_key": platform.secrets.founding_key,
            "name": "总站",
            "code": "HEAD",
            "supervisor": "张伟",
            "username": SUPERVISOR,
            "password": PASSWORD,
        }
        self.founded = Api(self.url, pool=self.pool).ask.found_network(**self.founding)
        assert self.founded.status == 201 or self.founded.reason == "network_founded", self.founded
        self.supervisor = Person(self, "", ("supervisor",), "", SUPERVISOR)
        me = self.supervisor.do.get_me()
        self.supervisor.station_id, self.supervisor.id = me["station_id"], me["account_id"]
        self.head = Station(self, me["station_id"], {"supervisor": self.supervisor})
        self._begin_a_working_day()
        self._staff(self.head, HEAD_POSTS)
        self.a, self.b = self.an_open_station(), self.an_open_station()

    def _begin_a_working_day(self) -> None:
        """Business time goes to a Tuesday, 09:30, from which four working days of one month follow.

        So nothing hangs on the day and hour at which the tests happen to run. It goes there while there is no station
        but the head, for which little falls due on the way.
        """
        api = Api(self.url, pool=self.pool)
        clock = api.ask.get_clock()
        if clock.status == HTTPStatus.OK and not clock.body["offset_seconds"]:
            today = datetime.fromisoformat(clock.body["now"]).astimezone(SHANGHAI).date()
            days = (today + timedelta(days=number) for number in itertools.count(1))
            first = next(day for day in days if _begins_an_ordinary_week(day))
            soon = datetime.fromisoformat(clock.body["now"]) + timedelta(minutes=11)
            self._let_days_be_closed_early(soon)
            api.do.move_clock(now=f"{first}T09:30:00+08:00")

    def _let_days_be_closed_early(self, effective_from: datetime) -> None:
        """So that a day can be closed without moving the clock of everybody to the evening."""
        values = {"close_early_minutes": 540}
        effective = effective_from.isoformat(timespec="seconds")
        self.supervisor.do.publish_policy(name="day", effective_from=effective, values=values)

    def now(self) -> datetime:
        """Business time."""
        return datetime.fromisoformat(self.supervisor.do.get_clock()["now"])

    def unique(self, word: str) -> str:
        """The word with a number that was not given before."""
        return f"{word}{next(self._numbers)}"

    def phone(self) -> str:
        """A mobile number that was not given before."""
        return f"138{10_000_000 + next(self._numbers)}"

    def hire(self, station_id: str, *posts: str, grants: tuple[str, ...] = ()) -> Person:
        """A new member of staff with an account."""
        username = self.unique("staff.")
        body = {"name": "王芳", "posts": posts, "grants": grants, "username": username, "password": FIRST_PASSWORD}
        hired = self.supervisor.do.create_staff(station_id=station_id, **body)
        return Person(self, station_id, posts, hired["id"], username, FIRST_PASSWORD)

    def hire_without_account(self, station_id: str, *posts: str) -> str:
        """The id of a new member of staff who never logs in."""
        person = self.supervisor.do.create_staff(station_id=station_id, name="刘洋", posts=posts)
        return str(person["id"])

    def an_importer_in(self, station_id: str) -> Person:
        """Somebody of the head station who brings in that station's history."""
        person = self.hire(self.head.id, grants=(HISTORY_IMPORT,))
        person.working_in = station_id
        return person

    def a_planned_station(self) -> str:
        body = {"name": self.unique("分站"), "code": self.unique("SUB")}
        return str(self.supervisor.do.create_station(**body)["id"])

    def an_onboarding_station(self) -> str:
        station_id = self.a_planned_station()
        self.supervisor.do.start_onboarding(station_id=station_id, reason="lease signed")
        return station_id

    def a_station_ready_to_open(self) -> str:
        station_id = self.an_onboarding_station()
        for item in CHECKLIST:
            self.supervisor.do.check_onboarding(station_id=station_id, item=item)
        return station_id

    def an_active_station(self) -> str:
        station_id = self.a_station_ready_to_open()
        self.supervisor.do.activate_station(station_id=station_id, reason="all done")
        self.supervisor.until.list_days(bool, start="2026-01-01", days=1, station_id=station_id)
        return station_id

    def an_open_station(self) -> Station:
        """An active station with staff, and every service knows that it is active."""
        station = Station(self, self.an_active_station())
        self._staff(station, STATION_POSTS)
        station.people["second engineer"] = self.hire(station.id, "engineer")
        self.hire_without_account(station.id, "engineer")
        desk, store = station.desk.ask, station.people["storekeeper"].ask
        for begin in (
            lambda: desk.close_order(order_id=NOBODY, receipt="signed"),
            lambda: station.bench.ask.start_diagnosis(job_id=NOBODY),
            lambda: store.settle_borrow(borrow_id=NOBODY, how="returned", quantity=1),
            lambda: desk.record_attempt(station_id=station.id, call_id=NOBODY, result="busy"),
        ):
            until(lambda: begin().code == "not_found", "active for each service")  # noqa: B023  # called at once
        return station

    def _staff(self, station: Station, posts: tuple[str, ...]) -> None:
        for post in posts:
            if post not in station.people:
                station.people[post] = self.hire(station.id, post)


def _begins_an_ordinary_week(day: date) -> bool:
    """Whether it is a Tuesday, and all work until Friday, which is in the same month."""
    week = [day + timedelta(days=number) for number in range(4)]
    return day.weekday() == TUESDAY and week[-1].month == day.month and all(map(_is_worked, week))


def _is_worked(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # that year's calendar is not published yet
        return day.weekday() < SATURDAY
