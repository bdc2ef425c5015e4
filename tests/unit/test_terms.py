"""The words of the field: each English word has one Chinese one, and no two share it."""

from __future__ import annotations

import pytest

from contracts.language import permissions
from contracts.language.terms import POSTS, TERMS


@pytest.mark.parametrize("words", [TERMS, POSTS])
def test_no_two_things_have_the_same_word(words: dict[str, str]) -> None:
    assert len(set(words.values())) == len(words)
    assert all(0x4E00 <= ord(character) <= 0x9FFF for word in words.values() for character in word)


def test_the_words_stand_in_the_order_of_the_alphabet() -> None:
    assert list(TERMS) == sorted(TERMS)


def test_every_post_has_its_word() -> None:
    assert tuple(POSTS) == permissions.POSTS
