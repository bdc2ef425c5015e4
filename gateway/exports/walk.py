"""Walks a list from its first row to its last, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.language.paging import LONGEST_PAGE

Item = dict[str, Any]


def pages(ask: Callable[[dict[str, Any]], Any], arguments: dict[str, Any]) -> Iterator[list[Item]]:
    """All items that match the arguments, in pages; `ask` answers one page. Raises what `ask` raises."""
    cursor: dict[str, str] = {}
    while True:
        page = ask({**arguments, "limit": str(LONGEST_PAGE), **cursor})
        yield page["items"]
        if page["next"] is None:
            return
        cursor = {"cursor": page["next"]}
