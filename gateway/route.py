"""One HTTP route: a method and path, the operation it carries to its service, the status of success."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.language.paging import Page

if TYPE_CHECKING:
    from contracts.language.operation import Operation


@dataclass(frozen=True)
class Route:
    """A path names its ids in braces: `/orders/{order_id}/release`."""

    method: str
    path: str
    operation: Operation
    status: int = 200
    development: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it answers a page of a list, which may also be had as a file."""
        return issubclass(self.operation.reply, Page)
