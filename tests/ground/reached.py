"""What a network under test stands on, be it many processes or one: how it is reached, and when it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from stationkit.messaging.rpc_client import Client
    from zz.local.backing import Backing
    from zz.local.secrets import Secrets


class Reached(Protocol):
    """A platform, as its clients and its administrator reach it."""

    @property
    def url(self) -> str: ...

    @property
    def prefix(self) -> str: ...

    @property
    def backing(self) -> Backing: ...

    @property
    def secrets(self) -> Secrets: ...

    @property
    def client(self) -> Client: ...

    def pool(self, source: str = ...) -> Any: ...

    def settle(self) -> None: ...

    def rest(self) -> None: ...

    def stand_still(self) -> None: ...

    def log(self, name: str) -> str: ...
