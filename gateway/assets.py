"""What pages load beside themselves, under addresses that name the content: a browser keeps each for a year."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path

from flask import Flask, Response, abort, make_response

STATIC = Path(__file__).parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
_DIGITS = 12


def add(app: Flask) -> None:
    """Serves the files, and gives templates `asset(name)`, the address of one."""
    digests = {str(path.relative_to(STATIC)): _digest(path) for path in STATIC.rglob("*") if path.is_file()}

    def asset(name: str) -> str:
        return f"/assets/{digests[name]}/{name}"

    def serve(digest: str, name: str) -> Response:
        """A file; kept by the browser only under the digest of its content, as of another version it asks again."""
        if name not in digests:
            abort(404)
        response = make_response((STATIC / name).read_bytes())
        response.mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if digest == digests[name]:
            response.headers["Cache-Control"] = FOR_A_YEAR
        return response

    app.jinja_env.globals["asset"] = asset
    app.add_url_rule("/assets/<digest>/<path:name>", "asset", serve)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGITS]
