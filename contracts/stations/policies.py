"""Policies, versioned rules with a date: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.operation import Event, EventData, Operation, Reply, Request
from contracts.language.paging import PageRequest, page_of, sorted_by
from contracts.stations.stations import HEARERS, SERVICE

POLICY_NAMES = ("appeasements", "bench_reports", "calls", "payments", "receipt", "spot_checks", "stock")


class PublishPolicy(Request):
    """New values of a policy for the network, or for one station, from an instant at least 10 minutes ahead (S11)."""

    name = Word(POLICY_NAMES, required=True)
    station_id = Id()
    effective_from = Instant(required=True)
    values = fields.Dict(keys=Text(60), values=fields.Raw(), required=True)


class Policy(Reply):
    """One version of a policy: never edited, only followed by the next."""

    id = Id(required=True)
    name = Word(POLICY_NAMES, required=True)
    number = fields.Integer(required=True)
    for_station_id = Id(required=True, allow_none=True)
    effective_from = Instant(required=True)
    values = fields.Dict(required=True)
    author_id = Id(required=True)


class PolicyRef(Reply):
    """The id and number of a published policy."""

    id = Id(required=True)
    number = fields.Integer(required=True)


class ListPolicies(PageRequest):
    """Versions of a policy."""

    sort = sorted_by("number", "effective_from")
    name = Word(POLICY_NAMES)


publish_policy = Operation(
    SERVICE,
    "publish_policy",
    "Publish a policy version",
    "command",
    permissions.POLICY_PUBLISH,
    PublishPolicy,
    PolicyRef,
    before_active=True,
    example={
        "name": "receipt",
        "effective_from": "2030-01-01T00:00:00+08:00",
        "values": {"bench_accept_until": "14:30"},
    },
)
list_policies = Operation(
    SERVICE, "list_policies", "List policy versions", "query", permissions.POLICY_READ, ListPolicies, page_of(Policy)
)


class PolicyPublished(EventData):
    """A policy version, for the network or one station."""

    name = fields.String(required=True)
    number = fields.Integer(required=True)
    for_station_id = Id(required=True, allow_none=True)
    effective_from = Instant(required=True)
    values = fields.Dict(required=True)


policy_published = Event(SERVICE, "policy_published.v1", PolicyPublished, HEARERS)
