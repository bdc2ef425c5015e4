"""Pages and what they load are compressed where the browser takes that; what is streamed would wait in the compressor.

A page holds a token of its browser beside what an address says, which an attacker could guess from lengths if a foreign
site could have it loaded with our cookies: these are `SameSite=Strict`, so it cannot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_compress import Compress

if TYPE_CHECKING:
    from flask import Flask


def add(app: Flask) -> None:
    """Compresses what has half a kilobyte and more with Brotli or gzip."""
    app.config["COMPRESS_MIMETYPES"] = ["text/html", "text/css", "text/javascript", "image/svg+xml"]
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_STREAMS"] = False
    Compress(app)
