"""What pages ask of the services, with the reader's own token: rows of lists, and the names behind ids."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import current_app, g

from contracts.inventory import parts as parts_contract
from contracts.language.errors import ContractError, Invalid, NotFound, Unauthenticated
from contracts.language.paging import LONGEST_PAGE
from contracts.stations import staff, stations
from gateway import request_handler
from stationkit.ground.clock import monotonic
from stationkit.messaging.tokens import Caller

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation

Row = dict[str, Any]
MOST_PAGES = 10
KEPT_SECONDS = 60.0


def ask(operation: AnyOperation, **arguments: Any) -> Row:
    """What an operation answers; arguments that are None or empty are left out. Raises what the service raises."""
    said = {name: value for name, value in arguments.items() if value not in (None, "")}
    answered: Row = current_app.extensions["rpc"].call(operation, request_handler.call_of(said))
    return answered


def rows(operation: AnyOperation, **arguments: Any) -> list[Row]:
    """The first rows of a list, as many as a page may have."""
    items: list[Row] = ask(operation, limit=LONGEST_PAGE, **arguments)["items"]
    return items


def every(operation: AnyOperation, **arguments: Any) -> list[Row]:
    """All rows of a list, up to two thousand."""
    items: list[Row] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = ask(operation, limit=LONGEST_PAGE, cursor=cursor, **arguments)
        items += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    return items


def rows_or_none(operation: AnyOperation, **arguments: Any) -> list[Row] | None:
    """The first rows, or None where the service is away."""
    page = first_page(operation, **arguments)
    return None if page is None else list(page["items"])


def first_page(operation: AnyOperation, **arguments: Any) -> Row | None:
    """The first page of a list, or None where the service is away."""
    return or_none(operation, limit=LONGEST_PAGE, **arguments)


def or_none(operation: AnyOperation, **arguments: Any) -> Row | None:
    """What is answered; None where there is nothing for the reader, or the service is away, of which they are told.

    One part of a page that fails leaves the others whole. Raises `Unauthenticated`, and `Invalid` for what was asked.
    """
    if operation.permission and not may(operation.permission):
        return None
    try:
        return ask(operation, **arguments)
    except (Unauthenticated, Invalid):
        raise
    except NotFound:
        return None
    except ContractError as error:
        note_away(error)
        return None


def note_away(error: ContractError) -> None:
    """The reader is told that a part of the page could not be had."""
    g.setdefault("away", []).append(error)


def is_away() -> bool:
    """Whether a part of the page could not be had."""
    return bool(g.get("away"))


def me() -> Caller:
    """Who looks at the page."""
    caller: Caller = g.caller
    return caller


def may(permission: str) -> bool:
    """Whether the reader's posts carry the permission."""
    return permission in me().permissions


def now() -> datetime:
    """The business time."""
    instant_now: datetime = current_app.extensions["clock"].now()
    return instant_now


def instant(text: str) -> datetime:
    """An instant of an answer."""
    return datetime.fromisoformat(text)


def own_station() -> Row:
    """The reader's station; without its name where it cannot be asked just now."""
    cache = current_app.extensions.setdefault("stations_kept", {})
    station_id = me().station_id
    at, station = cache.get(station_id, (0.0, None))
    if station is None or monotonic() - at > KEPT_SECONDS:
        try:
            station = ask(stations.get_station, station_id=station_id)
            cache[station_id] = (monotonic(), station)
        except Unauthenticated:
            raise
        except ContractError:
            station = station or {"id": station_id, "name": "", "kind": "", "time_zone": "Asia/Shanghai"}
    return dict(station)


def zone() -> ZoneInfo:
    """The time zone of the reader's station."""
    if "zone" not in g:
        g.zone = ZoneInfo(own_station()["time_zone"])
    time_zone: ZoneInfo = g.zone
    return time_zone


def local_now() -> datetime:
    """The business time as the clocks of the reader's station show it."""
    return now().astimezone(zone())


def today() -> str:
    """The business day at the reader's station, YYYY-MM-DD."""
    return local_now().date().isoformat()


def all_stations() -> dict[str, Row]:
    """Every station that the reader may see, by id."""
    if "stations" not in g:
        g.stations = {station["id"]: station for station in every(stations.list_stations, sort="code")}
    by_id: dict[str, Row] = g.stations
    return by_id


def people(post: str | None = None, station_id: str | None = None) -> dict[str, Row]:
    """The people of the reader's station, or of another within reach, by id; those who hold a post."""
    by_station: dict[str, dict[str, Row]] = g.setdefault("people", {})
    of = station_id or me().station_id
    if of not in by_station:
        by_station[of] = {person["id"]: person for person in every(staff.list_staff, station_id=of)}
    return {
        key: person
        for key, person in by_station[of].items()
        if post is None or (post in person["posts"] and person["active"])
    }


def everybody() -> dict[str, Row]:
    """The people within the reader's reach, by id: of their station, or of the whole network."""
    if "everybody" not in g:
        g.everybody = {person["id"]: person for person in every(staff.list_staff)}
    by_id: dict[str, Row] = g.everybody
    return by_id


def engineers_of(station_id: str) -> list[tuple[str, str]]:
    """Who can take a device over: those who log in; the user name tells apart who is called the same."""
    engineers = [person for person in people("engineer", station_id).values() if person["username"]]
    called = Counter(person["name"] for person in engineers)
    return [
        (person["id"], f"{person['name']} ({person['username']})" if called[person["name"]] > 1 else person["name"])
        for person in engineers
    ]


def parts() -> dict[str, Row]:
    """The catalogue's parts, by id."""
    if "parts" not in g:
        g.parts = {part["id"]: part for part in every(parts_contract.list_parts)}
    by_id: dict[str, Row] = g.parts
    return by_id


def part_of_code(code: str, field: str) -> str:
    """The id of the part with that code, typed or scanned. Raises `Invalid` naming the field."""
    matching = rows(parts_contract.list_parts, code=code.strip())
    if not matching:
        raise Invalid("The request is not valid.", [f"{field}: No part has this code."])
    return str(matching[0]["id"])
