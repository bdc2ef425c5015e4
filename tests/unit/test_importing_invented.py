"""What is invented for a record is always the same, possible, and different for each."""

from __future__ import annotations

import itertools
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from contracts.stations.stations import STATION_CODE
from zz.importing.invented import (
    ROLES,
    customer_of,
    desk_of,
    engineer_of,
    instants_of,
    serial_of,
    staff_of,
    station_code,
)
from zz.importing.records import Record

HOURS = {"opens": "09:00", "closes": "18:00"}
ZONE = "Asia/Shanghai"
GROUPS = ("Fixit Clinic", "Repair Café Gent", "Repair Café Toronto", "维修社", "修理铺", "x", "Abermaw/Barmouth")


def _record(number: int, day: date = date(2019, 1, 12)) -> Record:
    return Record(
        f"r_{number}", "Somewhere", day, "15", "Ikea", "lamp", None, "flickers", "closed", "repaired", None, "f", 2
    )


def test_the_same_record_gives_the_same_customer_device_people_and_times() -> None:
    first, again = _record(1), _record(1)
    for invent in (customer_of, serial_of, engineer_of, desk_of):
        assert invent(first) == invent(again)
    assert instants_of(first, HOURS, ZONE, 12) == instants_of(again, HOURS, ZONE, 12)


def test_what_is_invented_does_not_change_from_one_release_to_the_next() -> None:
    """Else an import that was stopped would go on with other people and other times."""
    record = _record(1)
    first = instants_of(record, HOURS, ZONE, 12)[0]
    invented = (customer_of(record).phone, serial_of(record), engineer_of(record), desk_of(record), first.isoformat())
    assert invented == ("18308364156", "H2DED479AFD5F7FD6", "engineer3", "desk2", "2019-01-12T09:27:39+08:00")
    assert (station_code("Fixit Clinic"), staff_of("Fixit Clinic")["lead"]) == ("FIXITCD9806F", "吴明-历史")


def test_no_two_devices_have_one_serial() -> None:
    assert len({serial_of(_record(number)) for number in range(2000)}) == 2000


def test_every_phone_number_can_exist() -> None:
    for number in range(200):
        phone = phonenumbers.parse(customer_of(_record(number)).phone, "CN")
        assert phonenumbers.is_valid_number(phone)


@pytest.mark.parametrize("count", [1, 4, 13])
def test_the_steps_of_an_order_follow_each_other_on_its_day_while_the_station_is_open(count: int) -> None:
    zone = ZoneInfo(ZONE)
    for number in range(200):
        instants = instants_of(_record(number), HOURS, ZONE, count)
        assert len(instants) == count
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in itertools.pairwise(instants))
        assert instants[0] >= datetime(2019, 1, 12, 9, tzinfo=zone)
        assert instants[-1] < datetime(2019, 1, 12, 18, tzinfo=zone)


def test_a_station_has_two_at_the_desk_three_on_the_bench_and_a_lead_all_of_different_names() -> None:
    assert sorted(ROLES.values()) == ["engineer"] * 3 + ["front_desk"] * 2 + ["station_lead"]
    for group in GROUPS:
        names = staff_of(group)
        assert set(names) == set(ROLES)
        assert len(set(names.values())) == len(ROLES)


def test_every_group_has_its_own_code_of_the_form_that_stations_take() -> None:
    codes = {station_code(group, attempt) for group in GROUPS for attempt in range(3)}
    assert len(codes) == 3 * len(GROUPS)
    assert all(re.fullmatch(STATION_CODE, code) for code in codes)
    assert station_code("Repair Café Gent").startswith("REPAIR")
