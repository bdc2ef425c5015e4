"""Customers who never were: names and mobile numbers of the forms that Chinese ones have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英玉兰红梅建华志文斌波辉鹏飞雪琴云莲"
MOBILE_PREFIXES = ("134", "135", "136", "137", "138", "139", "150", "151", "157", "158", "182", "183", "187", "188")


def draw_name(chance: Random) -> str:
    """A surname and one or two characters of a given name."""
    return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN_NAMES, k=chance.choice((1, 2))))


def draw_phone(chance: Random) -> str:
    """Eleven digits as they are dialled within the country."""
    return chance.choice(MOBILE_PREFIXES) + f"{chance.randrange(10**8):08}"
