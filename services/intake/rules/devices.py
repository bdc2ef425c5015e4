"""What identifies a device and reaches its owner: serial, IMEI and phone number, made equal however they were typed.

Input methods at a Chinese desk leave full-width letters, ideographic full stops and pasted invisible marks; two
spellings of one serial would hide an open order of the same device (rules §2) [F1 F3].
"""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult
from stdnum import imei
from stdnum.exceptions import ValidationError

from contracts.language.errors import Invalid
from contracts.language.identifiers import plain
from services.intake.rules.codes import check_code, make_code

_REGION = "CN"
_COUNTRY_CODE = 86
_MOBILE = re.compile("1[0-9]{10}")
_LOCAL = re.compile("[2-9][0-9]{6,7}")
_PROVISIONAL_PREFIX = "PROVISIONAL:"  # a colon cannot stand in a serial, so no typed one is taken for provisional
_SERIAL = re.compile(r"[A-Z0-9][A-Z0-9\-/.]{2,39}")
_IMEI = re.compile(r"[0-9]{15}")
_PHONE = re.compile(r"\+?[0-9 ().\-]+")


def serial_of(kind: str, text: str) -> str:
    """The serial as stored, of kind `imei`, `serial` or `provisional`: upper case, ordinary width, no spaces.

    An IMEI is 15 digits, separators dropped, checked by its last digit; a plain serial has 3 to 40 of `A-Z 0-9 - / .`
    and begins with a letter or digit. What is typed as a serial and is an IMEI is stored like one: it is one device.
    Raises Invalid naming `serial` (or `kind`) when it cannot be one [F1].
    """
    match kind:
        case "imei":
            return _imei_of(text)
        case "serial":
            return _plain_serial_of(text)
        case "provisional":
            return _provisional_of(text)
    raise Invalid("no such kind of serial", ["kind: must be one of imei, serial, provisional"])


def spelled(text: str) -> str:
    """A serial of any kind as it is stored, to look it up: upper case, ordinary width, no spaces."""
    serial = _compact(text)
    digits = _digits_of(serial)
    return digits if _IMEI.fullmatch(digits) and imei.is_valid(digits) else serial


def provisional_serial(random_bytes: bytes) -> str:
    """A serial for a device whose own cannot be read, from `codes.CODE_BYTES` random bytes; a photo goes with it [F1].

    Raises ValueError for another number of bytes.
    """
    return _PROVISIONAL_PREFIX + make_code(random_bytes)


def phone_of(text: str, area_code: str | None = None) -> str:
    """The phone number in E.164, read as dialled in China unless it begins with `+` or `00`.

    A number without an area code gets that of the station (`025`), where it has one. Raises Invalid naming `phone` when
    no such number can exist: too short or long, of no place, letters, an extension (which E.164 would drop in silence).
    A mobile number may still lie in no range that was given out: see `is_phone_in_plan`.
    """
    typed = plain(text).strip()
    if area_code and _LOCAL.fullmatch(re.sub("[ -]", "", typed)):
        typed = f"{area_code} {typed}"
    number = _parsed(typed)
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise _bad_phone("is too short or too long")
    if not _exists(number):
        raise _bad_phone("is of no place: the area code is missing, or + before a country code, or a digit is wrong")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def is_phone_in_plan(phone: str) -> bool:
    """Whether an E.164 number lies in a range its country has given out; if not, it is a finding [F3]."""
    return phonenumbers.is_valid_number(phonenumbers.parse(phone))


def _imei_of(text: str) -> str:
    digits = _digits_of(_compact(text))
    if not _IMEI.fullmatch(digits):
        raise _bad_serial("an IMEI has 15 digits")
    if not digits.strip("0"):
        raise _bad_serial("an IMEI is not all zeros")
    try:
        return imei.validate(digits)
    except ValidationError as error:
        raise _bad_serial("the IMEI's check digit does not match, read it again") from error


def _plain_serial_of(text: str) -> str:
    serial = _compact(text)
    if not _SERIAL.fullmatch(serial):
        raise _bad_serial("must be 3 to 40 letters, digits, hyphens, slashes or full stops")
    return spelled(serial)


def _provisional_of(text: str) -> str:
    compact = _compact(text)
    if not compact.startswith(_PROVISIONAL_PREFIX):
        raise _bad_serial(f"a provisional serial begins with {_PROVISIONAL_PREFIX}")
    try:
        return _PROVISIONAL_PREFIX + check_code(compact.removeprefix(_PROVISIONAL_PREFIX))
    except Invalid as error:
        raise _bad_serial("the provisional serial is mistyped") from error


def _parsed(text: str) -> PhoneNumber:
    if not _PHONE.fullmatch(text):
        raise _bad_phone("must be digits, with + before a country code, and no extension")
    try:
        return phonenumbers.parse(text, _REGION)
    except NumberParseException as error:
        raise _bad_phone("is not a phone number") from error


def _exists(number: PhoneNumber) -> bool:
    """Whether it may be somebody's: ranges abroad and of mobiles are given out faster than they are known here."""
    abroad = number.country_code != _COUNTRY_CODE
    return abroad or bool(_MOBILE.fullmatch(str(number.national_number))) or phonenumbers.is_valid_number(number)


def _digits_of(serial: str) -> str:
    return re.sub(r"[-/.]", "", serial)


def _compact(text: str) -> str:
    return plain(text).replace(" ", "").upper()


def _bad_serial(why: str) -> Invalid:
    return Invalid("not a serial", [f"serial: {why}"])


def _bad_phone(why: str) -> Invalid:
    return Invalid("not a phone number", [f"phone: {why}"])
