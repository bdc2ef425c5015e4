"""How many connections one source may have open, so that nobody alone can take all there are."""

from __future__ import annotations

import ipaddress
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

V6_NETWORK = 64
"""The part of an IPv6 address, in bits, that one customer of a provider has at least to himself."""


class Sources:
    """The open connections of this process by source; `most` 0 sets no limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, address: str) -> Iterator[bool]:
        """Counts a connection for as long as it lasts; says whether its source may have it."""
        source = source_of(address)
        self._open[source] += 1
        try:
            yield not self._most or self._open[source] <= self._most
        finally:
            self._open[source] -= 1
            if not self._open[source]:
                del self._open[source]


def source_of(address: str) -> str:
    """Who an address counts for: an IPv4 address for itself, an IPv6 address for its network of 64 bits."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.ip_network((parsed, V6_NETWORK), strict=False))


def is_near(address: str | None) -> bool:
    """Whether it is of this machine or a private network, as a proxy's is; a stranger may send any header."""
    try:
        return ipaddress.ip_address(address or "").is_private
    except ValueError:
        return False
