"""All words that stand beside the nouns, gathered: what a page, a mail or a printed sheet says of a name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from contracts.language.catalogue import NOUNS
from contracts.language.words import LANGUAGES, Both, Words, errors, fields, kit_messages, messages, permissions


def beside(noun: ModuleType) -> ModuleType:
    """The words of a noun: `contracts/<owner>/words/<noun>`. Raises `ModuleNotFoundError` where it has none."""
    owner, _, name = noun.__name__.rpartition(".")
    return import_module(f"{owner}.words.{name}")


MODULES = (errors, fields, kit_messages, messages, permissions, *map(beside, NOUNS))


def gathered(said: Iterable[Words]) -> dict[str, Both]:
    """All words by their keys. Raises `ValueError` for a key that is said in two ways."""
    dictionary: dict[str, Both] = {}
    for key, both in (keyed for words in said for keyed in words.keyed()):
        if dictionary.setdefault(key, both) != both:
            raise ValueError(f"{key} is said in two ways: {dictionary[key]} and {both}")
    return dictionary


SAID: dict[str, Both] = gathered(module.WORDS for module in MODULES)
"""Every word by its key: `do.<operation>`, `f.<field>`, `reason.<reason>`, `event.<type>`, `<group>.<code>`."""


def word(language: str, group: str, name: object) -> str:
    """A name of a group in one of `LANGUAGES`; one that has no word shows as it is."""
    both = SAID.get(f"{group}.{name}")
    return both[LANGUAGES.index(language)] if both else str(name).replace("_", " ")
