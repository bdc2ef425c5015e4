"""The demonstration's parts that need no platform: when things happen, what is drawn, what is kept, what is said."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

import pytest
from stdnum import imei

from contracts.intake import parties, receiving
from contracts.language import permissions
from services.intake.rules.devices import phone_of, serial_of
from services.stations.rules.passwords import check_strength
from zz import cli
from zz.commands import demo
from zz.demonstration import draft, play, programme, rooms, sample_devices, scripts
from zz.demonstration.cast import HEAD, SUB_STATIONS
from zz.demonstration.timetable import DAYS, ZONE, Timetable
from zz.local import installation
from zz.local.backing import Backing
from zz.local.paths import Paths
from zz.local.secrets import load_or_make

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = [person for house in (HEAD, *SUB_STATIONS) for person in house.people]
AT_THE_HEAD_TOO = ("storekeeper", "engineer")
EVENING = datetime(2026, 11, 23, 20, tzinfo=ZONE)


def local(day: int, clock: str, told_at: datetime = EVENING) -> str:
    return f"{Timetable(told_at).instant(day, clock).astimezone(ZONE):%Y-%m-%d %H:%M:%S}"


def test_the_story_is_of_three_days_and_ends_today() -> None:
    days = [local(day, "09:30") for day in range(DAYS)]
    assert days == ["2026-11-21 09:30:00", "2026-11-22 09:30:00", "2026-11-23 09:30:00"]


def test_instants_are_utc() -> None:
    assert Timetable(EVENING).instant(0, "09:30") == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)


def test_told_before_half_past_ten_the_last_day_passes_faster() -> None:
    at_seven = EVENING.replace(hour=7)
    assert local(2, "10:30", at_seven) == "2026-11-23 07:00:00"
    assert local(2, "09:00", at_seven) == "2026-11-23 06:00:00"
    assert local(1, "09:10", at_seven) == "2026-11-22 09:10:00"


def test_told_at_half_past_ten_or_later_the_last_day_is_like_the_others() -> None:
    assert local(2, "10:30", EVENING.replace(hour=10, minute=30)) == "2026-11-23 10:30:00"
    assert local(2, "09:10", EVENING.replace(hour=11)) == "2026-11-23 09:10:00"


def test_however_early_it_is_told_the_last_day_keeps_its_order_and_does_not_begin_the_day_before() -> None:
    minutes_past = EVENING.replace(hour=0, minute=5)
    assert local(2, "00:00", minutes_past) == "2026-11-23 00:00:00"
    assert local(2, "09:10", minutes_past) < local(2, "09:20", minutes_past) < "2026-11-23 00:05:00"


@pytest.mark.parametrize("hour", range(24))
def test_the_last_morning_is_over_whenever_it_is_told(hour: int) -> None:
    told_at = EVENING.replace(hour=hour, minute=30)
    assert Timetable(told_at).instant(DAYS - 1, "10:00", play.DELAYS[-1]) <= told_at


def test_every_plot_has_its_place_in_the_programme() -> None:
    planned = {plot for _, _, plot in (*programme.EVERYWHERE, *programme.SOMEWHERE)}
    written = {
        value
        for module in (scripts, rooms)
        for value in vars(module).values()
        if callable(value) and value.__module__ == module.__name__
    }
    assert {plot for plot in written if not plot.__name__.startswith("_")} == planned


def test_what_is_played_somewhere_is_played_once() -> None:
    entries = [entry for number in range(5) for entry in programme.entries_of(number, 0, 5)]
    assert Counter(entries) == Counter(programme.EVERYWHERE * 5) + Counter(programme.SOMEWHERE)


def test_the_same_seed_draws_the_same_and_another_draws_otherwise() -> None:
    def drawn(seed: str) -> list[object]:
        chance = Random(seed)
        return [
            (sample_devices.draw_goods(chance), sample_devices.draw_party("user", "苏州", chance)) for _ in range(20)
        ]

    assert drawn("1 SZ01-0") == drawn("1 SZ01-0")
    assert drawn("1 SZ01-0") != drawn("1 SZ01-1")


def test_devices_and_customers_are_such_as_the_desk_takes() -> None:
    chance = Random(7)
    for kind in parties.PARTY_KINDS * 20:
        device = sample_devices.draw_goods(chance).device()
        assert serial_of(device["identity"], device["serial"]) == device["serial"]
        assert device["identity"] == ("imei" if imei.is_valid(device["serial"]) else "serial")
        assert phone_of(sample_devices.draw_party(kind, "苏州", chance)["phone"]).startswith("+861")
        assert device["category"] in receiving.CATEGORIES


def test_there_is_somebody_for_every_post_and_nobody_twice() -> None:
    assert {post for person in HEAD.people for post in person.posts} == {*permissions.HEAD_POSTS, *AT_THE_HEAD_TOO}
    for house in SUB_STATIONS:
        assert {post for person in house.people for post in person.posts} == set(permissions.STATION_POSTS)
    assert len({person.username for person in PEOPLE}) == len({person.name for person in PEOPLE}) == len(PEOPLE)


def test_a_draft_is_kept_as_it_was_begun_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    begun = draft.load_or_make(path, 1, EVENING, ["wang", "li"])
    assert draft.load_or_make(path, 2, EVENING + timedelta(days=1), ["chen"]) == begun
    assert path.stat().st_mode & 0o777 == 0o600


def test_passwords_are_random_and_hard_to_guess(tmp_path: Path) -> None:
    names = [person.username for person in PEOPLE]
    first, other = (draft.load_or_make(tmp_path / name, 1, EVENING, names).passwords for name in ("one", "other"))
    assert not set(first.values()) & set(other.values())
    for username, password in first.items():
        check_strength(password, username)


def test_a_draft_does_not_show_its_passwords(tmp_path: Path) -> None:
    begun = draft.load_or_make(tmp_path / "draft.json", 1, EVENING, ["wang"])
    assert begun.passwords["wang"] not in repr(begun)


def test_a_demonstration_that_is_loaded_is_left_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Paths(tmp_path)
    _save_installation(place)
    place.demo.write_text("the log-ins")
    monkeypatch.setattr(demo, "HOME", place)
    monkeypatch.setattr("sys.argv", ["zz", "demo", "--json"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0
    assert json.loads(capsys.readouterr().out)["is_new"] is False
    assert place.demo.read_text() == "the log-ins"


def test_in_production_it_says_how_the_network_is_founded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Paths(tmp_path)
    _save_installation(place, environment="production")
    monkeypatch.setattr(demo, "HOME", place)
    monkeypatch.setattr("sys.argv", ["zz", "demo"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 0
    assert demo.founding(installation.load(place), place.secrets) in capsys.readouterr().out
    assert not place.demo.exists()


def test_without_a_platform_there_is_trouble_and_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Paths(tmp_path)
    _save_installation(place)
    monkeypatch.setattr(demo, "HOME", place)
    monkeypatch.setattr("sys.argv", ["zz", "demo"])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == 1
    assert "does not answer" in capsys.readouterr().err
    assert not list(tmp_path.glob("demo*"))


def _save_installation(place: Paths, environment: str = "development") -> None:
    """One that nothing listens for: port 9 of loopback."""
    nowhere = "127.0.0.1:9"
    plan = installation.Installation(
        prefix="zz",
        bind=nowhere,
        environment=environment,
        ports={},
        is_local=False,
        backing=Backing(f"amqp://{nowhere}", f"http://{nowhere}", f"mongodb://{nowhere}"),
        secrets=load_or_make(place.secrets, ()),
    )
    installation.save(place, plan)
