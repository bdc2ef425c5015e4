"""Answers a list as a file: which format was asked for, how many are made at once, how the file is called."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from flask import Response, current_app
from werkzeug.wsgi import FileWrapper

from contracts.language import dictionary
from contracts.language.errors import Invalid, Throttled
from contracts.language.paging import item_of
from gateway.ending import at_end
from gateway.exports import csvfile, excel
from gateway.exports.table import Column, columns_of
from gateway.exports.walk import pages
from gateway.filename import disposition
from stationkit.ground.clock import wall_now
from stationkit.messaging.rpc_client import ANSWER_SECONDS

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

Pages = Iterator[list[dict[str, Any]]]
FORMATS = {"csv": csvfile.MEDIA_TYPE, "xlsx": excel.MEDIA_TYPE}
AGAIN_SECONDS = "5"
_OF_A_PAGE = ("cursor", "limit")
_turns = {"csv": threading.BoundedSemaphore(8), "xlsx": threading.BoundedSemaphore(2)}
_log = structlog.get_logger()


def take_format(arguments: dict[str, Any]) -> str:
    """The format that is asked for, taken out of the arguments. Raises `Invalid`."""
    kind = arguments.pop("format")
    if not isinstance(kind, str) or kind not in FORMATS:
        raise Invalid("The request is not valid.", [f"format: Must be one of: {', '.join(FORMATS)}."])
    wrong = [name for name in _OF_A_PAGE if name in arguments]
    if wrong:
        raise Invalid(
            "The request is not valid.", [f"{name}: Not with a format, which has all rows." for name in wrong]
        )
    return kind


def answer(operation: AnyOperation, call: Call) -> Response:
    """All rows of the list as a file of the format asked for. What is refused is refused before the first byte.

    Raises what the list itself raises, `Throttled` where too many are being made, and `Refused` for too many rows.
    """
    account_id = current_app.extensions["verifier"].caller(call.token).account_id
    kind = take_format(call.request)
    turn = _turns[kind]
    if not turn.acquire(blocking=False):
        raise Throttled("Too many lists are being exported.", retry_after=AGAIN_SECONDS)
    try:
        response = _made(operation, call, kind)
    except BaseException:
        turn.release()
        raise
    at_end(response, turn.release)
    _log.info("exported", operation=operation.name, format=kind, account_id=account_id, request_id=call.request_id)
    return response


def _made(operation: AnyOperation, call: Call, kind: str) -> Response:
    columns = columns_of(item_of(operation.reply))
    rows = _begun(pages(_asking(operation, call), call.request))
    if kind == "csv":
        response = Response(csvfile.lines(columns, rows), content_type=f"{csvfile.MEDIA_TYPE}; charset=utf-8")
    else:
        response = _workbook(columns, rows)
    plain, chinese = _names(operation, call, kind)
    response.headers["Content-Disposition"] = disposition("attachment", plain, chinese)
    return response


def _workbook(columns: tuple[Column, ...], rows: Pages) -> Response:
    file = excel.workbook(columns, rows)
    response = Response(FileWrapper(file, 64 * 1024), content_type=excel.MEDIA_TYPE)
    response.content_length = file.seek(0, 2)
    file.seek(0)
    return response


def _begun(all_pages: Pages) -> Pages:
    """The same pages, the first of them read: a refusal comes before anything is sent."""
    return itertools.chain([next(all_pages)], all_pages)


def _asking(operation: AnyOperation, call: Call) -> Callable[[dict[str, Any]], Any]:
    client = current_app.extensions["rpc"]

    def ask(arguments: dict[str, Any]) -> Any:
        deadline = wall_now() + timedelta(seconds=ANSWER_SECONDS)
        return client.call(operation, replace(call, request=arguments, deadline=deadline, export=True))

    return ask


def _names(operation: AnyOperation, call: Call, kind: str) -> tuple[str, str]:
    plain = operation.name.removeprefix("list_").replace("_", "-")
    ending = f"{call.now:%Y%m%d}.{kind}"
    chinese, _ = dictionary.SAID[f"do.{operation.name}"]
    return f"{plain}-{ending}", f"{chinese}-{ending}"
