"""The stations that history is brought into: made where they are not there, staffed, each with its own session."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.language.ids import derived_id
from zz.api import FIRST_PAUSE, PATIENCE_SECONDS, Refusal
from zz.importing.invented import ROLES, staff_of, station_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from zz.api import Api

CODE_TRIES = 5
TAKING_HISTORY = ("onboarding", "active")
WHY = "brings its history in"


@dataclass(frozen=True)
class Site:
    """A station as the import needs it.

    `orders` are those that it has from earlier records, by reference; `jobs` those of them that were begun and no more,
    by order.
    """

    id: str
    takes_history: bool
    time_zone: str
    hours: Mapping[str, str]
    staff: Mapping[str, str]
    api: Api
    orders: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    jobs: Mapping[str, dict[str, Any]] = field(default_factory=dict)


class Sites:
    """Prepares stations through the head station's session."""

    def __init__(self, head: Api, workers: int) -> None:
        self._head = head
        self._workers = workers

    def prepare(
        self, groups: Iterable[str], stations: Mapping[str, dict[str, Any]], ready: Callable[[], None]
    ) -> dict[str, Site]:
        """A site for each group, `stations` being there by name; `ready` is called as each is.

        Raises `Refusal`, `UserError`.
        """
        with ThreadPoolExecutor(self._workers) as pool:
            working = {group: pool.submit(self._site, group, stations.get(group)) for group in groups}
            try:
                for site in working.values():
                    site.result()
                    ready()
            finally:
                pool.shutdown(cancel_futures=True)
        return {group: site.result() for group, site in working.items()}

    def _site(self, group: str, opened: dict[str, Any] | None) -> Site:
        station = self._taking_history(group, opened or self._head.do.get_station(station_id=self._made(group)["id"]))
        orders = first_by_ref(orders_by_ref(self._head, station["id"])) if opened else {}
        return Site(
            id=station["id"],
            takes_history=station["state"] in TAKING_HISTORY,
            time_zone=station["time_zone"],
            hours=station["hours"],
            staff=self._staff(group, station["id"], people=self._there(station["id"]) if opened else {}),
            api=self._head.in_station(station["id"]),
            orders=orders,
            jobs=self._begun(station["id"]) if any(map(is_on_bench, orders.values())) else {},
        )

    def _taking_history(self, group: str, station: dict[str, Any]) -> dict[str, Any]:
        """The station in a state that takes history, or in whichever it is."""
        if station["state"] != "planned":
            return station
        key = key_of(group, "onboard")
        begun = self._head.do.start_onboarding(station_id=station["id"], reason=WHY, key=key)
        return {**station, "state": begun["state"]}

    def _made(self, group: str) -> Any:
        for attempt in range(CODE_TRIES):
            body = {"name": group, "code": station_code(group, attempt), "external_ref": group}
            try:
                return self._head.do.create_station(**body, key=key_of(group, f"station{attempt}"))
            except Refusal as refusal:
                if refusal.reason != "station_code" or attempt == CODE_TRIES - 1:
                    raise
        raise AssertionError("unreachable")

    def _there(self, station_id: str) -> dict[str, str]:
        return {person["name"]: person["id"] for person in self._head.rows.list_staff(station_id=station_id)}

    def _begun(self, station_id: str) -> dict[str, dict[str, Any]]:
        jobs = self._head.rows.list_jobs(station_id=station_id, state="diagnosing")
        return {job["order_id"]: job for job in jobs}

    def _staff(self, group: str, station_id: str, people: Mapping[str, str]) -> dict[str, str]:
        names = staff_of(group)
        return {role: people.get(names[role]) or self._hired(group, station_id, role, names[role]) for role in ROLES}

    def _hired(self, group: str, station_id: str, role: str, name: str) -> str:
        """Somebody new; a station that was just made is not known at once."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                body = {"name": name, "posts": [ROLES[role]]}
                return str(self._head.do.create_staff(station_id=station_id, **body, key=key_of(group, role))["id"])
            except Refusal as refusal:
                if refusal.status != HTTPStatus.NOT_FOUND or time.monotonic() > deadline:
                    raise
            time.sleep(FIRST_PAUSE)


def stations_by_ref(api: Api) -> dict[str, dict[str, Any]]:
    """The stations that have a name in earlier records, by that name."""
    return {station["external_ref"]: station for station in api.rows.list_stations() if station["external_ref"]}


def orders_by_ref(api: Api, station_id: str) -> dict[str, list[dict[str, Any]]]:
    """The orders of a station that have an id in earlier records, by that id; more than one is a fault."""
    by_ref: dict[str, list[dict[str, Any]]] = {}
    for order in api.rows.list_orders(station_id=station_id):
        if order["external_ref"]:
            by_ref.setdefault(order["external_ref"], []).append(order)
    return by_ref


def is_on_bench(order: Mapping[str, Any]) -> bool:
    """Whether only the order's job says how far it has come."""
    return bool(order["state"] == "in_repair" and order["custody"]["holder"] == "engineer")


def first_by_ref(orders: Mapping[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """One order for each id."""
    return {ref: same_ref[0] for ref, same_ref in orders.items()}


def key_of(*parts: str) -> str:
    """The idempotency key of one command of the import: the same whenever the same is brought in."""
    return derived_id("history", *parts)
