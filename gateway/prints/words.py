"""The words that stand on printed sheets, in both languages."""

from __future__ import annotations

LANGUAGES = ("zh", "en")

_WORDS: dict[str, tuple[str, str]] = {
    "accessories": ("随机附件", "Accessories"),
    "accessories_only": ("仅附件", "Accessories only"),
    "condition": ("外观", "Condition"),
    "consent": ("已同意维修可能导致数据丢失", "Agrees that data may be lost"),
    "customer": ("客户", "Customer"),
    "device": ("机器", "Device"),
    "due": ("预计取机", "Due"),
    "fault": ("故障描述", "Fault"),
    "keep": ("凭本单取机, 请妥善保管。", "Bring this receipt to collect the device."),
    "label": ("维修标签", "Repair label"),
    "no_consent": ("未同意数据丢失", "Does not agree that data may be lost"),
    "none": ("无", "none"),
    "order": ("维修单号", "Order"),
    "phone": ("电话尾号", "Phone tail"),
    "pickup_code": ("取机码", "Pick-up code"),
    "provisional": ("暂定", "provisional"),
    "receipt": ("维修受理单", "Repair receipt"),
    "received": ("受理时间", "Received"),
    "serial": ("序列号", "Serial"),
    "signature": ("客户签字", "Signature"),
}


def words(language: str) -> dict[str, str]:
    """All words in one of `LANGUAGES`."""
    number = LANGUAGES.index(language)
    return {name: both[number] for name, both in _WORDS.items()}
