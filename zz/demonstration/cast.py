"""Who plays: the head station, five sub-stations in cities around it, and the people of every post."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """A member of staff with a log-in."""

    name: str
    username: str
    posts: tuple[str, ...]
    grants: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """Where their mails go: a domain that nobody has."""
        return f"{self.username}@zongzhan.example"


@dataclass(frozen=True)
class House:
    """A station with its people. `extra` is how many ordinary orders a day it has beyond the common programme."""

    name: str
    code: str
    city: str
    people: tuple[Person, ...]
    extra: int = 0


HEAD = House(
    "南京总站",
    "HEAD",
    "南京",
    (
        Person("张建国", "head.supervisor", ("supervisor",)),
        Person("王海峰", "head.manager", ("general_manager",)),
        Person("李淑芬", "head.base", ("base_lead",)),
        Person("赵敏", "head.finance", ("finance",)),
        Person("陈志远", "head.commerce", ("commerce",)),
        Person("孙桂兰", "head.store", ("storekeeper",)),
        Person("丁立新", "head.bench", ("engineer",)),
        Person("周晓燕", "head.import", ("supervisor",), ("history:import",)),
    ),
)
"""The first of these people founds the network; the last brings in history (`zz import`)."""

POSTS = (
    ("lead", ("station_lead",)),
    ("desk", ("front_desk",)),
    ("bench1", ("engineer",)),
    ("bench2", ("engineer",)),
    ("store", ("storekeeper",)),
)


def _house(name: str, code: str, names: str, extra: int) -> House:
    prefix = code[:2].lower()
    people = zip(names.split(), POSTS, strict=True)
    staff = tuple(Person(person, f"{prefix}.{label}", posts) for person, (label, posts) in people)
    return House(name, code, name[:2], staff, extra)


SUB_STATIONS = (
    _house("苏州观前站", "SZ01", "沈国强 顾雨婷 陆伟 朱俊杰 钱丽娟", extra=2),
    _house("无锡中山路站", "WX01", "徐明华 华静 过晓东 许志强 邹桂英", extra=1),
    _house("合肥淮河路站", "HF01", "方建平 汪倩 程浩 吴磊 鲍秀兰", extra=1),
    _house("扬州文昌站", "YZ01", "卞永康 姜慧 殷超 史文斌 葛春梅", extra=1),
    _house("镇江大市口站", "ZJ01", "戴宏伟 柳婷婷 毛勇 冷峰 聂小红", extra=0),
)
