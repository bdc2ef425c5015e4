"""What is sent where a value is asked for, by class: operators, code, pipelines, updates, keys, and texts like them.

Everything carries `MARK`, by which it is found again should it reach the database as more than a text.
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote

from tests.attacks.query_log import MARK

ALL = os.environ.get("ZZ_TEST_PAYLOADS") == "all"
FULL_WIDTH_DOLLAR = "\uff04"
LONE_SURROGATE = "\ud800"

COMPARING: tuple[Any, ...] = (
    *({operator: MARK} for operator in ("$eq", "$gt", "$gte", "$lt", "$lte", "$ne")),
    *({operator: [MARK]} for operator in ("$in", "$nin", "$all")),
    {"$ne": None, "$comment": MARK},
    {"$exists": True, "$comment": MARK},
    {"$type": "string", "$comment": MARK},
    {"$not": {"$eq": MARK}},
    {"$elemMatch": {"$ne": MARK}},
    {"$regex": f"{MARK}|.*"},
    {"$regex": f"^(({MARK})*)*$", "$options": "i"},
    {"$mod": [1, 0], "$comment": MARK},
)
JOINING: tuple[Any, ...] = (
    {"$or": [{"name": MARK}, {}]},
    {"$and": [{"name": {"$ne": MARK}}]},
    {"$nor": [{"name": MARK}]},
    {"$expr": {"$ne": [MARK, "$name"]}},
    {"$jsonSchema": {"title": MARK}},
    {"$text": {"$search": MARK}},
)
CODE: tuple[Any, ...] = (
    {"$where": f"'{MARK}' != this.name"},
    {"$where": f"function() {{ while (true) {{ '{MARK}' }} }}"},
    {"$function": {"body": f"function() {{ return '{MARK}' }}", "args": [], "lang": "js"}},
    {"$accumulator": {"init": f"function() {{ return '{MARK}' }}", "lang": "js"}},
    {"$code": MARK, "$scope": {}},
)
PIPELINE: tuple[Any, ...] = (
    {"$lookup": {"from": "staff", "as": MARK}},
    {"$unionWith": MARK},
    {"$merge": {"into": MARK}},
    {"$out": MARK},
    [{"$match": {"name": MARK}}],
    {"$graphLookup": {"from": MARK, "startWith": "$name"}},
)
CHANGING: tuple[Any, ...] = (
    {"$set": {"station_id": MARK}},
    {"$unset": {"station_id": MARK}},
    {"$inc": {MARK: 1}},
    {"$push": {"pending": MARK}},
    {"$rename": {"station_id": MARK}},
    {"$setOnInsert": {"posts": [MARK]}},
)
EXTENDED: tuple[Any, ...] = (
    {"$oid": "507f1f77bcf86cd799439011", "mark": MARK},
    {"$date": MARK},
    {"$numberLong": MARK},
    {"$numberDecimal": MARK},
    {"$binary": {"base64": MARK, "subType": "00"}},
    {"$ref": "staff", "$id": MARK},
    {"$undefined": True, "mark": MARK},
    {"$minKey": 1, "mark": MARK},
)
KEYS: tuple[Any, ...] = (
    {},
    {f"{MARK}.name": 1},
    {f"{MARK}\x00": 1},
    {f"${MARK}": 1},
    {MARK: {"$gt": ""}},
    {"__proto__": {MARK: 1}},
    {"constructor": {"prototype": {MARK: 1}}},
    {"": MARK},
    {"station_id": MARK},
)
LISTED: tuple[Any, ...] = (
    [{"$gt": MARK}],
    [[{"$ne": MARK}]],
    [MARK, {"$ne": MARK}],
    {"0": {"$ne": MARK}},
    [{"$where": MARK}] * 30,
)
OTHER_KINDS: tuple[Any, ...] = ([], [[]], [None], None, True, False, 0, -1, 2**63, 1e308, 0.5, LONE_SURROGATE)
TEXTS: tuple[Any, ...] = (
    f'{{"$gt": "{MARK}"}}',
    f"{{'$ne': '{MARK}'}}",
    f"[$ne]={MARK}",
    f"$where: '{MARK}' != this.name",
    f"' || '{MARK}' == '{MARK}",
    f"'; return '{MARK}' != '",
    f"{MARK}' OR '1'='1' --",
    f"db.staff.drop() // {MARK}",
    f"${MARK}",
    f"$$ROOT.{MARK}",
    f"{MARK}.$[].station_id",
    f"{FULL_WIDTH_DOLLAR}gt {MARK}",
    f"${{{MARK}}}",
    f"{{{{{MARK}}}}}",
    f"/{MARK}.*/i",
    f"^(({MARK})*)*$",
    f".*{MARK}",
    f"{MARK}\x00",
    f"{MARK}\r\nX-Injected: 1",
    f"../../{MARK}",
    f"%00{MARK}",
    f"ObjectId('507f1f77bcf86cd799439011') {MARK}",
    f"\u2028{MARK}",
    MARK * 300,
)
CLASSES: dict[str, tuple[Any, ...]] = {
    "comparing": COMPARING,
    "joining": JOINING,
    "code": CODE,
    "pipeline": PIPELINE,
    "changing": CHANGING,
    "extended JSON": EXTENDED,
    "keys": KEYS,
    "listed": LISTED,
    "other kinds": OTHER_KINDS,
    "texts": TEXTS,
}


def of_turn(number: int, *, everything: bool = ALL) -> list[Any]:
    """What is sent to the place of this number: one payload of each class, the next for the next place; or all."""
    if everything:
        return [payload for payloads in CLASSES.values() for payload in payloads]
    return [payloads[number % len(payloads)] for payloads in CLASSES.values()]


def as_text(payload: Any) -> str:
    """The payload where only text can be sent."""
    return payload if isinstance(payload, str) and payload != LONE_SURROGATE else json.dumps(payload)


def as_segment(payload: Any) -> str:
    """The payload as one segment of a path."""
    return quote(as_text(payload), safe="")


def as_header(payload: Any) -> str:
    """The payload in a header: what HTTP does not allow there is written in per cent, all else as it is."""
    return quote(as_text(payload), safe="".join(map(chr, range(0x20, 0x7F))))
