"""What is said of searching the store."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"search_store": ("搜索备件、调拨和要货", "Search parts, transfers and requisitions")},
    fields={
        "store_search.kind": ("类别", "Kind"),
        "store_search.name": ("备件名称", "Name of the part"),
        "other_station_id": ("对方站点", "The other station"),
    },
    codes={
        "found": {
            "part": ("备件", "Part"),
            "transfer": ("调拨", "Transfer"),
            "requisition": ("要货申请", "Requisition"),
        }
    },
)
