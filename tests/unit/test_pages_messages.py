"""What is wrong with a field is said in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError, fields, validate

from contracts.language.fields import (
    ABOVE_ZERO,
    UNIT_COST,
    DayField,
    Flag,
    IdField,
    InstantField,
    Matching,
    MoneyField,
    Text,
    Whole,
    Word,
)
from gateway.pages import session
from gateway.pages.words import known_message

MONEY = {"amount": "-1.005", "currency": "CNY"}
WRONG: list[tuple[fields.Field[Any], Any, str]] = [
    (MoneyField(ABOVE_ZERO), MONEY, "金额请写成 12.30 这样的数字, 且大于零。"),
    (MoneyField(UNIT_COST), MONEY, "金额请写成 12.30 这样的数字, 不小于零, 不到一百万。"),
    (MoneyField(), MONEY, "金额请写成 12.30 这样的数字。"),
    (Text(20), "x" * 21, "长度应为 1 到 20。"),
    (Text(20), "\x01", "含有不可见字符, 请重新输入。"),
    (fields.List(IdField(), validate=validate.Length(max=1)), ["0" * 32] * 2, "最多 1。"),
    (Word(("a", "b")), "c", "请从列表中选择。"),
    (Whole(1, 99), 100, "应在 1 到 99 之间。"),
    (Whole(1, 99), "two", "请填整数。"),
    (fields.Integer(strict=True), "two", "请填整数。"),
    (Flag(), "maybe", "请选择是或否。"),
    (DayField(), "abc", "日期请写成 2026-01-31 的样子。"),
    (InstantField(), "noon", "时间不对, 请填日期和时间。"),
    (IdField(), "7", "编号不对, 请重新选择。"),
    (Matching("[0-9]"), "x", "格式不对。"),
    (fields.String(), None, "必填。"),
]


def said(text: str, language: str = "zh") -> str | None:
    """What a page says for it."""
    app = Flask(__name__)
    app.config["DEVELOPMENT"] = True
    with app.test_request_context("/desk", headers={"Cookie": f"{session.LANGUAGE}={language}"}):
        return known_message(text)


@pytest.mark.parametrize(("field", "value", "chinese"), WRONG)
def test_what_the_contracts_refuse_is_said_in_chinese(field: fields.Field[Any], value: Any, chinese: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Schema.from_dict({"it": field})().load({"it": value})
    assert [said(message) for message in refused.value.normalized_messages()["it"]] == [chinese]


def test_what_is_missing_is_said_in_both_languages() -> None:
    refused = Schema.from_dict({"it": fields.String(required=True)})().validate({})
    assert [said(refused["it"][0], language) for language in ("zh", "en")] == ["必填。", "This is needed."]


def test_what_no_page_knows_stays_in_the_words_of_the_service() -> None:
    assert said("must rhyme with moon") is None
