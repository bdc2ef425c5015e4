"""Access tokens: issued by one service with a private key, verified by every service with the public ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from contracts.language import permissions
from contracts.language.errors import Unauthenticated
from stationkit.ground.clock import wall_now

LIFETIME = timedelta(minutes=15)
ISSUER = "zongzhan"
ALGORITHM = "Ed25519"
IDLE_MINUTES = 720
"""What a token from before it said so stands for."""
_REQUIRED = ("iss", "aud", "sub", "sid", "sta", "name", "posts", "grants", "reach", "history", "iat", "exp")


@dataclass(frozen=True)
class Caller:
    """Who calls: the account, the one station the token names, and what its posts may do there.

    Whose password another gave is let in where the account is known as it is since `known_from`. A browser in which
    nobody used a page for `idle_minutes` is logged out.
    """

    account_id: str
    session_id: str
    station_id: str
    name: str
    posts: tuple[str, ...]
    grants: tuple[str, ...]
    network: bool
    history: bool
    issued_at: datetime
    must_change_password: bool = False
    known_from: datetime | None = None
    idle_minutes: int = IDLE_MINUTES

    @property
    def permissions(self) -> frozenset[str]:
        """Everything that the caller may do in its station; with a one-time password, nothing but change it."""
        if self.must_change_password:
            return frozenset({permissions.ACCESS_CHANGE})
        if self.history:
            return permissions.OF_HISTORY
        return permissions.permissions_of(self.posts, self.grants)


def issue(caller: Caller, private_key: str) -> str:
    """A signed access token for the caller, valid from its `issued_at` for 15 minutes."""
    key = OKPKey.import_key(json.loads(private_key))
    claims = {
        "iss": ISSUER,
        "aud": ISSUER,
        "sub": caller.account_id,
        "sid": caller.session_id,
        "sta": caller.station_id,
        "name": caller.name,
        "posts": list(caller.posts),
        "grants": list(caller.grants),
        "reach": "network" if caller.network else "own",
        "history": caller.history,
        "must_change_password": caller.must_change_password,
        "known_from": caller.known_from.timestamp() if caller.known_from else None,
        "idle": caller.idle_minutes,
        "iat": caller.issued_at.timestamp(),
        "exp": int((caller.issued_at + LIFETIME).timestamp()),
    }
    return jwt.encode({"alg": ALGORITHM, "kid": key.kid}, claims, key, algorithms=[ALGORITHM])


class Verifier:
    """Checks access tokens against the public keys. One that held is remembered until it expires."""

    def __init__(self, public_keys: str) -> None:
        self._keys = KeySet.import_key_set(json.loads(public_keys))
        self._read = lru_cache(4096)(self._decode)

    def caller(self, token: str | None) -> Caller:
        """The caller that a token names. Raises `Unauthenticated` where it is absent, forged, foreign or expired."""
        if not token:
            raise Unauthenticated("A bearer token is required.")
        claims = self._read(token)
        if claims["exp"] <= wall_now().timestamp():
            raise Unauthenticated("The token has expired.")
        return _caller_of(claims)

    def idle_minutes(self, token: str) -> int:
        """For how long a page of the token's session may be left alone, also when the token has expired.

        Raises `Unauthenticated` where it is forged or foreign.
        """
        return _idle_of(self._read(token))

    def _decode(self, token: str) -> dict[str, Any]:
        try:
            decoded = jwt.decode(token, self._keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise Unauthenticated("The token does not hold.") from error
        claims = decoded.claims
        is_ours = all(name in claims for name in _REQUIRED) and claims["iss"] == ISSUER and claims["aud"] == ISSUER
        if not is_ours or not _is_now(claims):
            raise Unauthenticated("The token does not hold.")
        return claims


def _is_now(claims: dict[str, Any]) -> bool:
    now = wall_now().timestamp()
    instants = (claims["iat"], claims["exp"], claims.get("nbf", 0))
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in instants):
        return False
    return bool(claims["iat"] <= now + 60 and claims.get("nbf", 0) <= now)


def _idle_of(claims: dict[str, Any]) -> int:
    return int(claims.get("idle", IDLE_MINUTES))


def _caller_of(claims: dict[str, Any]) -> Caller:
    return Caller(
        account_id=claims["sub"],
        session_id=claims["sid"],
        station_id=claims["sta"],
        name=claims["name"],
        posts=tuple(claims["posts"]),
        grants=tuple(claims["grants"]),
        network=claims["reach"] == "network",
        history=claims["history"],
        must_change_password=claims.get("must_change_password", False) is True,
        known_from=datetime.fromtimestamp(claims["known_from"], UTC) if claims.get("known_from") else None,
        issued_at=datetime.fromtimestamp(claims["iat"], UTC),
        idle_minutes=_idle_of(claims),
    )
