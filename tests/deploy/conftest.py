"""The Secrets that an installation's manifests refer to, with made-up values."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.told import Values
from zz.commands import cluster
from zz.local.processes import PROCESSES
from zz.local.secrets import Secrets, load_or_make

MAIL = {"uri": "smtp+starttls://platform:letters@mail.example.com"}
BROKER_ADMIN = {"username": "default_user_x", "password": "broker-admins"}


@pytest.fixture
def installation_secrets(tmp_path: Path) -> Secrets:
    return load_or_make(tmp_path / "secrets.json", PROCESSES)


@pytest.fixture
def secrets(installation_secrets: Secrets) -> Values:
    """Those that `zz secrets` prints, the one that the broker's operator makes, and the mail server's."""
    printed = {
        item["metadata"]["name"]: item["stringData"] for item in cluster.manifests(installation_secrets)["items"]
    }
    return printed | {"zongzhan-broker-default-user": BROKER_ADMIN, "zongzhan-mail": MAIL}
