"""What every test of a fault asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.oracle import Oracle
from tests.faults.town import Town, make_town

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform import Platform


@pytest.fixture(scope="module")
def town(platform: Platform) -> Town:
    return make_town(platform)


@pytest.fixture(scope="session")
def oracle(platform: Platform) -> Iterator[Oracle]:
    reading = Oracle(platform)
    yield reading
    reading.close()
