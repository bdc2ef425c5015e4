"""What is said of stock that is dead or near it."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_dead_stock": ("呆滞件", "Dead stock")},
    fields={
        "place": ("位置", "Place"),
        "dead_stock.value": ("金额", "Value"),
        "dead_stock.received_at": ("入网时间", "Received into the network"),
        "station_age": ("站点库龄", "Age at the station"),
        "network_age": ("全网库龄", "Age in the network"),
        "age": ("库龄", "Age"),
        "oldest_at": ("最早到站时间", "Oldest since"),
        "layers": ("批次", "Layers"),
    },
    codes={"stock_age": {"fresh": ("正常", "Fresh"), "warning": ("临近呆滞", "Near dead"), "dead": ("呆滞", "Dead")}},
)
