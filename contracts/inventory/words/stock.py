"""What is said of stock."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"get_stock": ("查看备件库存", "Read the stock of a part"), "list_stock": ("库存", "Stock")},
    fields={
        "place": ("位置", "Place"),
        "places": ("其他位置", "Other places"),
        "in_store": ("在库", "In store"),
        "reserved": ("预留", "Reserved"),
        "free": ("可用", "Free"),
        "stock.received_at": ("入网时间", "Received into the network"),
        "ref": ("单据", "Reference"),
        "since": ("自", "Since"),
        "layers": ("批次", "Layers"),
        "claims": ("预留明细", "Claims"),
        "consumed": ("消耗成本", "Cost of consumption"),
        "stock.source": ("移出位置", "From"),
        "target": ("移入位置", "To"),
        "stock.value": ("库存价值", "Stock value"),
        "stock.why": ("变动原因", "Why"),
        "moves": ("移动", "Moves"),
        "dead_value": ("呆滞价值", "Dead value"),
        "dead_value_network": ("全网呆滞价值", "Dead value in the network"),
    },
    codes={
        "place": {
            "store": ("库房", "Store"),
            "quarantine": ("待检", "Quarantine"),
            "bench": ("维修台", "Benches"),
            "defective": ("不良", "Defective"),
            "core": ("旧件", "Cores"),
            "scrap": ("废料", "Scrap"),
            "transit_in": ("在途", "Coming"),
            "transit_out": ("已打包", "Packed"),
            "installed": ("机器内", "In a device"),
            "manufacturer": ("厂家", "Manufacturer"),
            "customer": ("客户", "Customer"),
            "loss": ("损失", "Loss"),
            "adjustment": ("调整", "Adjustment"),
            "network": ("调拨", "Network"),
        }
    },
    refusals={
        "not_enough": ("库房数量不够。", "There are not that many in the store."),
        "stock_of_part": ("这种备件已有库存记录。", "The part has its stock already."),
    },
    events={
        "stock_moved.v1": ("库存变动", "Stock moved"),
        "parts_arrived.v1": ("备件到库", "Parts arrived"),
        "parts_counted.v1": ("撤站清点备件", "Parts counted for winding up"),
        "stock_counted.v1": ("库存已统计", "Stock counted"),
    },
)
