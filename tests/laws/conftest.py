"""What laws are held against: `subject` is the real platform, `planted` one whose `intake` has deliberate faults."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from contracts.catalogue import OPERATIONS
from tests.laws.subject import Subject
from tests.network import Network
from tests.platform import running_platform
from tests.store_room import a_wait_that_ends

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.platform import Platform
    from zz.backing import Backing


@pytest.fixture(scope="session")
def subject(network: Network) -> Iterator[Subject]:
    made = Subject(network)
    yield made
    made.close()


@pytest.fixture(scope="module")
def mails_wait(platform: Platform) -> Iterator[None]:
    """No mail is tried meanwhile, so that no document changes but by what is sent."""
    _start_notifications(platform, ZZ_SMTP_URI="")
    yield
    _start_notifications(platform)


@pytest.fixture(scope="session")
def finished(subject: Subject) -> Subject:
    """The same at the end of a run, in which every command was carried out at least once."""
    subject.do_everything()
    a_wait_that_ends(subject.network.a)
    return subject


@pytest.fixture(scope="session")
def planted(backing: Backing) -> Iterator[Subject]:
    operations = [one for one in OPERATIONS.values() if one.service == "intake"]
    with tempfile.TemporaryDirectory(prefix="zz-") as folder, running_platform(backing, Path(folder)) as platform:
        network = Network(platform)
        platform.stop("intake")
        platform.start("intake", module="tests.laws.planted")
        platform.wait_ready("intake")
        made = Subject(network, operations)
        yield made
        made.close()


def _start_notifications(platform: Platform, **environment: str) -> None:
    platform.stop("notifications")
    platform.start("notifications", **environment)
    platform.wait_ready("notifications")
