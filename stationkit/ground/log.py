"""Structured logs: one JSON object a line, UTC, no secret, no whole phone number."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

import orjson
import structlog

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_PASSWORD = re.compile(r"(//[^/:@\s]*:)[^@/\s]+@")
_PHONE = re.compile(r"(?<!\d)((?:\+?86)?1\d{2})\d{4}(\d{4})(?!\d)")
_TOKEN = re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]+")
_SECRET_NAMES = frozenset(
    {"password", "new_password", "token", "access_token", "refresh_token", "receipt_code", "secret"}
)


def set_up(service: str, level: str = "INFO", to: TextIO | None = None) -> None:
    """Sends everything that is logged, also by libraries, to standard output, or elsewhere, as JSON lines."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper("iso", utc=True, key="ts"),
        structlog.processors.format_exc_info,
        _scrub,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(to or sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _scrub_event, _render],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in ("nameko", "kombu", "amqp", "pymongo"):
        logging.getLogger(noisy).setLevel("WARNING")
    logging.captureWarnings(capture=True)
    structlog.contextvars.bind_contextvars(service=service)


def scrubbed(text: str) -> str:
    """The text without passwords of addresses, tokens and the middle of mobile numbers."""
    return _PHONE.sub(r"\1****\2", _TOKEN.sub("[token]", _PASSWORD.sub(r"\1***@", text)))


def _scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {name: "***" if name in _SECRET_NAMES else _scrub_value(value) for name, value in event.items()}


def _scrub_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {**event, "event": scrubbed(str(event["event"]))}


def _scrub_value(value: Any) -> Any:
    return scrubbed(value) if isinstance(value, str) else value


def _render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    return orjson.dumps(event, default=repr).decode()
