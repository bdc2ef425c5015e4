"""What is said of searching orders and customers."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"search_orders": ("搜索维修单和客户", "Search orders and customers")},
    fields={"order_search.kind": ("类别", "Kind"), "order_search.name": ("客户姓名", "Name of the customer")},
    codes={"found": {"order": ("维修单", "Order"), "party": ("客户", "Customer")}},
)
