"""What may stand in a log line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from stationkit.ground import log


def logged(statement: str) -> dict[str, Any]:
    """The one line that a process prints which logs like a service and does this."""
    script = f"import logging, structlog; from stationkit.ground import log; log.set_up('intake'); {statement}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    line: dict[str, Any] = json.loads(done.stdout)
    return line


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


def test_a_line_is_one_json_object_with_chinese_intact_and_secrets_gone() -> None:
    line = logged(r"structlog.get_logger().info('接机', password='hunter2 hunter2', note='线\n断 13812345678')")
    assert line["event"] == "接机"
    assert line["password"] == "***"
    assert line["note"] == "线\n断 138****5678"
    assert line["service"] == "intake"


def test_a_librarys_line_is_scrubbed_too() -> None:
    assert logged("logging.getLogger('kombu').warning('lost %s', 'amqp://u:secret@h//')")["event"] == (
        "lost amqp://u:***@h//"
    )
