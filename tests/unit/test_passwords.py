"""Passwords: which are too easy, and that the hash matches its own password alone."""

from __future__ import annotations

import pytest

from contracts.language.errors import Invalid
from services.stations.rules.passwords import check_strength, hash_of, matches

EASY = [
    *("12345678", "PassWord", "88888888", "aaaaaaab", "abababab", "woaini1314", "wang.fang1", "my-WANG.FANG"),
    *("abc12345", "P@ssw0rd1", "zongzhan1", "Zongzhan2026", "qwerty!@#", "1qaz2wsx", "5201314a", "iloveyou1"),
    *("20261130", "王芳12345678"),
]
GOOD = ["correct horse battery", "Xk3-vbq9", "一个够长的密码短语", "a long enough phrase 7"]


@pytest.mark.parametrize("password", EASY)
def test_an_easy_password_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as error:
        check_strength(password, "wang.fang", "王芳")
    assert error.value.params["fields"] == ["password: Too easy to guess."]


@pytest.mark.parametrize("password", GOOD)
@pytest.mark.parametrize("username", ["wang.fang", None])
def test_a_good_password_is_taken(password: str, username: str | None) -> None:
    check_strength(password, username)


def test_a_hash_is_argon2id_salted_and_matches_its_own_password_alone() -> None:
    first, other = hash_of(GOOD[0]), hash_of(GOOD[0])
    assert first.startswith("$argon2id$")
    assert first != other
    assert matches(first, GOOD[0])
    assert not matches(first, GOOD[1])


@pytest.mark.parametrize("password", ["nobody has this password", "", GOOD[0]])
def test_somebody_who_does_not_exist_has_no_password(password: str) -> None:
    assert not matches(None, password)


def test_a_damaged_hash_matches_nothing() -> None:
    assert not matches("$argon2id$damaged", GOOD[0])
