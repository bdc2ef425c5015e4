"""The words that stand on printed sheets: those of the nouns' own fields, and a sheet's own texts."""

from __future__ import annotations

from contracts.language.dictionary import SAID
from contracts.language.words import LANGUAGES, Said

_FIELDS = {
    "accessories": "f.accessories",
    "condition": "f.condition",
    "customer": "f.party_id",
    "device": "f.device",
    "fault": "f.fault",
    "order": "f.code",
    "pickup_code": "f.receipt_code",
    "received": "f.received_at",
    "serial": "f.serial",
}
_TEXTS: Said = {
    "accessories_only": ("仅附件", "Accessories only"),
    "consent": ("已同意维修可能导致数据丢失", "Agrees that data may be lost"),
    "due": ("预计取机", "Due"),
    "keep": ("凭本单取机, 请妥善保管。", "Bring this receipt to collect the device."),
    "label": ("维修标签", "Repair label"),
    "no_consent": ("未同意数据丢失", "Does not agree that data may be lost"),
    "none": ("无", "none"),
    "phone": ("电话尾号", "Phone tail"),
    "provisional": ("暂定", "provisional"),
    "receipt": ("维修受理单", "Repair receipt"),
    "signature": ("客户签字", "Signature"),
}
_WORDS: Said = {**{name: SAID[key] for name, key in _FIELDS.items()}, **_TEXTS}


def words(language: str) -> dict[str, str]:
    """All words in one of `LANGUAGES`."""
    number = LANGUAGES.index(language)
    return {name: both[number] for name, both in _WORDS.items()}
