"""What one telling of the story rests on, kept while it is told: so an interrupted one goes on where it was."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from zz.local.paths import write_private

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PASSWORD_BYTES = 12


@dataclass(frozen=True)
class Draft:
    """The seed of all that is drawn, the instant at which the story is told, and the passwords by user name."""

    seed: int
    told_at: datetime
    passwords: Mapping[str, str] = field(repr=False)


def load_or_make(path: Path, seed: int, told_at: datetime, usernames: Iterable[str]) -> Draft:
    """The one that was begun and not ended, else a new one with random passwords."""
    if path.exists():
        return _of(json.loads(path.read_text()))
    draft = Draft(seed, told_at, {name: secrets.token_urlsafe(PASSWORD_BYTES) for name in usernames})
    document = {"seed": draft.seed, "told_at": draft.told_at.isoformat(), "passwords": dict(draft.passwords)}
    write_private(path, json.dumps(document, indent=1))
    return draft


def _of(document: dict[str, Any]) -> Draft:
    return Draft(document["seed"], datetime.fromisoformat(document["told_at"]), document["passwords"])
