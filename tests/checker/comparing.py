"""Compares a file with what the API answers: an own client, an own reader, nothing shared with the product."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import json
import time
import urllib.parse
import zoneinfo
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from tests.checker.reading import Expected, expected

if TYPE_CHECKING:
    from pathlib import Path

TOO_MANY = 429


@dataclass
class Verdict:
    """The ids that are not as they should be; `mismatched` with the fields that differ."""

    orders: int = 0
    missing: set[str] = field(default_factory=set)
    duplicated: set[str] = field(default_factory=set)
    mismatched: dict[str, set[str]] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not (self.missing or self.duplicated or self.mismatched)


class Reader:
    """Reads lists and single things of the API as one account."""

    def __init__(self, url: str, username: str, password: str) -> None:
        self._connection = http.client.HTTPConnection(urllib.parse.urlsplit(url).netloc, timeout=30)
        answer = self._ask("POST", "/auth/token", json.dumps({"username": username, "password": password}))
        self._token = answer["access_token"]

    def close(self) -> None:
        self._connection.close()

    def one(self, path: str) -> Any:
        return self._ask("GET", path)

    def every(self, path: str) -> list[Any]:
        items, cursor = [], ""
        while True:
            page = self.one(f"{path}?limit=100{cursor}")
            items += page["items"]
            if not page["next"]:
                return items
            cursor = "&cursor=" + urllib.parse.quote(page["next"])

    def _ask(self, method: str, path: str, body: str | None = None) -> Any:
        headers = {"Content-Type": "application/json"} if body else {"Authorization": f"Bearer {self._token}"}
        while True:
            self._connection.request(method, f"/api/v1{path}", body, headers)
            answer = self._connection.getresponse()
            content = json.loads(answer.read())
            if answer.status != TOO_MANY:
                assert answer.status == 200, content
                return content
            time.sleep(int(answer.headers["Retry-After"]))


def compare(path: Path, url: str, username: str, password: str) -> Verdict:
    """Every record of the file against the single order that must be there; a head account sees all stations."""
    with contextlib.closing(Reader(url, username, password)) as reader:
        return _verdict(reader, expected(path))


def _verdict(reader: Reader, wanted_by_ref: dict[str, Expected]) -> Verdict:
    verdict = Verdict()
    stations = {station["id"]: station for station in reader.every("/stations")}
    ids_by_ref: dict[tuple[str, str], list[str]] = {}
    for order in reader.every("/orders"):
        group = stations[order["station_id"]]["external_ref"]
        ids_by_ref.setdefault((group, order["external_ref"]), []).append(order["id"])
    for ref, expected_order in wanted_by_ref.items():
        ids = ids_by_ref.get((expected_order.group, ref), [])
        verdict.orders += len(ids)
        if len(ids) != 1:
            (verdict.duplicated if ids else verdict.missing).add(ref)
        for order_id in ids:
            order = reader.one(f"/orders/{order_id}")
            wrong = _wrong(expected_order, order, stations[order["station_id"]])
            if wrong:
                verdict.mismatched[ref] = verdict.mismatched.get(ref, set()) | wrong
    return verdict


def _wrong(wanted: Expected, order: dict[str, Any], station: dict[str, Any]) -> set[str]:
    zone = zoneinfo.ZoneInfo(station["time_zone"])
    facts = {
        "group": station["external_ref"],
        "day": dt.datetime.fromisoformat(order["received_at"]).astimezone(zone).strftime("%Y-%m-%d"),
        "fault": order["fault"],
        "state": order["state"],
        "outcome": order["outcome"],
        "reason": order["outcome_reason"],
        **{name: order["device"][name] for name in ("category", "brand", "model", "made_in")},
    }
    return {field.name for field in fields(wanted) if facts[field.name] != getattr(wanted, field.name)} | _untrue(order)


def _untrue(order: dict[str, Any]) -> set[str]:
    """What must hold of an order that was brought in, whatever its record says: its steps are its own day's."""
    instants = [step["at"] for step in order["steps"]]
    in_a_day = min(instants) == order["received_at"] and max(instants)[:10] == order["received_at"][:10]
    each_at_its_time = len(set(instants)) == len(instants)
    holds = {"imported": order["imported"], "steps": in_a_day and each_at_its_time}
    return {name for name, is_so in holds.items() if not is_so}
