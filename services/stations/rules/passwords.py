"""Passwords: Argon2id, a floor of strength, and the same time spent on names that do not exist."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from contracts.language.errors import Invalid

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")
_COMMON = frozenset(
    {
        "12345678",
        "123456789",
        "1234567890",
        "password",
        "password1",
        "password123",
        "qwertyuiop",
        "qwerty123",
        "iloveyou",
        "sunshine",
        "princess",
        "football",
        "baseball",
        "superman",
        "trustno1",
        "welcome1",
        "admin123",
        "administrator",
        "letmein123",
        "abcd1234",
        "1q2w3e4r",
        "1qaz2wsx",
        "q1w2e3r4",
        "zaq12wsx",
        "a1234567",
        "aa123456",
        "woaini1314",
        "woaini520",
        "5201314520",
        "88888888",
        "66666666",
        "00000000",
        "11111111",
        "87654321",
        "asdfghjkl",
        "changeme",
        "secret123",
        "passw0rd",
        "p@ssw0rd",
        "p@ssword",
        "zongzhan",
        "shouhoubu",
    }
)


def check_strength(password: str, username: str | None) -> None:
    """Raises `Invalid` for a common password, one repeated character, or one that contains the user name."""
    lower = password.lower()
    weak = lower in _COMMON or len(set(lower)) < 4 or bool(username and username in lower)  # noqa: PLR2004  # "aaab1111"
    if weak:
        raise Invalid("The request is not valid.", ["password: Too easy to guess."])


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
