"""All that stands on the pages, in Chinese and English; the field's own are `contracts.language.terms`."""

from __future__ import annotations

import re

from gateway.pages import session
from gateway.pages.words import actions, categories, codes, fields, figures, messages, refusals, texts

BOTH: dict[str, tuple[str, str]] = {
    **texts.WORDS,
    **actions.WORDS,
    **fields.WORDS,
    **categories.WORDS,
    **codes.WORDS,
    **figures.WORDS,
    **refusals.WORDS,
    **messages.WORDS,
}


def said(key: str) -> str:
    """What stands on the page under this key, in the reader's language. KeyError for a key that is nowhere."""
    return BOTH[key][session.LANGUAGES.index(session.language())]


def word(group: str, code: object) -> str:
    """A code of a group as a word; one that has none shows as it is."""
    return known_word(group, code) or str(code).replace("_", " ")


def known_word(group: str, code: object) -> str | None:
    """A code of a group as a word, if it has one."""
    key = f"{group}.{code}"
    return said(key) if key in BOTH else None


def known_message(text: str) -> str | None:
    """What a service says of a field, in the reader's language, with its numbers; None for what is not known."""
    begun = next((beginning for beginning in messages.BEGINNINGS if text.startswith(beginning)), None)
    return begun and said(f"message.{begun}").format(*re.findall(r"-?[0-9]+", text))
