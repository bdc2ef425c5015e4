"""The events that every service sends and hears by itself: ask for a replay, end one."""

from __future__ import annotations

from marshmallow import fields

from contracts.fields import Id
from contracts.operation import EventData


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


REPLAY_REQUESTED = "replay_requested.v1"
REPLAY_FINISHED = "replay_finished.v1"
