"""What is garbage in what is entered: rules that look at values alone [F3].

A rule never refuses: what it finds becomes a finding, and the customer is served.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from contracts.language.identifiers import plain
from services.intake.rules.devices import is_phone_in_plan

if TYPE_CHECKING:
    from collections.abc import Callable

Garbage = tuple[str, str]
"""The rule that finds something, and the field in which it does."""

_TITLES = ("先生", "女士", "小姐", "太太", "mr", "mrs", "ms", "miss")
_NOBODY = (
    *("测试", "測試", "test", "tester", "testing"),
    *("无", "無", "无名", "没有", "暂无", "未知", "不详", "不知道", "匿名", "待定", "none", "null", "nil", "unknown"),
    *("anonymous", "noname", "客户", "客戶", "顾客", "顧客", "用户", "用戶", "客人", "散客", "机主", "本人"),
    *("新客户", "老客户", "姓名", "名字", "user", "customer"),
    *("x+", "abc", "asdf", "qwer", "qwerty", r"([a-z])\1{2,}", "[啊哈呵嗯哦]{2,}"),
)
_PLACEHOLDER = re.compile("|".join(f"(?:{word})" for word in (*_TITLES, *_NOBODY)).join(("(?:", ")+")))
_NO_LETTER = re.compile(r"[\W\d_]")
_NOT_APPLICABLE = re.compile(r"n[/.]a\.?")
_SOMEBODY = "某"


def is_placeholder(name: str) -> bool:
    """Whether nobody is called so: words for a test, for nothing or for any customer, a title alone, no letter at all.

    Short names are names: one Chinese character may be somebody, and one Latin letter but `x`. So is a surname with a
    title. A name in which `某` stands is one that was made unknown.
    """
    text = plain(name).casefold().strip()
    letters = _NO_LETTER.sub("", text)
    stands_for_nobody = not letters or _NOT_APPLICABLE.fullmatch(text) or _PLACEHOLDER.fullmatch(letters)
    return bool(stands_for_nobody) or _SOMEBODY in letters


RULES: dict[Garbage, Callable[[str], bool]] = {
    ("placeholder_name", "name"): is_placeholder,
    ("phone_not_in_plan", "phone"): lambda phone: not is_phone_in_plan(phone),
}
"""By rule and field: whether a value is found."""
FIELDS = frozenset(field for _, field in RULES)
"""What the rules look at."""


def garbage_in(values: Mapping[str, str]) -> set[Garbage]:
    """What the rules find in these values, by the name of their field; a phone number is in E.164."""
    return {garbage for garbage, finds in RULES.items() if garbage[1] in values and finds(values[garbage[1]])}
