"""Two stations with desk and bench in a founded network: the ground that faults strike."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.api import Api, log_in

if TYPE_CHECKING:
    from tests.platform import Platform

PASSWORD = "a long enough phrase 7"
USERNAME = "zhang.wei"


@dataclass(frozen=True)
class Place:
    """One station and the two accounts that work in it."""

    id: str
    desk: Api
    bench: Api
    lead: Api
    engineer_id: str
    usernames: tuple[str, str, str]


@dataclass(frozen=True)
class Town:
    """A network's supervisor and two of its stations, which are this town's alone."""

    head: Api
    places: tuple[Place, Place]


def make_town(platform: Platform) -> Town:
    """Founds the network where nobody has, and opens two stations in it."""
    founding = {"founding_key": platform.secrets.founding_key, "name": "总站", "code": "HEAD"}
    founding |= {"supervisor": "张伟", "username": USERNAME, "password": PASSWORD}
    answer = Api(platform.url).send("POST", "/network", founding)
    assert answer.status == 201 or answer.reason == "network_founded", answer
    head = log_in(platform.url, USERNAME, PASSWORD)
    return Town(head, (_open_station(head), _open_station(head)))


def _open_station(head: Api) -> Place:
    code = secrets.token_hex(4).upper()
    station = head.post("/stations", {"name": f"{code}站", "code": code})
    path = f"/stations/{station['id']}"
    head.post(f"{path}/onboard", {"reason": "lease signed"})
    for item in ("premises", "staff", "stock", "training", "calendar"):
        head.post(f"{path}/checklist", {"item": item})
    head.post(f"{path}/activate", {"reason": "all done"})
    usernames = tuple(f"{code.lower()}.{post}" for post in ("front_desk", "engineer", "station_lead"))
    for username in usernames:
        post = username.partition(".")[2]
        head.post(f"{path}/staff", {"name": post, "posts": [post], "username": username, "password": PASSWORD})
    desk, bench, lead = (log_in(head.url, username, PASSWORD) for username in usernames)
    engineer_id = bench.get("/me")["account_id"]
    return Place(station["id"], desk, bench, lead, engineer_id, (usernames[0], usernames[1], usernames[2]))
