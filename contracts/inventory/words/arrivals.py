"""What is said of transfers as their receiver sees them."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "receive_transfer": ("收货", "Receive"),
        "decide_loss": ("裁定短少或损坏", "Confirm or reject a loss"),
        "get_arrival": ("查看到货", "Read an arrival"),
        "list_arrivals": ("到货", "Arrivals"),
    },
    fields={
        "received": ("收到", "Received"),
        "damaged": ("损坏", "Damaged"),
        "lost": ("短少", "Lost"),
        "liable": ("责任方", "Liable"),
        "missing": ("待裁定短少或损坏", "Said to be lost or damaged"),
        "losses": ("短少和损坏", "Losses and damage"),
        "arrivals.kind": ("短少或损坏", "Lost or damaged"),
        "arrivals.value": ("价值 (元)", "Value (CNY)"),
        "agreed": ("决定", "Decision"),
        "arrivals.shipped": ("已发出", "Shipped"),
        "in_transit": ("在途", "On its way"),
        "from_station_name": ("发货站点名称", "Name of the sender"),
        "receptions": ("收货记录", "Receptions"),
        "shipped_at": ("发货时间", "Shipped"),
    },
    codes={
        "loss_state": {
            "waiting": ("待总站裁定", "Waits for the head"),
            "confirmed": ("已确认", "Confirmed"),
            "rejected": ("已驳回", "Rejected"),
        },
        "loss_kind": {"lost": ("短少", "Lost"), "damaged": ("损坏", "Damaged")},
        "liable": {
            "sender": ("发货方", "Sender"),
            "carrier": ("承运商", "Carrier"),
            "receiver": ("收货方", "Receiver"),
        },
        "transfer_state": {
            "shipped": ("在途", "On its way"),
            "partly_received": ("部分收货", "Partly received"),
            "received": ("已收货", "Received"),
        },
    },
    refusals={
        "liable_missing": ("请选择损坏或短少的责任方。", "Say who is liable for damage or loss."),
        "no_loss_reported": ("没有待裁定的短少或损坏。", "Nothing is said to be lost or damaged."),
        "own_loss": ("由另一人裁定。", "Another person decides."),
        "not_shipped": ("对方还没有发货。", "The sender has not shipped it."),
        "part_not_shipped": ("这批没有发这种备件。", "That part was not shipped."),
    },
    events={
        "loss_reported.v1": ("报告了短少或损坏", "Loss reported"),
        "loss_decided.v1": ("短少或损坏已裁定", "Loss decided on"),
    },
)
