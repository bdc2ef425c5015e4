"""Serials, IMEIs and phone numbers as they are typed at a Chinese desk [F1 F3]."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.language.errors import Invalid
from services.intake.rules.devices import is_phone_in_plan, phone_of, provisional_serial, serial_of, spelled

IMEI = "490154203237518"
SERIAL_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/."


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def refusal(kind: str, text: str) -> str:
    with pytest.raises(Invalid) as invalid:
        serial_of(kind, text)
    return invalid.value.params["fields"][0]


def phone_refusal(text: str) -> str:
    with pytest.raises(Invalid) as invalid:
        phone_of(text)
    return invalid.value.params["fields"][0]


# IMEI


@pytest.mark.parametrize(
    "typed", [IMEI, full_width(IMEI), " 49 015420 323751 8\t", "49-015420-323751-8", "49-015420/323751.8"]
)
def test_an_imei_is_read_in_any_width_and_with_separators(typed: str) -> None:
    assert serial_of("imei", typed) == IMEI


def test_every_other_check_digit_of_an_imei_is_refused() -> None:
    for digit in set("0123456789") - {IMEI[-1]}:
        assert "check digit" in refusal("imei", IMEI[:-1] + digit)


@settings(deadline=None)
@given(st.integers(0, 14), st.integers(1, 9))
def test_every_single_wrong_digit_of_an_imei_is_refused(place: int, off_by: int) -> None:
    wrong = str((int(IMEI[place]) + off_by) % 10)
    assert "check digit" in refusal("imei", IMEI[:place] + wrong + IMEI[place + 1 :])


@pytest.mark.parametrize("typed", ["", IMEI[:-1], IMEI + "01", "49015420323751X", "\u0664" * 15])
def test_an_imei_has_fifteen_digits(typed: str) -> None:
    assert refusal("imei", typed) == "serial: an IMEI has 15 digits"


def test_fifteen_zeros_satisfy_the_check_digit_but_are_no_imei() -> None:
    assert refusal("imei", "0" * 15) == "serial: an IMEI is not all zeros"


# Plain serials


@pytest.mark.parametrize(
    ("typed", "serial"),
    [
        ("sn-123/a.b", "SN-123/A.B"),
        (full_width("sn-123"), "SN-123"),
        ("  SN 123\u3000456\n", "SN123456"),
        ("SN\u2013123\u20141", "SN-123-1"),
        ("SN1\u30022", "SN1.2"),
        ("\u200bSN123\ufeff", "SN123"),
        ("A" * 40, "A" * 40),
        ("A1B", "A1B"),
    ],
)
def test_one_serial_has_one_spelling(typed: str, serial: str) -> None:
    assert serial_of("serial", typed) == serial


@pytest.mark.parametrize("typed", [IMEI, "49-015420-323751-8", full_width("49-015420/323751.8")])
def test_an_imei_typed_as_a_serial_is_the_same_device(typed: str) -> None:
    assert (serial_of("serial", typed), spelled(typed)) == (IMEI, IMEI)


@pytest.mark.parametrize(
    "serial", ["49-015420-323751-9", "49-015420-323751", "49-015420-323751-87", "4X-015420-323751-8"]
)
def test_a_serial_that_is_no_imei_keeps_its_separators(serial: str) -> None:
    assert (serial_of("serial", serial), spelled(serial)) == (serial, serial)


@pytest.mark.parametrize("typed", ["", "AB", "A" * 41, "SN_123", "SN:123", "---", "\u673a\u5668123"])
def test_what_cannot_be_a_serial_is_refused_with_its_field(typed: str) -> None:
    assert refusal("serial", typed).startswith("serial: must be 3 to 40")


@settings(deadline=None)
@given(st.text(SERIAL_CHARACTERS, min_size=2, max_size=39))
def test_reading_a_stored_serial_again_changes_nothing(rest: str) -> None:
    serial = serial_of("serial", "S" + rest)
    assert serial_of("serial", serial.lower()) == serial


# Provisional serials


def test_a_provisional_serial_is_read_back_from_its_label() -> None:
    serial = provisional_serial(b"\x01\x02\x03\x04\x05")
    assert serial_of("provisional", serial) == serial
    assert serial_of("provisional", full_width(serial.lower())) == serial


def test_no_typed_serial_can_be_taken_for_a_provisional_one() -> None:
    assert refusal("serial", provisional_serial(bytes(5))).startswith("serial:")


@pytest.mark.parametrize(
    ("typed", "why"), [("0000-0000-0", "begins with PROVISIONAL:"), ("PROVISIONAL:0000-0000-1", "mistyped")]
)
def test_a_provisional_serial_that_we_did_not_make_is_refused(typed: str, why: str) -> None:
    assert why in refusal("provisional", typed)


def test_an_unknown_kind_of_serial_is_refused() -> None:
    assert refusal("meid", "A1000012345678").startswith("kind:")


# Phone numbers


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("13812345678", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("86 13812345678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        (full_width("13812345678"), "+8613812345678"),
        (full_width("+8613812345678"), "+8613812345678"),
        ("\u202d138\u30001234\u20145678\u202c", "+8613812345678"),
        ("(010) 6234-5678", "+861062345678"),
        ("010-62345678", "+861062345678"),
        ("400-812-3123", "+864008123123"),
        ("+852 5123 4567", "+85251234567"),
    ],
)
def test_a_phone_number_is_stored_in_one_form(typed: str, phone: str) -> None:
    assert phone_of(typed) == phone
    assert phone_of(phone) == phone
    assert is_phone_in_plan(phone)


@pytest.mark.parametrize("typed", ["110", "95588", "1", "138123456789012345"])
def test_a_number_of_impossible_length_is_refused(typed: str) -> None:
    assert phone_refusal(typed).startswith("phone: ")


@pytest.mark.parametrize(
    "typed", ["", "  ", "n/a", "\u6ca1\u6709", "138ABCD5678", "010-62345678\u8f6c801", "010-62345678 ext 801", "+"]
)
def test_words_and_extensions_are_refused_not_dropped(typed: str) -> None:
    assert phone_refusal(typed).startswith("phone: must be digits")


@pytest.mark.parametrize("typed", ["--", "+999 12345678"])
def test_what_has_the_letters_of_a_number_but_is_none_is_refused(typed: str) -> None:
    assert phone_refusal(typed) == "phone: is not a phone number"


@pytest.mark.parametrize("typed", ["1381234567", "138123456789", "84664163", "021-6466416", "852 91234567"])
def test_a_number_that_lost_a_digit_its_area_code_or_its_plus_is_refused(typed: str) -> None:
    assert phone_refusal(typed).startswith("phone: is of no place")


@pytest.mark.parametrize(
    ("typed", "area_code", "phone"),
    [
        ("84664163", "025", "+862584664163"),
        ("8466-4163", "025", "+862584664163"),
        (full_width("84664163"), "025", "+862584664163"),
        ("6466416", "0512", None),
        ("13812345678", "025", "+8613812345678"),
        ("400-812-3123", "025", "+864008123123"),
        ("+852 5123 4567", "025", "+85251234567"),
    ],
)
def test_a_local_number_takes_the_area_code_of_the_station(typed: str, area_code: str, phone: str | None) -> None:
    if phone is None:
        with pytest.raises(Invalid):
            phone_of(typed, area_code)
    else:
        assert phone_of(typed, area_code) == phone


@pytest.mark.parametrize("typed", ["12345678901", "11111111111"])
def test_a_mobile_number_outside_every_range_is_taken_and_left_to_a_finding(typed: str) -> None:
    assert not is_phone_in_plan(phone_of(typed))
