"""Data that were production's once are not worked on in development."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from stationkit.process.environment import MARK, WasProductionError
from stationkit.process.wiring import service_of
from stationkit.testing import Post, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ground.databases import Db
    from tests.ground.house import House


@pytest.fixture
def _restored(db: Db) -> Iterator[None]:
    yield
    db("intake").kit_state.delete_one({"_id": MARK})


def start(house: House, environment: str) -> None:
    settings = replace(house.services.services["intake"].kit.settings, environment=environment)
    Service(service_of("services.intake.service"), settings, Post(deque())).close()


@pytest.mark.usefixtures("_restored")
def test_a_service_starts_as_development_until_its_data_were_productions(house: House) -> None:
    start(house, "development")
    start(house, "production")
    start(house, "production")
    with pytest.raises(WasProductionError, match=r"_intake was started as production.*ZZ_ENV=production"):
        start(house, "development")
