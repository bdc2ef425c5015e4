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
    codes={
        "move": {
            "receipt": ("收货", "Received at the gate"),
            "inspection": ("检测", "Inspected"),
            "borrow": ("借出", "Borrowed"),
            "returned": ("归还", "Returned"),
            "returned_opened": ("拆封归还", "Returned opened"),
            "dead_on_arrival": ("到货即坏", "Dead on arrival"),
            "scrapped": ("报废", "Scrapped"),
            "consumed": ("用于维修", "Used in a repair"),
            "installed": ("已装机", "Installed"),
            "old_part": ("换下的旧件", "Old part taken out"),
            "release": ("随机器发还", "Left with the device"),
            "manufacturer_return": ("退厂家", "Sent to the manufacturer"),
            "write_off": ("报损", "Written off"),
            "shipped": ("发出", "Shipped"),
            "transferred": ("对方已收", "Received by the other station"),
            "received": ("调拨收货", "Received from a transfer"),
            "lost": ("在途损失", "Lost on the way"),
        }
    },
)
