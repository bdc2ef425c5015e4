"""What is said of parts that come in."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "receive_parts": ("来料登记", "Receive parts"),
        "inspect_receipt": ("提交检测结果", "Record the inspection"),
        "force_receipt": ("免检入库", "Put into the store uninspected"),
        "get_parts_receipt": ("查看收货单", "Read a receipt"),
        "list_receipts": ("收货单", "Receipts"),
    },
    fields={
        "unit_cost": ("单价 (元)", "Unit cost (CNY)"),
        "delivery_note": ("送货单号", "Delivery note"),
        "passed": ("合格数", "Passed"),
        "failed": ("不良数", "Failed"),
        "forced": ("免检数", "Uninspected"),
        "source": ("来源", "Source"),
        "parts_receipts.received_at": ("收货时间", "Received"),
        "received_by": ("收货人", "Received by"),
        "inspected_by": ("检测人", "Inspected by"),
        "inspected_at": ("检测时间", "Inspected"),
        "forced_by": ("免检批准人", "Forced by"),
        "received": ("收到", "Received"),
        "inspected": ("已检", "Inspected"),
    },
    codes={
        "source": {
            "manufacturer": ("厂家来料", "Manufacturer"),
            "opened": ("拆封归还", "Returned opened"),
            "transfer": ("调拨", "Transfer"),
        },
        "receipt_state": {"quarantine": ("待检", "In quarantine"), "inspected": ("已检测", "Inspected")},
    },
    refusals={
        "cost_above_limit": ("单价高于规定上限, 请核对。", "No piece costs that much: check the amount."),
        "delivery_note_used": (
            "这个送货单号已登记过; 多页的送货单请加页码。",
            "This delivery note was taken before; add the page where it has several.",
        ),
        "not_in_quarantine": ("待检区没有这么多。", "Not that many wait for inspection."),
        "not_inspected": ("未经工程师检测不能入库。", "Nothing goes to the store before an engineer has inspected it."),
        "own_receipt": (
            "收货人和拆封归还的人不能检测自己经手的备件。",
            "Who received it, or brought it back, does not inspect it.",
        ),
        "part_not_on_receipt": ("来料单上没有这种备件。", "That part is not on this receipt."),
    },
    events={
        "parts_received.v1": ("来料已收", "Parts received"),
        "receipt_inspected.v1": ("来料已检测", "Receipt inspected"),
    },
)
