"""Personal values made fit for screens, logs and audit entries of people who do not need them whole."""

from __future__ import annotations

_HIDDEN = "****"
_SHOWN_AT_END = 4
_SHORTEST = 10  # below this, country code and last digits would give nearly all of the number away


def mask_phone(phone: str) -> str:
    """An E.164 number with the four digits before its last four hidden; a very short one is hidden whole.

    >>> mask_phone("+8613812345678")
    '+86138****5678'
    """
    if len(phone) < _SHORTEST:
        return _HIDDEN
    return phone[: -_SHOWN_AT_END - len(_HIDDEN)] + _HIDDEN + phone[-_SHOWN_AT_END:]
