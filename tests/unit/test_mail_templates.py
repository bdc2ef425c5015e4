"""What mails and messages say: every kind in both languages, with a subject."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.language.dictionary import SAID
from services.notifications import mail_templates
from services.notifications.mailer import written
from services.notifications.rules.deliveries import Delivery
from tests.unit.test_deliveries import a_delivery

FOLDER = Path(mail_templates.__file__).parent / "templates"
LINE = {"job_id": "j", "code": "A1B2", "engineer_id": "e", "reason": "no_time", "note": "明天", "parts": ["电池"]}
PART = {"part_code": "BAT-X50", "quantity": 2, "engineer_id": "e"}
LOSS = {"value": Decimal("12.30"), "liable": "carrier", "kind": "damaged"}
MONEY = {"amount": "12.30", "currency": "CNY"}
FACTS: dict[str, Any] = {
    "offered": True,
    "station": "南京站",
    "person": lambda staff_id: "王芳" if staff_id else "-",
    "station_of": lambda _: "总站",
    "day": "2026-11-23",
    "closing": 1,
    "lists": [{"engineer_id": "e", "in_time": False, "lines": [LINE]}],
    "lines": [LINE | PART | LOSS],
    "methods": [{"method": "wechat", "taken": MONEY, "refunded": MONEY}],
    "total": MONEY,
    **dict.fromkeys(("received", "in_repair", "awaiting_parts", "ready", "shipped", "collected"), 3),
    **dict.fromkeys(("points", "possible", "findings", "score"), 2),
    **dict.fromkeys(("engineer_id", "person_id", "from_station_id", "to_station_id"), "e"),
    **dict.fromkeys(("requested_by", "reset_by", "confirmed_by", "changed_by"), "e"),
    "name": "Li Lei",
    "code": "A1B2",
    "reason": "待料",
    "state": "approved",
    "upheld": True,
    "agreed": True,
    "note": "ok",
    **dict.fromkeys(("station_points", "compensation", "station_amount"), 0),
    "rule": "placeholder_name",
    "field": "name",
    "author_id": "e",
    "due_day": "2026-11-24",
    "appeal_due_at": datetime(2026, 11, 30, tzinfo=UTC),
}
KINDS = sorted(path.stem for path in (FOLDER / "zh").iterdir())


def test_both_languages_have_the_same_letters() -> None:
    assert sorted(path.stem for path in (FOLDER / "en").iterdir()) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_letter_has_a_subject_and_a_text(kind: str, language: str) -> None:
    facts = FACTS | ({"lines": [LINE]} if kind == "unfinished" else {})
    subject, text = mail_templates.mail(kind, language, facts)
    assert 0 < len(subject) < 120
    assert text.strip()
    assert "{" not in subject + text


@pytest.mark.parametrize("kind", ["penalty_proposed", "penalty_approved", "penalty_final"])
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "扣 2 分,赔偿 88.00 元,站点扣 10 分,站点罚款 200.00 元"),
        ("en", "2 points, a compensation of ¥88.00, 10 points for the station, ¥200.00 in the station's statement"),
    ],
)
def test_a_penalty_is_told_with_all_that_it_consists_of(kind: str, language: str, said: str) -> None:
    sanction = {"compensation": Decimal(88), "station_points": 10, "station_amount": Decimal(200)}
    assert said in mail_templates.mail(kind, language, FACTS | sanction)[1]
    station_alone = FACTS | sanction | {"points": 0, "compensation": None}
    text = mail_templates.mail(kind, language, station_alone)[1]
    assert said[said.index("站点扣" if language == "zh" else "10 points") :] in text
    assert "88.00" not in text


def test_an_english_letter_has_no_chinese_but_names_and_notes() -> None:
    facts = FACTS | {"station": "Nanjing", "person": lambda _: "Wang Fang", "station_of": lambda _: "Head"}
    plain = {"lists": [], "lines": [], "reason": "none"}
    for kind in KINDS:
        said = "".join(mail_templates.mail(kind, "en", facts | plain))
        assert max(said) < "\u2e80", kind


def test_an_empty_awaiting_parts_list_says_none() -> None:
    facts = FACTS | {"lists": [{"engineer_id": "e", "in_time": True, "lines": []}]}
    assert "无待料" in mail_templates.mail("awaiting_parts", "zh", facts)[1]
    assert "- none" in mail_templates.mail("awaiting_parts", "en", facts)[1]


def test_a_job_without_reason_is_named() -> None:
    said = mail_templates.mail("unfinished", "zh", FACTS | {"lines": [LINE | {"reason": None, "note": None}]})[1]
    assert "A1B2" in said
    assert "未填写原因" in said


@pytest.mark.parametrize(
    ("kind", "facts", "chinese", "english"),
    [
        ("revenue", {}, "微信:收 12.30", "WeChat: taken 12.30"),
        ("unfinished", {"lines": [LINE]}, "来不及:明天", "No time: 明天"),
        ("transfer_changed", {"reason": "dead_stock"}, "已批准,请备货", "approved"),
        ("transfer_changed", {"reason": "dead_stock"}, "(呆滞)", "(dead stock)"),
        ("requisition_opened", {"reason": "minimum_stock"}, "原因:低于下限", "minimum stock"),
        ("devices", {}, "待取或待发:3", "Collected: 3"),
    ],
)
def test_a_letter_says_codes_and_fields_as_the_pages_do(kind: str, facts: Any, chinese: str, english: str) -> None:
    assert chinese in "".join(mail_templates.mail(kind, "zh", FACTS | facts))
    assert english in "".join(mail_templates.mail(kind, "en", FACTS | facts))


def test_every_word_that_a_letter_asks_for_is_of_a_group_that_is_said() -> None:
    groups = {key.partition(".")[0] for key in SAID}
    asked = {group for path in FOLDER.rglob("*.txt") for group in re.findall(r"w\('([a-z_]+)'", path.read_text())}
    named = {name for path in FOLDER.rglob("*.txt") for name in re.findall(r"w\('f', '([a-z_.]+)'", path.read_text())}
    assert asked <= groups
    assert {f"f.{name}" for name in named} <= SAID.keys()


def test_a_second_closing_is_a_correction() -> None:
    assert "更正" not in mail_templates.mail("revenue", "zh", FACTS)[0]
    assert "更正" in mail_templates.mail("revenue", "zh", FACTS | {"closing": 2})[0]


def test_the_message_id_is_the_delivery_s_own() -> None:
    delivery: Delivery = a_delivery()
    mail = written(delivery, "zongzhan@example.com")
    assert mail["Message-ID"] == "<d@zongzhan>"
    assert mail["To"] == "a@example.com"
