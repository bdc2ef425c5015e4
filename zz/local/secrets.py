"""Passwords and keys of one installation: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from joserfc.jwk import KeyParameters, OKPKey

from zz.local.paths import write_private
from zz.user_error import UserError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

KEY_BYTES = 32


@dataclass(frozen=True)
class Secrets:
    """Everything that must not be guessed; the maps are by process name."""

    broker_admin: str = field(repr=False)
    database_admin: str = field(repr=False)
    erlang_cookie: str = field(repr=False)
    database_keyfile: str = field(repr=False)
    founding_key: str = field(repr=False)
    token_key: Mapping[str, Any] = field(repr=False)
    passwords: Mapping[str, str] = field(repr=False)
    audit_keys: Mapping[str, str] = field(repr=False)
    cursor_keys: Mapping[str, str] = field(repr=False)

    def public_token_keys(self) -> dict[str, list[dict[str, Any]]]:
        """The JWK set with which anybody may verify tokens."""
        key = OKPKey.import_key(dict(self.token_key))
        return {"keys": [dict(key.as_dict(private=False))]}


def load_or_make(path: Path, processes: Iterable[str]) -> Secrets:
    """Read the file and add what it lacks, so that a new service gets its own without changing the others'."""
    saved = _read(path)
    values = {**_installation_secrets(), **saved}
    for group, make in (("passwords", _password), ("audit_keys", _key), ("cursor_keys", _key)):
        values[group] = {name: make() for name in processes} | values.get(group, {})
    result = Secrets(**values)
    if asdict(result) != saved:
        _write(path, result)
    return result


def _write(path: Path, result: Secrets) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_private(path, json.dumps(asdict(result), indent=1))
    except OSError as error:
        remedy = "Run `zz secrets` where it can be written, and put what it prints in place of the old."
        raise UserError(f"{path} lacks keys, and they cannot be added: {error.strerror}.", remedy) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        saved: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise UserError(f"{path} is not readable as JSON: {error}.", "Restore it from a backup.") from error
    return saved


def _installation_secrets() -> dict[str, Any]:
    return {
        "broker_admin": _password(),
        "database_admin": _password(),
        "erlang_cookie": secrets.token_hex(KEY_BYTES),
        "database_keyfile": secrets.token_hex(KEY_BYTES),
        "founding_key": _password(),
        "token_key": _token_key(),
    }


def _token_key() -> dict[str, Any]:
    parameters: KeyParameters = {"kid": uuid.uuid4().hex, "use": "sig", "alg": "Ed25519"}
    return dict(OKPKey.generate_key("Ed25519", parameters, private=True).as_dict(private=True))


def _password() -> str:
    return secrets.token_urlsafe(24)


def _key() -> str:
    return secrets.token_hex(KEY_BYTES)
