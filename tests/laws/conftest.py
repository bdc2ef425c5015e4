"""What every law is held against: `subject` is the real platform, `planted` one with deliberate faults in `intake`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.laws.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.network import Network


@pytest.fixture(scope="session")
def subject(network: Network) -> Iterator[Subject]:
    made = Subject(network)
    yield made
    made.close()
