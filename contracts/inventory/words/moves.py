"""What is said of moves."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_moves": ("库存变动", "Moves")},
    fields={
        "ref": ("单据", "Reference"),
        "moves.source": ("移出位置", "From"),
        "target": ("移入位置", "To"),
        "moves.received_at": ("入网时间", "Received into the network"),
        "moves.why": ("变动原因", "Why"),
    },
)
