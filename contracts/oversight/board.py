"""What stands open at every station now."""

from __future__ import annotations

from contracts.language import permissions
from contracts.language.fields import Id, Instant
from contracts.language.noun import Noun
from contracts.language.payload import Reply, Request
from contracts.oversight import SERVICE

board = Noun(SERVICE, "/board")


class ReadBoard(Request):
    """One station, or all within reach."""

    station_id: Id | None = None


class BoardLine(Reply):
    """What stands open at a station now. An order counts once, where it is; `overdue` is how many are past due.

    `to_hand_back` are those that were cancelled or abandoned and whose device is in the house still.
    """

    station_id: Id
    name: str
    received: int
    in_repair: int
    awaiting_parts: int
    ready: int
    to_hand_back: int
    overdue: int
    transfers_to_ship: int
    transfers_on_their_way: int
    transfers_overdue: int


class Board(Reply):
    """The network at a glance; transfers stand with the station that sends them."""

    at: Instant
    items: tuple[BoardLine, ...]


get_board = board.read("get_board", "See what is open at every station now", ReadBoard, Board, permissions.BOARD_READ)
