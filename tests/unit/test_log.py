"""What may stand in a log line."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
import structlog

from stationkit import log

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def logging_as_a_service(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    log.set_up("intake")
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_passwords_of_all_hosts_of_an_address_are_hidden() -> None:
    text = "cannot reach amqp://zz_intake:first@a:5672/zz;amqp://zz_intake:second@b/zz;amqp://zz_intake:third@c/zz"
    assert log.scrubbed(text) == (
        "cannot reach amqp://zz_intake:***@a:5672/zz;amqp://zz_intake:***@b/zz;amqp://zz_intake:***@c/zz"
    )


@pytest.mark.parametrize("phone", ["13812345678", "+8613812345678", "8613812345678"])
def test_the_middle_of_a_mobile_number_is_hidden(phone: str) -> None:
    hidden = log.scrubbed(f"called {phone} twice")
    assert phone not in hidden
    assert hidden.endswith("****5678 twice")


def test_a_token_is_hidden() -> None:
    assert log.scrubbed("sent eyJhbGciOi.eyJzdWIi.c2ln back") == "sent [token] back"


def test_a_line_is_one_json_object_with_chinese_intact_and_secrets_gone(
    logging_as_a_service: None, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.get_logger().info("接机", password="hunter2 hunter2", note="线\n断 13812345678")
    line = json.loads(capsys.readouterr().out)
    assert line["event"] == "接机"
    assert line["password"] == "***"
    assert line["note"] == "线\n断 138****5678"
    assert line["service"] == "intake"


def test_a_librarys_line_is_scrubbed_too(logging_as_a_service: None, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("kombu").warning("lost %s", "amqp://u:secret@h//")
    assert json.loads(capsys.readouterr().out)["event"] == "lost amqp://u:***@h//"
