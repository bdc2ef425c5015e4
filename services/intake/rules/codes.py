"""Codes that people read, type and say: random, without counters, with a check character that catches slips.

An order's code is eight random characters of Crockford's base 32 (no I, L, O, U; 40 bits) and one check character:
`4K7M-2Q9P-P`. The check is a code over GF(32): with a = 2, a generator, the sum of symbol i times a^i is zero. A
single wrong symbol changes it by a^i * e, never zero; swapping symbols i and j changes it by (a^i + a^j) * e, zero
only when i and j differ by 31. So every single error and every swap of two symbols, neighbours or not, is caught.

A receipt's code is six random digits and one check digit by Damm's quasigroup, which catches every wrong digit and
every swap of neighbours: `4839126`. Digits, because it is read out at a counter or over the phone. Its 20 bits are
enough where tries are limited: five tries at one order's code hit with 1 in 200,000, and the serial must match too.
The check digit gives a guesser nothing, but tells the counter a slip from a wrong code.
"""

from __future__ import annotations

import unicodedata
from functools import reduce

from contracts.language.errors import Invalid
from contracts.language.identifiers import bare

CODE_BYTES = 5
RECEIPT_CODE_BYTES = 8

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("OIL", "011")
_BITS = 5
_FIELD_SIZE = 32
_FIELD_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1, primitive: 2 generates GF(32)
_GROUP = 4
_CODE_LENGTH = 9

_RECEIPT_DIGITS = 6
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


def make_code(random_bytes: bytes) -> str:
    """An order's code from CODE_BYTES random bytes, as it is stored and printed. ValueError for another length."""
    number = _number(random_bytes, CODE_BYTES)
    symbols = [number >> shift & _FIELD_SIZE - 1 for shift in range(0, CODE_BYTES * 8, _BITS)]
    return _grouped("".join(_ALPHABET[symbol] for symbol in [*symbols, _remainder([*symbols, 0])]))


def check_code(text: str) -> str:
    """The code as stored, from what a person or scanner typed: any case, width, spacing, dashes, O for 0, I or L for 1.

    Raises Invalid naming `code` when it cannot be a code of ours.
    """
    plain = _compact(text).translate(_LOOKALIKES)
    if len(plain) != _CODE_LENGTH or not set(plain) <= set(_ALPHABET):
        raise Invalid("not an order code", ["code: must be 9 letters and digits like 4K7M-2Q9P-P"])
    if _remainder([_ALPHABET.index(character) for character in plain]):
        raise Invalid("mistyped order code", ["code: has a typing error, the check character does not match"])
    return _grouped(plain)


def spelled(text: str) -> str:
    """Part of a code as it would be stored, without dashes: O is 0, I and L are 1."""
    return bare(text).translate(_LOOKALIKES)


def make_receipt_code(random_bytes: bytes) -> str:
    """A receipt's pick-up code from RECEIPT_CODE_BYTES random bytes: seven digits [F1]. ValueError for another length.

    Eight bytes, so that the remainder favours no number.
    """
    number = _number(random_bytes, RECEIPT_CODE_BYTES) % 10**_RECEIPT_DIGITS
    digits = f"{number:0{_RECEIPT_DIGITS}}"
    return f"{digits}{_damm(digits)}"


def check_receipt_code(text: str) -> str:
    """The pick-up code as stored, from what was typed in any width, spacing or dashes.

    Raises Invalid naming `receipt_code` when it cannot be one; such a slip need not count as a try.
    """
    plain = _compact(text)
    if len(plain) != _RECEIPT_DIGITS + 1 or not (plain.isascii() and plain.isdigit()):
        raise Invalid("not a receipt code", ["receipt_code: must be 7 digits"])
    if _damm(plain):
        raise Invalid("mistyped receipt code", ["receipt_code: has a typing error, the check digit does not match"])
    return plain


def _number(random_bytes: bytes, length: int) -> int:
    if len(random_bytes) != length:
        raise ValueError(f"{length} random bytes are needed, not {len(random_bytes)}")
    return int.from_bytes(random_bytes, "big")


def _compact(text: str) -> str:
    """In ordinary width and upper case, without spaces, dashes and characters that cannot be seen."""
    upper = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in upper if not c.isspace() and unicodedata.category(c) not in {"Pd", "Cf"})


def _grouped(plain: str) -> str:
    return "-".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))


def _remainder(symbols: list[int]) -> int:
    """The sum of symbol times a^(places from the right); standing in the last place itself, it makes the sum zero."""
    return reduce(lambda sum_so_far, symbol: _doubled(sum_so_far) ^ symbol, symbols, 0)


def _doubled(element: int) -> int:
    element <<= 1
    return element ^ _FIELD_POLYNOMIAL if element & _FIELD_SIZE else element


def _damm(digits: str) -> int:
    return reduce(lambda row, digit: int(_DAMM[row][int(digit)]), digits, 0)
