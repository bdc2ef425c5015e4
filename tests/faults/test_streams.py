"""Open streams when the broker goes and when the gateway is told to end."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests.world.people import until
from tests.world.streams import Listening
from zz.local.processes import GATEWAY

if TYPE_CHECKING:
    from tests.ground.servers import OwnBacking
    from tests.world.network import Network

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]
STREAMS = 20


def test_a_stream_goes_on_when_the_broker_is_back(ground: OwnBacking, own_network: Network) -> None:
    with closing(Listening(own_network.a.desk.api)) as listening:
        before = own_network.a.a_received_order()
        listening.wait_for("order_received.v1", before.id)
        assert ground.kill("broker") == -9
        ground.start_again("broker")
        ground.wait_ready()
        until(lambda: "stream_resumed.v1" in listening.types_of(own_network.a.id), "told that it goes on")
        after = own_network.a.a_received_order()
        listening.wait_for("order_received.v1", after.id)
        assert not listening.over


def test_every_stream_ends_in_order_when_the_gateway_is_told_to_end(own_network: Network) -> None:
    platform = own_network.platform
    with ExitStack() as open_streams:
        listeners = [open_streams.enter_context(closing(Listening(own_network.a.desk.api))) for _ in range(STREAMS)]
        assert platform.stop(GATEWAY) == 0
        for listening in listeners:
            listening.wait_until_over()
        assert [listening.cut for listening in listeners if listening.cut] == []
    assert "graceful timeout" not in platform.log(GATEWAY)
    platform.start(GATEWAY)
    platform.wait_ready(GATEWAY)
    with closing(Listening(own_network.a.desk.api)) as listening:
        order = own_network.a.a_received_order()
        listening.wait_for("order_received.v1", order.id)
