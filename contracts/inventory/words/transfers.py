"""What is said of transfers."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "pack_transfer": ("打包", "Pack"),
        "ship_transfer": ("发货", "Ship"),
        "cancel_transfer": ("取消调拨", "Cancel the transfer"),
        "get_transfer": ("查看调拨", "Read a transfer"),
        "list_transfers": ("调拨", "Transfers"),
    },
    fields={
        "rescheduled": ("仅时间变更", "Rescheduled only"),
        "packed": ("已打包", "Packed"),
        "transfers.shipped": ("已发出", "Shipped"),
        "received": ("收到", "Received"),
        "damaged": ("损坏", "Damaged"),
        "lost": ("短少", "Lost"),
        "in_transit": ("在途", "On its way"),
        "to_station_id": ("收货站点", "To"),
        "to_station_name": ("收货站点名称", "Name of the receiver"),
        "requisition_id": ("申领", "Requisition"),
        "shipped_at": ("发货时间", "Shipped"),
        "cancelled_for": ("取消原因", "Why it was cancelled"),
        "layers": ("批次", "Layers"),
        "whole": ("全部收齐", "Received in full"),
    },
    codes={
        "transfer_state": {
            "requested": ("待批", "Requested"),
            "approved": ("已批准", "Approved"),
            "packed": ("已打包", "Packed"),
            "shipped": ("在途", "On its way"),
            "partly_received": ("部分收货", "Partly received"),
            "received": ("已收货", "Received"),
            "closed": ("已结", "Closed"),
            "rejected": ("已驳回", "Rejected"),
            "cancelled": ("已取消", "Cancelled"),
        },
        "transfer_reason": {
            "awaiting_parts": ("待料", "Awaiting parts"),
            "minimum_stock": ("低于下限", "Minimum stock"),
            "usage": ("用量", "Usage"),
            "other": ("其他", "Other"),
            "dead_stock": ("呆滞", "Dead stock"),
            "overdue": ("超期", "Overdue"),
            "surplus": ("多余", "Surplus"),
            "recall": ("召回", "Recall"),
        },
    },
    refusals={
        "more_than_approved": ("超过批准数量。", "More than was approved."),
        "receiver_not_active": ("对方站点现在不收货。", "The receiving station takes nothing in now."),
        "more_than_shipped": ("超过在途数量。", "More than is on its way."),
        "transfer_requested": ("调拨待批。", "The transfer waits for a decision."),
        "transfer_approved": ("调拨还没有打包。", "The transfer is not packed yet."),
        "transfer_packed": ("调拨已打包。", "The transfer is packed."),
        "transfer_shipped": ("调拨已发货。", "The transfer is on its way."),
        "transfer_partly_received": ("调拨已部分收货。", "The transfer is partly received."),
        "transfer_received": ("已全部收货。", "Everything was received."),
        "transfer_closed": ("调拨已结。", "The transfer is closed."),
        "transfer_rejected": ("调拨已驳回。", "The transfer is rejected."),
        "transfer_cancelled": ("发货方已取消。", "The sender cancelled it."),
    },
    events={
        "transfer_shipped.v1": ("调拨已发货", "Transfer shipped"),
        "transfer_received.v1": ("调拨已收货", "Transfer received"),
        "transfer_rescheduled.v1": ("调拨时间已重算", "Transfer rescheduled"),
        "transfer_changed.v1": ("调拨已变更", "Transfer changed"),
        "transfer_cancelled.v1": ("调拨已取消", "Transfer cancelled"),
    },
)
