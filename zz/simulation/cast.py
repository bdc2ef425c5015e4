"""Who takes part: people at every post of the head station and of each station, by the names that the plan uses."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from zz.demonstration.cast import House, Person
from zz.people import draw_name
from zz.simulation.acts import HEAD

HEAD_POSTS = {
    "supervisor": "supervisor",
    "base": "base_lead",
    "finance": "finance",
    "commerce": "commerce",
    "manager": "general_manager",
    "keeper": "storekeeper",
    "engineer": "engineer",
}
STATION_POSTS = {
    "lead": "station_lead",
    "desk1": "front_desk",
    "desk2": "front_desk",
    "bench1": "engineer",
    "bench2": "engineer",
    "keeper": "storekeeper",
}
BENCHES = ("bench1", "bench2", "bench3")
CITIES = ("苏州", "无锡", "合肥", "扬州", "镇江", "常州", "南通", "泰州", "盐城", "淮安")


@dataclass(frozen=True)
class Cast:
    """The houses of one simulation: `places` by the plan's name, `head`, `s1` and so on."""

    prefix: str
    places: dict[str, House]

    @property
    def stations(self) -> list[str]:
        """The stations without the head."""
        return [name for name in self.places if name != HEAD]

    def who(self, place: str, person: Person) -> str:
        """How the plan calls a person: `s1.lead`."""
        return f"{place}.{person.username.rpartition('.')[2]}"

    def benches(self, place: str) -> list[str]:
        """The engineers of a station, as the plan calls them."""
        people = {self.who(place, person) for person in self.places[place].people}
        return [f"{place}.{bench}" for bench in BENCHES if f"{place}.{bench}" in people]


def draw_cast(prefix: str, seed: int, stations: int) -> Cast:
    """Houses and people; every second station or so has a third engineer."""
    chance = Random(f"{seed} cast")
    places = {HEAD: _house(prefix, HEAD, "模拟总站", "南京", HEAD_POSTS, chance)}
    for number in range(1, stations + 1):
        city = CITIES[(number - 1) % len(CITIES)]
        posts = STATION_POSTS | ({"bench3": "engineer"} if chance.random() < 0.5 else {})  # noqa: PLR2004  # every second
        places[f"s{number}"] = _house(prefix, f"s{number}", f"{city}模拟{number}站", city, posts, chance)
    return Cast(prefix, places)


def _house(prefix: str, place: str, name: str, city: str, posts: dict[str, str], chance: Random) -> House:
    people = tuple(
        Person(draw_name(chance), f"{prefix}.{place}.{role}".lower(), (post,)) for role, post in posts.items()
    )
    return House(name, f"{prefix}{place}".upper(), city, people)
