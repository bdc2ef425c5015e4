"""Passwords: Argon2id, a floor of strength, and the same time spent on names that do not exist."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from contracts.language.errors import Invalid

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")
LOCAL = ("zongzhan", "shouhoubu", "weixiu", "woaini", "woaini1314", "woaini520", "5201314", "1314520", "aini1314")
"""Words that guessers here try early and that the dictionaries of elsewhere lack: the product's name, and others."""
JUDGED = 72
WEAK = 2
"""Scores below it stand for less than a million guesses."""


def check_strength(password: str, *own: str | None, field: str = "password") -> None:
    """Raises `Invalid` for what is guessed early: a common password, a pattern, words of one's `own` and near them."""
    lower = password.lower()
    words = [word for text in own if text for word in (text, *re.split(r"\W+", text)) if word]
    judged = zxcvbn(password[:JUDGED], user_inputs=[*LOCAL, *words])
    named = any(text and text.lower() in lower for text in own)
    if named or len(set(lower)) < 4 or judged["score"] < WEAK:  # noqa: PLR2004  # "aaab1111"
        raise Invalid("The request is not valid.", [f"{field}: Too easy to guess."])


def hash_of(password: str) -> str:
    """The Argon2id hash of a password; takes tens of milliseconds of CPU."""
    return _hasher.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; takes as long for None, which is never right."""
    try:
        _hasher.verify(password_hash or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
