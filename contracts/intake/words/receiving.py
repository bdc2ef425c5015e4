"""What is said when a device is received; the 40 product categories by number."""

from __future__ import annotations

from contracts.language.words import Words

_CATEGORIES: tuple[tuple[str, str], ...] = (
    ("空调/除湿机", "Aircon/dehumidifier"),
    ("电池/充电器/适配器", "Battery/charger/adapter"),
    ("装饰灯/安全灯", "Decorative or safety lights"),
    ("台式电脑", "Desktop computer"),
    ("数码相机", "Digital compact camera"),
    ("单反/摄像机", "DSLR/video camera"),
    ("风扇", "Fan"),
    ("平板显示器", "Flat screen"),
    ("美容美发", "Hair & beauty item"),
    ("掌上娱乐设备", "Handheld entertainment device"),
    ("耳机", "Headphones"),
    ("一体音响", "Hi-Fi integrated"),
    ("组合音响", "Hi-Fi separates"),
    ("电水壶", "Kettle"),
    ("灯具", "Lamp"),
    ("笔记本电脑", "Laptop"),
    ("大家电", "Large home electrical"),
    ("其他", "Misc"),
    ("手机", "Mobile"),
    ("乐器", "Musical instrument"),
    ("碎纸机", "Paper shredder"),
    ("电脑配件", "PC accessory"),
    ("收音机", "Portable radio"),
    ("电动工具", "Power tool"),
    ("打印机/扫描仪", "Printer/scanner"),
    ("投影仪", "Projector"),
    ("缝纫机", "Sewing machine"),
    ("小家电", "Small home electrical"),
    ("厨房小电器", "Small kitchen item"),
    ("平板电脑", "Tablet"),
    ("烤面包机", "Toaster"),
    ("玩具", "Toy"),
    ("电视游戏配件", "TV and gaming-related accessories"),
    ("吸尘器", "Vacuum"),
    ("钟表", "Watch/clock"),
    ("咖啡机", "Coffee maker"),
    ("料理机", "Food processor"),
    ("游戏机", "Games console"),
    ("吹风机", "Hair dryer"),
    ("熨斗", "Iron"),
)
WORDS = Words(
    operations={
        "receive_device": ("保存接机单", "Save the receipt"),
        "get_receipt": ("查看接机单", "Read an order's receipt"),
    },
    fields={
        "party": ("客户", "Customer"),
        "purchase_proof": ("购机凭证", "Proof of purchase"),
        "receipt_code": ("取机码", "Pick-up code"),
    },
    codes={
        "category": {str(number): both for number, both in enumerate(_CATEGORIES, 1)},
        "identity": {
            "serial": ("序列号", "Serial"),
            "imei": ("IMEI", "IMEI"),
            "provisional": ("临时编号", "Provisional"),
        },
        "lock": {
            "unknown": ("未知", "Unknown"),
            "none": ("无锁", "None"),
            "passcode": ("锁屏密码", "Passcode"),
            "activation_lock": ("激活锁", "Activation lock"),
        },
    },
    refusals={"nothing_received": ("请填写机器或附件, 或收到的数量。", "Say what was received.")},
)
