"""What pages ask of the services, with the reader's own token: rows of lists, and the names behind ids."""

from __future__ import annotations

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


def ask(operation: AnyOperation, **asked: Any) -> Row:
    """What an operation answers; arguments that are None or empty are left out. Raises what the service raises."""
    said = {name: value for name, value in asked.items() if value not in (None, "")}
    answered: Row = current_app.extensions["rpc"].call(operation, request_handler.call_of(said))
    return answered


def rows(operation: AnyOperation, **asked: Any) -> list[Row]:
    """The first rows of a list, as many as a page may have."""
    found: list[Row] = ask(operation, limit=LONGEST_PAGE, **asked)["items"]
    return found


def every(operation: AnyOperation, **asked: Any) -> list[Row]:
    """All rows of a list, up to two thousand."""
    found: list[Row] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = ask(operation, limit=LONGEST_PAGE, cursor=cursor, **asked)
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    return found


def rows_or_none(operation: AnyOperation, **asked: Any) -> list[Row] | None:
    """The first rows, or None where the service is away."""
    found = first_page(operation, **asked)
    return None if found is None else list(found["items"])


def first_page(operation: AnyOperation, **asked: Any) -> Row | None:
    """The first page of a list, or None where the service is away."""
    return or_none(operation, limit=LONGEST_PAGE, **asked)


def or_none(operation: AnyOperation, **asked: Any) -> Row | None:
    """What is answered; None where there is nothing for the reader, or the service is away, of which they are told.

    One part of a page that fails leaves the others whole. Raises `Unauthenticated`, and `Invalid` for what was asked.
    """
    if operation.permission and not may(operation.permission):
        return None
    try:
        return ask(operation, **asked)
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
    found: datetime = current_app.extensions["clock"].now()
    return found


def instant(text: str) -> datetime:
    """An instant of an answer."""
    return datetime.fromisoformat(text)


def own_station() -> Row:
    """The reader's station; without its name where it cannot be asked just now."""
    kept = current_app.extensions.setdefault("stations_kept", {})
    station_id = me().station_id
    at, found = kept.get(station_id, (0.0, None))
    if found is None or monotonic() - at > KEPT_SECONDS:
        try:
            found = ask(stations.get_station, station_id=station_id)
            kept[station_id] = (monotonic(), found)
        except Unauthenticated:
            raise
        except ContractError:
            found = found or {"id": station_id, "name": "", "kind": "", "time_zone": "Asia/Shanghai"}
    return dict(found)


def zone() -> ZoneInfo:
    """The time zone of the reader's station."""
    if "zone" not in g:
        g.zone = ZoneInfo(own_station()["time_zone"])
    found: ZoneInfo = g.zone
    return found


def today() -> str:
    """The business day at the reader's station, YYYY-MM-DD."""
    return now().astimezone(zone()).date().isoformat()


def all_stations() -> dict[str, Row]:
    """Every station that the reader may see, by id."""
    if "stations" not in g:
        g.stations = {one["id"]: one for one in every(stations.list_stations, sort="code")}
    found: dict[str, Row] = g.stations
    return found


def people(post: str | None = None, station_id: str | None = None) -> dict[str, Row]:
    """The people of the reader's station, or of another within reach, by id; those who hold a post."""
    known: dict[str, dict[str, Row]] = g.setdefault("people", {})
    of = station_id or me().station_id
    if of not in known:
        known[of] = {one["id"]: one for one in every(staff.list_staff, station_id=of)}
    return {key: one for key, one in known[of].items() if post is None or (post in one["posts"] and one["active"])}


def parts() -> dict[str, Row]:
    """The catalogue's parts, by id."""
    if "parts" not in g:
        g.parts = {one["id"]: one for one in every(parts_contract.list_parts)}
    found: dict[str, Row] = g.parts
    return found


def part_of_code(code: str, field: str) -> str:
    """The id of the part with that code, typed or scanned. Raises `Invalid` naming the field."""
    found = rows(parts_contract.list_parts, code=code.strip())
    if not found:
        raise Invalid("The request is not valid.", [f"{field}: No part has this code."])
    return str(found[0]["id"])
