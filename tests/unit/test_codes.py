"""Order codes and pick-up codes: what a check character catches and what typing habits are forgiven [F1]."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.language.errors import Invalid
from services.intake.rules.codes import (
    CODE_BYTES,
    RECEIPT_CODE_BYTES,
    check_code,
    check_receipt_code,
    make_code,
    make_receipt_code,
)

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DIGITS = "0123456789"
code_bytes = st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES)
receipt_bytes = st.binary(min_size=RECEIPT_CODE_BYTES, max_size=RECEIPT_CODE_BYTES)


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def is_refused(text: str) -> bool:
    try:
        check_code(text)
    except Invalid:
        return True
    return False


def is_refused_receipt(text: str) -> bool:
    try:
        check_receipt_code(text)
    except Invalid:
        return True
    return False


def with_one_wrong(plain: str, alphabet: str) -> set[str]:
    return {plain[:i] + other + plain[i + 1 :] for i in range(len(plain)) for other in alphabet} - {plain}


def swapped(plain: str, left: int, right: int) -> str:
    characters = list(plain)
    characters[left], characters[right] = characters[right], characters[left]
    return "".join(characters)


# Order codes


def test_a_code_has_two_groups_of_four_and_a_check_character() -> None:
    assert make_code(bytes(CODE_BYTES)) == "0000-0000-0"
    assert check_code("4K7M-2Q9P-P") == "4K7M-2Q9P-P"


@settings(deadline=None)
@given(code_bytes)
def test_a_code_as_made_is_accepted_as_it_stands(random_bytes: bytes) -> None:
    code = make_code(random_bytes)
    assert set(code) <= set(ALPHABET + "-")
    assert check_code(code) == code


@settings(deadline=None)
@given(code_bytes, code_bytes)
def test_different_random_bytes_make_different_codes(first: bytes, second: bytes) -> None:
    assert (make_code(first) == make_code(second)) == (first == second)


def test_every_one_of_the_forty_bits_makes_a_different_code() -> None:
    assert len({numbered(number) for number in [0, *(1 << bit for bit in range(40))]}) == 41


@settings(deadline=None, max_examples=20)
@given(code_bytes)
def test_every_single_wrong_character_is_caught(random_bytes: bytes) -> None:
    plain = make_code(random_bytes).replace("-", "")
    assert all(is_refused(wrong) for wrong in with_one_wrong(plain, ALPHABET))


def test_every_possible_single_error_and_swap_is_caught_at_every_place() -> None:
    """The check is linear, so a slip is caught for all codes exactly when it is caught upon the code of zeros."""
    for place in range(9):
        errors = ["0" * place + wrong + "0" * (8 - place) for wrong in ALPHABET[1:]]
        assert all(is_refused(error) for error in errors)
    for left, right in combinations(range(9), 2):
        for wrong in ALPHABET[1:]:
            error = ["0"] * 9
            error[left] = error[right] = wrong
            assert is_refused("".join(error))


@settings(deadline=None)
@given(code_bytes)
def test_every_swap_of_two_different_characters_is_caught(random_bytes: bytes) -> None:
    plain = make_code(random_bytes).replace("-", "")
    swaps = {swapped(plain, left, right) for left, right in combinations(range(9), 2)} - {plain}
    assert all(is_refused(swap) for swap in swaps)


@pytest.mark.parametrize(
    "typed",
    [
        "4k7m2q9pp",
        " 4K7M 2Q9P P\n",
        full_width("4k7m-2q9p-p"),
        "4K7M\u30002Q9P\u2014\u2014P",
        "\u202d4K7M-2Q9P-P\u202c",
        "4K7M\u20132Q9P\u2011P",
    ],
)
def test_case_width_spaces_dashes_and_invisible_marks_are_forgiven(typed: str) -> None:
    assert check_code(typed) == "4K7M-2Q9P-P"


@pytest.mark.parametrize("typed", ["OOOO-oooo-O", "0000-0000-0"])
def test_the_letter_o_is_read_as_zero(typed: str) -> None:
    assert check_code(typed) == "0000-0000-0"


def test_the_letters_i_and_l_are_read_as_one() -> None:
    code = next(code for code in map(numbered, range(10**6)) if code.count("1") >= 2)
    typed = code.replace("1", "I", 1).replace("1", "l", 1)
    assert typed != code
    assert check_code(typed) == code


@pytest.mark.parametrize("typed", ["", "4K7M-2Q9P", "4K7M-2Q9P-PP", "4K7M-2Q9U-P", "4K7M-2Q9*-P", "\u4e00" * 9])
def test_what_cannot_be_a_code_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as invalid:
        check_code(typed)
    assert invalid.value.params["fields"] == ["code: must be 9 letters and digits like 4K7M-2Q9P-P"]


def test_a_mistyped_code_is_told_from_one_that_is_none() -> None:
    with pytest.raises(Invalid) as invalid:
        check_code("4K7M-2Q9P-Q")
    assert "typing error" in invalid.value.params["fields"][0]


@pytest.mark.parametrize("length", [0, 4, 6])
def test_a_code_is_made_of_five_random_bytes_no_more_no_less(length: int) -> None:
    with pytest.raises(ValueError, match="5 random bytes"):
        make_code(bytes(length))


# Receipt codes


@settings(deadline=None)
@given(receipt_bytes)
def test_a_receipt_code_is_seven_digits_and_accepted_as_it_stands(random_bytes: bytes) -> None:
    code = make_receipt_code(random_bytes)
    assert len(code) == 7
    assert set(code) <= set(DIGITS)
    assert check_receipt_code(code) == code


def test_the_check_digit_is_damms() -> None:
    assert make_receipt_code((572).to_bytes(RECEIPT_CODE_BYTES, "big")) == "0005724"


@settings(deadline=None)
@given(receipt_bytes)
def test_every_wrong_digit_and_every_swap_of_neighbours_is_caught(random_bytes: bytes) -> None:
    code = make_receipt_code(random_bytes)
    slips = with_one_wrong(code, DIGITS) | {swapped(code, place, place + 1) for place in range(6)} - {code}
    assert all(is_refused_receipt(slip) for slip in slips)


@pytest.mark.parametrize("typed", ["4839126", " 483 9126", "483-9126", full_width("4839126")])
def test_a_receipt_code_is_read_in_any_width_and_spacing(typed: str) -> None:
    assert check_receipt_code(typed) == "4839126"


@pytest.mark.parametrize("typed", ["", "483912", "48391266", "483912O", "\u0664" * 7])
def test_what_cannot_be_a_receipt_code_is_refused_with_its_field(typed: str) -> None:
    with pytest.raises(Invalid) as invalid:
        check_receipt_code(typed)
    assert invalid.value.params["fields"] == ["receipt_code: must be 7 digits"]


def test_a_receipt_code_is_made_of_eight_random_bytes() -> None:
    with pytest.raises(ValueError, match="8 random bytes"):
        make_receipt_code(bytes(5))


def numbered(number: int) -> str:
    return make_code(number.to_bytes(CODE_BYTES, "big"))
