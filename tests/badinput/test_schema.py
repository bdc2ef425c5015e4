"""Everything that the OpenAPI document allows and much that it forbids, sent to every operation by schemathesis."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from contracts.intake.receiving import get_receipt
from contracts.language.catalogue import OPERATIONS
from gateway.app import PREFIX
from gateway.docs import document_of
from tests.ground.house import House, running_house
from tests.world.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.world.people import Person
    from zz.local.backing import Backing

EXAMPLES = int(os.environ.get("ZZ_TEST_EXAMPLES", "3"))
pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
BY_SCHEMA_ALONE: list[Any] = [positive_data_acceptance, negative_data_rejection]
MEANING = re.compile(
    r"cursor: Not a cursor of this list\.|(limit|cursor): Not with a format, .*|(party\.)?phone: .*|(hours: .*)|"
    r"party_id: Name either a known party or a new one\.|code: must be 9 letters and digits .*|values\..*|"
    r"device\..*|time_zone: .*|(off|working): .*|year: .*|"
    r"minimum: Greater than maximum\.|end: Not before the start\.|[\w.]+: Not a year from 1970 to 2199\.",
    re.DOTALL,
)
ENDLESS = "stream"
schema = schemathesis.openapi.from_dict(document_of(PREFIX, [*OPERATIONS.values()])).exclude(operation_id=ENDLESS)
schema.config.update(base_url=f"http://localhost{PREFIX}")


@pytest.fixture(scope="module")
def lone(backing: Backing) -> Iterator[Network[House]]:
    """A network that may be suspended, closed and sent into another century."""
    with tempfile.TemporaryDirectory(prefix="zz-") as name, running_house(backing, Path(name)) as house:
        yield Network(house)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_operation_answers_as_its_document_says(case: schemathesis.Case, lone: Network[House]) -> None:
    case.operation.schema.app = app = lone.platform.app  # called in this process, by the checks as well
    here, headers = {"app": app}, _authorization(case, lone)
    response = case.call(headers=headers, **here)
    excluded = BY_SCHEMA_ALONE if _says_more_than_a_schema(response) else []
    case.validate_response(response, headers=headers, excluded_checks=excluded, transport_kwargs=here)


def _says_more_than_a_schema(response: schemathesis.Response) -> bool:
    """Whether it is refused for what no schema can say: a stale version, or a value that is none in its own world."""
    if response.status_code == 422:
        body = response.json()
        lines = body["params"].get("fields", [])
        meant = bool(lines) and all(MEANING.fullmatch(line) for line in lines)
        return meant or body["code"] == "key_reused"
    return response.status_code == 412


def _authorization(case: schemathesis.Case, network: Network) -> dict[str, Any]:
    operation = OPERATIONS.get(case.operation.definition.raw["operationId"], get_receipt)
    if operation.permission is None:
        return {}
    return {"Authorization": f"Bearer {_someone(network, operation.permission).api.token}"}


def _someone(network: Network, permission: str) -> Person:
    person = network.head.who_may(permission) or network.a.who_may(permission)
    assert person is not None, f"nobody may {permission}"
    return person
