"""What every service does by itself: asks for a replay, ends one, anchors its audit chains, says what is under way."""

from __future__ import annotations

from marshmallow import fields

from contracts.language.fields import Id, Instant
from contracts.language.operation import EventData, Nothing, Operation, Reply


class ReplayRequested(EventData):
    """A hearer with an empty or gapped store asks a producer to send everything again, to it alone."""

    hearer = fields.String(required=True)
    producer = fields.String(required=True)
    aggregate_id = Id(required=True, allow_none=True)


class ReplayFinished(EventData):
    """Everything that was asked for was sent again: how many events of each type; `whole` when that was all."""

    replay_id = Id(required=True)
    totals = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    whole = fields.Boolean(required=True)


class AnchoredHead(EventData):
    """Where one station's audit chain ends: how many links, and the code of the last."""

    station_id = Id(required=True)
    seq = fields.Integer(required=True)
    mac = fields.String(required=True)


class ChainsAnchored(EventData):
    """Where a service's audit chains ended at the end of a day; kept by another service."""

    due = Instant(required=True)
    heads = fields.List(fields.Nested(AnchoredHead), required=True)


CHAINS_ANCHORED = "chains_anchored.v1"
REPLAY_REQUESTED = "replay_requested.v1"
REPLAY_FINISHED = "replay_finished.v1"
OF_EVERY_KIT = (CHAINS_ANCHORED, REPLAY_REQUESTED, REPLAY_FINISHED)
"""What is told by no aggregate but by a service's kit; the envelope names its `producer`."""


class Standing(Reply):
    """What a service still has to do: due, waiting, in hand, held, pending; `settled` counts events since its start."""

    offset_ms = fields.Integer(required=True)
    next_due = Instant(required=True, allow_none=True)
    due = fields.Boolean(required=True)
    waiting = fields.Integer(required=True)
    in_hand = fields.Integer(required=True)
    held = fields.Integer(required=True)
    pending = fields.Integer(required=True)
    settled = fields.Integer(required=True)


def get_standing(service: str) -> Operation:
    """The question to one service; the gateway alone asks it, it is no part of the API."""
    summary = "Say what is under way (development only)"
    return Operation(service, "get_standing", summary, "query", None, Nothing, Standing, keyed=False)
