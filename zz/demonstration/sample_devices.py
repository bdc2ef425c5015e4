"""What customers bring: who they are, their devices and what is wrong with them, drawn from a seeded source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zz.people import draw_name, draw_phone

if TYPE_CHECKING:
    from random import Random

SHOPS = {
    "dealer": ("顺达通讯", "百汇数码", "恒信手机城", "新世纪电讯"),
    "merchant": ("快修联盟", "小李维修部", "数码急诊室"),
    "company": ("公司库房",),
    "channel": ("华东渠道部",),
}
STREETS = ("人民路", "中山路", "解放路", "建设路", "新华街", "和平巷")


@dataclass(frozen=True)
class Fault:
    """What the customer says, and what the bench finds and does: symptom, fault and action as short codes."""

    words: str
    symptom: str
    code: str
    action: str


@dataclass(frozen=True)
class Model:
    """A product. `stem` begins its serials: eight digits of a type allocation code for phones, letters for others."""

    category: str
    brand: str
    name: str
    stem: str
    accessories: tuple[str, ...]


PHONE, TABLET, LAPTOP, HEADPHONES = "19", "30", "16", "11"

MODELS = (
    Model(PHONE, "Honor", "X50", "86273105", ("充电器",)),
    Model(PHONE, "Honor", "Magic6", "86539806", ("保护壳",)),
    Model(PHONE, "Huawei", "nova 12", "86801406", ("充电器", "保护壳")),
    Model(PHONE, "Xiaomi", "Redmi Note 13", "86718606", ()),
    Model(PHONE, "vivo", "S18", "86450907", ("充电器",)),
    Model(TABLET, "Huawei", "MatePad 11", "MP11", ("键盘",)),
    Model(TABLET, "Honor", "Pad 9", "HP9", ()),
    Model(LAPTOP, "Lenovo", "小新 Pro 14", "LX14", ("电源适配器",)),
    Model(HEADPHONES, "Huawei", "FreeBuds 5", "FB5", ("充电盒",)),
)

FAULTS = {
    PHONE: (
        Fault("充不进电", "no_charge", "charging_port", "replaced_charging_port"),
        Fault("屏幕摔碎 触摸失灵", "broken_screen", "display", "replaced_display"),
        Fault("待机半天就没电", "short_battery_life", "battery", "replaced_battery"),
        Fault("通话时对方听不见", "no_sound_out", "microphone", "replaced_microphone"),
        Fault("反复自动重启", "restarts", "firmware", "reinstalled_firmware"),
    ),
    TABLET: (
        Fault("开机一直停在标志画面", "boot_loop", "firmware", "reinstalled_firmware"),
        Fault("触摸左侧没有反应", "touch_dead", "digitizer", "replaced_digitizer"),
    ),
    LAPTOP: (
        Fault("风扇很响 发烫", "overheats", "fan", "replaced_fan"),
        Fault("开机黑屏", "no_display", "memory", "replaced_memory"),
    ),
    HEADPHONES: (Fault("左耳没有声音", "one_side_silent", "driver", "replaced_driver"),),
}


@dataclass(frozen=True)
class SampleDevices:
    """A model and what is wrong with this piece of it."""

    model: Model
    fault: Fault
    serial: str

    def device(self, identity: str | None = None) -> dict[str, Any]:
        """As the desk enters it; `provisional` where the serial cannot be read."""
        identity = identity or ("imei" if self.model.category == PHONE else "serial")
        device = {"category": self.model.category, "brand": self.model.brand, "model": self.model.name}
        serial = {} if identity == "provisional" else {"serial": self.serial}
        return device | serial | {"identity": identity}


def draw_goods(chance: Random) -> SampleDevices:
    """Some device with some fault; its serial is new with overwhelming likelihood."""
    model = chance.choice(MODELS)
    return SampleDevices(model, chance.choice(FAULTS[model.category]), _serial(model, chance))


def draw_party(kind: str, city: str, chance: Random) -> dict[str, str]:
    """A customer of a kind in a city."""
    name = draw_name(chance) if kind == "user" else city + chance.choice(SHOPS[kind])
    address = f"{city}{chance.choice(STREETS)} {chance.randrange(1, 300)} 号"
    return {"kind": kind, "name": name, "phone": draw_phone(chance), "address": address}


def _serial(model: Model, chance: Random) -> str:
    if model.category != PHONE:
        return f"{model.stem}-{chance.randrange(10**8):08}"
    digits = f"{model.stem}{chance.randrange(10**6):06}"
    return digits + str(_luhn(digits))


def _luhn(digits: str) -> int:
    """The check digit of an IMEI."""
    weighted = (int(digit) * (1 + place % 2) for place, digit in enumerate(digits))
    return -sum(number // 10 + number % 10 for number in weighted) % 10
