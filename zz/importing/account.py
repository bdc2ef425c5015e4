"""With which account history is brought in: the one that is named, else the demonstration's."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from contracts.language.permissions import HISTORY_IMPORT, STAFF_MANAGE, STATION_MANAGE
from zz.api import Api, LogIn, Refusal
from zz.local import installation
from zz.user_error import UserError

if TYPE_CHECKING:
    from zz.local.paths import Paths

NEEDED = (HISTORY_IMPORT, STAFF_MANAGE, STATION_MANAGE)
PATIENCE_SECONDS = 60.0
HOW = (
    "Bringing history in takes an account of the head station with the post supervisor and the grant history:import. "
    "In the demonstration that is head.import, found by itself when no --username is given; "
    "elsewhere a supervisor makes one as docs/importing.md says."
)


@dataclass(frozen=True)
class Given:
    """What was said on the command line or in the environment; empty where nothing was."""

    url: str
    username: str
    password: str


def log_in(given: Given, place: Paths, connections: int) -> Api:
    """A session of an account of the head station that may bring history in. Raises `Trouble`."""
    if given.username:
        url = given.url or installation.load(place).url
        return _importing(url, LogIn(given.username, given.password), connections)
    demonstration = _demonstration(place)
    for account in demonstration["accounts"]:
        if "supervisor" in account["posts"]:
            log_in = LogIn(account["username"], account["password"])
            api, lacking = _asked(given.url or demonstration["url"], log_in, connections)
            if not lacking:
                return api
    raise UserError(f"No account in {place.demo} may bring history in.", HOW)


def _demonstration(place: Paths) -> dict[str, Any]:
    try:
        demonstration: dict[str, Any] = json.loads(place.demo.read_text())
    except FileNotFoundError as error:
        raise UserError("No account was named, and there is no demonstration with one.", HOW) from error
    return demonstration


def _importing(url: str, account: LogIn, connections: int) -> Api:
    api, lacking = _asked(url, account, connections)
    if lacking:
        raise UserError(f"{account.username} may not bring history in: it lacks {', '.join(lacking)}.", HOW)
    return api


def _asked(url: str, account: LogIn, connections: int) -> tuple[Api, list[str]]:
    """A session of the account, and which of the needed permissions it lacks."""
    api = Api(url, account, connections=connections, patience=PATIENCE_SECONDS)
    try:
        allowed = api.do.get_me()["permissions"]
    except Refusal as refusal:
        if refusal.status != HTTPStatus.UNAUTHORIZED:
            raise UserError(f"{account.username} cannot log in: {refusal}.", "Run `zz doctor`.") from refusal
        message = f"The user name {account.username} or its password is wrong."
        raise UserError(message, "Give --username, and --password or ZZ_PASSWORD.") from refusal
    return api, [permission for permission in NEEDED if permission not in allowed]
