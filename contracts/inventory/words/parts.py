"""What is said of the catalogue of parts."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "define_part": ("新增备件", "Define a part"),
        "edit_part": ("修改备件", "Change a part"),
        "get_part": ("查看备件", "Read a part"),
        "list_parts": ("备件", "Parts"),
    },
    fields={
        "parts.code": ("备件编码", "Part code"),
        "parts.name": ("备件名称", "Name of the part"),
        "parts.category": ("备件类别", "Category of the part"),
        "unit_cost": ("单价 (元)", "Unit cost (CNY)"),
        "from_manufacturer": ("厂家备件", "From the manufacturer"),
        "per_device": ("每台最多用量", "Most in one device"),
        "minimum": ("库存下限", "Minimum"),
        "maximum": ("库存上限", "Maximum"),
    },
    refusals={"part_code": ("备件编码已被占用。", "Another part has this code.")},
    events={"part_changed.v1": ("备件目录已更新", "Part of the catalogue changed")},
)
