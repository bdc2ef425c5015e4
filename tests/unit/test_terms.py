"""The words of the field: each English word has one Chinese one, and no two share it."""

from __future__ import annotations

from contracts.language.terms import TERMS


def test_no_two_things_have_the_same_word() -> None:
    assert len(set(TERMS.values())) == len(TERMS)
    assert all(0x4E00 <= ord(character) <= 0x9FFF for word in TERMS.values() for character in word)


def test_the_words_stand_in_the_order_of_the_alphabet() -> None:
    assert list(TERMS) == sorted(TERMS)
