"""Tokens that must not hold, made from one that does: altered, signed otherwise, out of their time."""

from __future__ import annotations

import base64
import hmac
import json
from typing import TYPE_CHECKING, Any

from joserfc import jws
from joserfc.jwk import OKPKey

from stationkit.ground.clock import wall_now
from stationkit.messaging.tokens import ALGORITHM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zz.local.secrets import Secrets

Json = dict[str, Any]


def forged(genuine: str, secrets: Secrets) -> dict[str, str]:
    """Tokens by the way in which they are wrong."""
    head, claims, signature = _parts(genuine)
    own, public = OKPKey.import_key(dict(secrets.token_key)), secrets.public_token_keys()["keys"][0]
    strangers = OKPKey.generate_key("Ed25519", {"kid": head["kid"]}, private=True)
    now = int(wall_now().timestamp())
    unsigned = ("none", "nOnE", "None")
    wrong: dict[str, str] = {f"alg {alg}": _join({**head, "alg": alg}, claims, b"") for alg in unsigned}
    wrong |= {f"HS256 with {what}": _mac(head, claims, key) for what, key in _keys_of(public).items()}
    wrong["HS512 with the public key's PEM"] = _mac(head, claims, _keys_of(public)["the public key's PEM"], "sha512")
    wrong |= {f"claims: {what}": _signed(head, other, own) for what, other in _wrong_claims(claims, now).items()}
    wrong |= {f"header: {what}": _signed(other, claims, strangers) for what, other in _headers(head, strangers).items()}
    return wrong | {
        "not a token": "not.a.token",
        "another key under the same id": _signed(head, claims, strangers),
        "payload changed after signing": _join(head, {**claims, "reach": "network"}, signature),
        "signature cut": genuine[:-4],
    }


def renewed(genuine: str, secrets: Secrets, **changed: Any) -> str:
    """The token with other claims, signed as the platform signs."""
    head, claims, _ = _parts(genuine)
    return _signed(head, {**claims, **changed}, OKPKey.import_key(dict(secrets.token_key)))


def _wrong_claims(claims: Json, now: int) -> dict[str, Json]:
    without = {f"no {name}": _without(claims, name) for name in ("exp", "iat", "aud", "iss", "sub", "sid", "sta")}
    return without | {
        "another audience": {**claims, "aud": "another"},
        "another issuer": {**claims, "iss": "another"},
        "expired": {**claims, "iat": now - 1000, "exp": now - 1},
        "expires as text": {**claims, "exp": "4102444800"},
        "not before a future instant": {**claims, "nbf": now + 600},
        "issued in the future": {**claims, "iat": now + 600, "exp": now + 1200},
    }


def _headers(head: Json, strangers: OKPKey) -> dict[str, Json]:
    jwk = dict(strangers.as_dict(private=False))
    return {
        "kid that climbs": {**head, "kid": "../../../../dev/null"},
        "kid that injects": {**head, "kid": "' OR 1=1 --"},
        "no kid": _without(head, "kid"),
        "own jwk": {**_without(head, "kid"), "jwk": jwk},
        "own jwk under the known kid": {**head, "jwk": jwk},
        "jku": {**head, "jku": "http://127.0.0.1:9/keys.json"},
        "x5u": {**head, "x5u": "http://127.0.0.1:9/chain.pem"},
        "crit": {**head, "crit": ["exp"]},
    }


def _keys_of(public: Mapping[str, Any]) -> dict[str, bytes]:
    key = OKPKey.import_key(dict(public))
    return {
        "the public key's bytes": _bytes(public["x"]),
        "the public key's text": public["x"].encode(),
        "the public key's PEM": key.as_pem(private=False),
        "no key": b"",
    }


def _signed(head: Json, claims: Json, key: OKPKey) -> str:
    registry = jws.JWSRegistry(algorithms=[ALGORITHM], strict_check_header=False)
    if "crit" in head:  # the library refuses to sign what it does not understand
        return _join(head, claims, _parts(_signed(_without(head, "crit"), claims, key))[2])
    return jws.serialize_compact(head, json.dumps(claims), key, registry=registry)


def _mac(head: Json, claims: Json, key: bytes, digest: str = "sha256") -> str:
    body = _join({**head, "alg": digest.replace("sha", "HS")}, claims, b"").rstrip(".")
    return f"{body}.{_text(hmac.new(key, body.encode(), digest).digest())}"


def _parts(token: str) -> tuple[Json, Json, bytes]:
    head, claims, signature = token.split(".")
    return json.loads(_bytes(head)), json.loads(_bytes(claims)), _bytes(signature)


def _join(head: Json, claims: Json, signature: bytes) -> str:
    return ".".join((_text(json.dumps(head).encode()), _text(json.dumps(claims).encode()), _text(signature)))


def _without(values: Json, name: str) -> Json:
    return {key: value for key, value in values.items() if key != name}


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
