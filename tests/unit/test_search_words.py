"""By which words things are found, and what is looked for of what somebody types."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.language.identifiers import bare
from contracts.language.search_words import LONGEST, endings, sought
from services.intake.rules import words
from services.intake.rules.custody import Custody
from services.intake.rules.orders import Device, Order
from services.intake.rules.parties import Party
from services.inventory.rules import words as of_store

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
WHOLE = "phone:+8613812345678"


def an_order(serial: str) -> Order:
    device = Device("19", "Honor", "X-50", "serial", serial)
    ends = {"policy_number": 1, "calendar_provisional": False, "open_serial": serial, "unpack_due_at": None}
    dues = {"bench_due_at": AT, "due_at": AT, "effective_due_at": AT, "received_at": AT}
    said = {"accessories": (), "condition": "", "fault": "", "lock_state": "none", "data_loss_consent": False}
    ids = {"id": "o", "station_id": "s", "code": "4K7M-2Q9P-P", "receipt_code": "4839126", "party_id": "p"}
    return Order(**ids, **said, **dues, **ends, party_kind="user", device=device, custody=Custody("desk", None, AT))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("\uff22\uff21\uff34\uff0d7458", "BAT7458"),
        (" bat 7458 ", "BAT7458"),
        ("bat\u20147458", "BAT7458"),
        ("490154/20-323751.8", "490154203237518"),
        ("\uff11\uff13\uff18 1234\u200b5678", "13812345678"),
        ("李 雷", "李雷"),
        ("%", ""),
        (".*", ""),
        ("📱", ""),
        ("=1+1", "11"),
        ('=HYPERLINK("http://x")', "HYPERLINKHTTPX"),
        ("", ""),
    ],
)
def test_letters_and_digits_alone_count(typed: str, letters: str) -> None:
    assert bare(typed) == letters


def test_every_part_of_a_code_begins_one_of_its_endings() -> None:
    assert endings("AB-12 c", 3) == ["AB12C", "B12C", "12C"]
    assert endings("ab", 3) == ["AB"]
    assert endings("%", 3) == []
    assert {len(ending) for ending in endings("x" * 50, 3)} == {*range(3, LONGEST + 1)}


def test_what_is_sought_is_cut_where_words_are_and_is_nothing_where_it_is_too_short() -> None:
    assert sought("x" * 80).begun == ("X" * LONGEST,)
    assert sought("4", 2) == sought("%") == sought("📱")


def test_an_order_is_found_by_code_serial_brand_and_model() -> None:
    written = words.of_order(an_order("SN-0012/34"))
    for part in ("4K7M2Q9PP", "9PP", "SN001234", "0012", "234", "HONORX50", "X50", "RX50"):
        assert any(word.startswith(part) for word in written), part
    assert not any(word.startswith(("34", "50", "4839126")) for word in written)


@pytest.mark.parametrize(
    "typed", ["4K7M-2Q9P-P", "4k7m 2q9p p", "\uff14\uff2b\uff17\uff2d\uff12\uff31\uff19\uff30\uff30"]
)
def test_an_order_is_sought_by_its_code_however_it_is_typed(typed: str) -> None:
    assert words.order_sought(typed).whole == ("4K7M2Q9PP",)


def test_an_order_is_sought_with_zero_for_o_and_one_for_i_and_l_as_well() -> None:
    assert words.order_sought("OIL").whole == ("OIL", "011")
    assert words.order_sought("4").whole == ()


def test_a_customer_is_found_by_endings_of_the_name_the_whole_phone_and_its_last_four_digits() -> None:
    party = Party("p", "s", "user", "李 雷", "+8613812345678")
    assert words.of_party(party) == ["李雷", "雷", WHOLE, "phone:5678"]


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("13812345678", WHOLE),
        ("\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18", WHOLE),
        ("138.1234.5678", WHOLE),
        ("138-1234-5678", WHOLE),
        ("+86 138 1234 5678", WHOLE),
        ("0086 13812345678", WHOLE),
        ("84664163", "phone:+862584664163"),
        ("5678", "phone:5678"),
        ("*******5678", "phone:5678"),
        ("\uff15\uff16\uff17\uff18", "phone:5678"),
    ],
)
def test_a_phone_is_sought_whole_or_by_its_last_four_digits(typed: str, looked_for: str) -> None:
    assert looked_for in words.party_sought(typed, "025").whole
    assert looked_for not in words.party_sought(typed, "025").begun


@pytest.mark.parametrize("typed", ["1381", "138123456", "45678", "phone:", "phone:5"])
def test_no_other_part_of_a_phone_is_found(typed: str) -> None:
    written = words.of_party(Party("p", "s", "user", "李雷", "+8613812345678"))
    looked_for = words.party_sought(typed, None)
    assert not {*looked_for.whole} & {*written}
    assert not any(word.startswith(looked_for.begun) for word in written)


def test_transfers_are_sought_by_how_their_id_begins() -> None:
    assert of_store.number_sought("4F3a-11").begun == ("4F3A11",)
    assert of_store.number_sought("4f3").begun == ()
