"""The gateway without any service behind it."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from joserfc.jwk import KeySet, OKPKey

from contracts.language.errors import Unavailable
from gateway.app import assembled
from gateway.clock import BusinessClock
from gateway.settings import read

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from contracts.language.operation import AnyOperation
    from stationkit.messaging.call import Call

KEYS = json.dumps(KeySet([OKPKey.generate_key("Ed25519", {"kid": "a"})]).as_dict(private=False))


class Absent:
    """All services, none of which is there."""

    def call(self, _operation: AnyOperation, _call: Call) -> Any:
        raise Unavailable("It is not there.")


def gateway_alone(**environment: str) -> FlaskClient:
    """A client of a gateway that is told this by its environment."""
    needed = {"AMQP_URI": "", "ZZ_HEALTH_PORT": "0", "ZZ_TOKEN_PUBLIC_KEYS": KEYS}
    with patch.dict(os.environ, needed | environment):
        settings = read()
    services = Absent()
    return assembled(settings, services, BusinessClock(services, movable=False)).test_client()
