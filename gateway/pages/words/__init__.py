"""All that stands on the pages: the words beside the nouns, from `contracts.language.dictionary`, and own texts."""

from __future__ import annotations

import re

from contracts.language import dictionary
from contracts.language.words import LANGUAGES, Both, messages
from gateway.pages import session
from gateway.pages.words import console, frame, lanes, texts

OWN: dict[str, Both] = {**texts.WORDS, **frame.WORDS, **lanes.WORDS, **console.WORDS}
BOTH: dict[str, Both] = {**dictionary.SAID, **OWN}


def said(key: str) -> str:
    """What stands on the page under this key, in the reader's language. KeyError for a key that is nowhere."""
    return BOTH[key][LANGUAGES.index(session.language())]


def word(group: str, code: object) -> str:
    """A code of a group as a word; one that has none shows as it is."""
    return known_word(group, code) or str(code).replace("_", " ")


def known_word(group: str, code: object) -> str | None:
    """A code of a group as a word, if it has one."""
    key = f"{group}.{code}"
    return said(key) if key in BOTH else None


def known_message(text: str) -> str | None:
    """What a service says of a field, in the reader's language, with its numbers; None for what is not known."""
    begun = next((beginning for beginning in messages.WORDS.messages if text.startswith(beginning)), None)
    return begun and said(f"message.{begun}").format(*re.findall(r"-?[0-9]+", text))
