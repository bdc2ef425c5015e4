"""What every service does by itself: asks for a replay, ends one, anchors its audit chains, says what is under way."""

from __future__ import annotations

from typing import Annotated, Any

from marshmallow import fields

from contracts.language.fields import Id, Instant
from contracts.language.operation import Nothing, Operation
from contracts.language.payload import EventData, Reply


class ReplayRequested(EventData):
    """A hearer with an empty or gapped store asks a producer to send everything again, to it alone."""

    hearer: str
    producer: str
    aggregate_id: Id | None


class ReplayFinished(EventData):
    """Everything that was asked for was sent again: how many events of each type; `whole` when that was all."""

    replay_id: Id
    totals: Annotated[dict[str, Any], fields.Dict(keys=fields.String(), values=fields.Integer())]
    whole: bool


class AnchoredHead(EventData):
    """Where one station's audit chain ends: how many links, and the code of the last."""

    station_id: Id
    seq: int
    mac: str


class ChainsAnchored(EventData):
    """Where a service's audit chains ended at the end of a day; kept by another service."""

    due: Instant
    heads: tuple[AnchoredHead, ...]


CHAINS_ANCHORED = "chains_anchored.v1"
REPLAY_REQUESTED = "replay_requested.v1"
REPLAY_FINISHED = "replay_finished.v1"
OF_EVERY_KIT = (CHAINS_ANCHORED, REPLAY_REQUESTED, REPLAY_FINISHED)
"""What is told by no aggregate but by a service's kit; the envelope names its `producer`."""


class Standing(Reply):
    """What a service still has to do: due, waiting, in hand, held, pending; `settled` counts events since its start."""

    offset_ms: int
    next_due: Instant | None
    due: bool
    waiting: int
    in_hand: int
    held: int
    pending: int
    settled: int


def get_standing(service: str) -> Operation[Nothing, Standing]:
    """The question to one service; the gateway alone asks it, it is no part of the API."""
    summary = "Say what is under way (development only)"
    return Operation(service, "get_standing", summary, "GET", "", None, Nothing, Standing, keyed=False)
