"""What only laws ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform import Platform


@pytest.fixture(scope="module")
def mails_wait(platform: Platform) -> Iterator[None]:
    """No mail is tried meanwhile, so that no document changes but by what is sent."""
    _start_notifications(platform, ZZ_SMTP_URI="")
    yield
    _start_notifications(platform)


def _start_notifications(platform: Platform, **environment: str) -> None:
    platform.stop("notifications")
    platform.start("notifications", **environment)
    platform.wait_ready("notifications")
