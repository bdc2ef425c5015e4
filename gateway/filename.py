"""What a browser calls a file that it is sent: in Chinese, and in ASCII where it knows nothing else."""

from __future__ import annotations

from urllib.parse import quote


def disposition(how: str, plain: str, chinese: str) -> str:
    """The `Content-Disposition` of a file: `how` is `attachment` or `inline`, `plain` its name in ASCII."""
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(chinese, safe='')}"
