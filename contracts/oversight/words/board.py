"""What is said of the board: what stands open at every station."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"get_board": ("查看总览", "See what is open everywhere")},
    fields={
        "board.name": ("站点", "Station"),
        "board.received": ("待派工", "Received"),
        "board.in_repair": ("在修", "In repair"),
        "board.awaiting_parts": ("待料", "Awaiting parts"),
        "board.ready": ("待发还", "Ready"),
        "board.to_hand_back": ("待退还", "To hand back"),
        "board.overdue": ("超期", "Overdue"),
        "board.transfers_to_ship": ("待发调拨", "To ship"),
        "board.transfers_on_their_way": ("在途调拨", "On their way"),
        "board.transfers_overdue": ("超期调拨", "Transfers overdue"),
    },
)
