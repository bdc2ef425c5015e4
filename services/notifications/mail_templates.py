"""What mails and messages say, in Chinese and English, from the templates beside this module."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contracts.language import dictionary

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701  # plain text, no HTML
    trim_blocks=True,
    lstrip_blocks=True,
)


def mail(kind: str, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of a mail: a template's first line and the rest. Raises `jinja2.UndefinedError`.

    A template says a code as a word by `w(group, code)`.
    """
    w = partial(dictionary.word, language)
    written = _TEMPLATES.get_template(f"{language}/{kind}.txt").render(facts, w=w)
    subject, _, text = written.partition("\n")
    return subject.strip(), text.strip() + "\n"
