"""Makes PDFs from what comes in on standard input: a process of its own, for each sheet takes half a second of work.

A line of JSON in, `{"sheet": "receipt", "data": {...}}`; out come eight bytes with the length of the PDF, and the PDF.
Nothing is fetched from anywhere.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import IO, Any

import orjson
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from weasyprint import HTML

LENGTH_BYTES = 8
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def pdf(sheet: str, data: dict[str, Any]) -> bytes:
    """The sheet of that name as a PDF."""
    page = _templates.get_template(f"{sheet}.html").render(**data, qr=_qr)
    document: bytes = HTML(string=page, url_fetcher=_fetch_nothing).write_pdf()
    return document


def serve(requests: IO[bytes], answered: IO[bytes]) -> None:
    """Answers each line until there are no more."""
    for line in requests:
        document = pdf(**orjson.loads(line))
        answered.write(len(document).to_bytes(LENGTH_BYTES) + document)
        answered.flush()
        gc.collect()  # each sheet leaves a hundred megabytes of circles behind


def _qr(text: str) -> Markup:
    drawn = segno.make_qr(text, error="m").svg_inline(border=2, omitsize=True)
    return Markup(drawn)  # noqa: S704  # segno's own drawing, the text is only in its squares


def _fetch_nothing(url: str, *_args: Any, **_kwargs: Any) -> Any:
    raise ValueError(f"a sheet asks for {url}")


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
