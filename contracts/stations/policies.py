"""Policies, versioned rules with a date: what the service `stations` takes, answers and tells."""

from __future__ import annotations

from typing import Annotated, Any

from marshmallow import fields

from contracts.language import permissions
from contracts.language.fields import Id, Instant, Text, Word
from contracts.language.noun import Noun
from contracts.language.operation import ANY_STATE, Event
from contracts.language.paging import PageRequest, sorted_by
from contracts.language.payload import EventData, Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import SUBSCRIBERS

POLICY_NAMES = (
    "appeasements",
    "bench_reports",
    "calls",
    "day",
    "findings",
    "payments",
    "personal_data",
    "receipt",
    "sessions",
    "spot_checks",
    "staff",
    "stock",
)

policies = Noun(SERVICE, "/policies")


class PublishPolicy(Request):
    """New values of a policy for the network, or for one station, from an instant at least 10 minutes ahead (S11)."""

    name: Annotated[str, Word(POLICY_NAMES)]
    station_id: Id | None = None
    effective_from: Instant
    values: Annotated[dict[str, Any], fields.Dict(keys=Text(60), values=fields.Raw())]


class Policy(Reply):
    """One version of a policy: never edited, only followed by the next."""

    id: Id
    name: Annotated[str, Word(POLICY_NAMES)]
    number: int
    for_station_id: Id | None
    effective_from: Instant
    values: Annotated[dict[str, Any], fields.Dict()]
    author_id: Id


class PolicyRef(Reply):
    """The id and number of a published policy."""

    id: Id
    number: int


class ListPolicies(PageRequest):
    """Versions of a policy."""

    sort: Annotated[str, sorted_by("number", "effective_from")] = "number"
    name: Annotated[str, Word(POLICY_NAMES)] | None = None


publish_policy = policies.create(
    "publish_policy",
    "Publish a policy version",
    PublishPolicy,
    PolicyRef,
    permissions.POLICY_PUBLISH,
    station_states=ANY_STATE,
    example={
        "name": "receipt",
        "effective_from": "2030-01-01T00:00:00+08:00",
        "values": {"bench_accept_until": "14:30"},
    },
)
list_policies = policies.list("list_policies", "List policy versions", ListPolicies, Policy, permissions.POLICY_READ)


class PolicyPublished(EventData):
    """A policy version, for the network or one station."""

    name: str
    number: int
    for_station_id: Id | None
    effective_from: Instant
    values: Annotated[dict[str, Any], fields.Dict()]


policy_published = Event(SERVICE, "policy_published.v1", PolicyPublished, SUBSCRIBERS)
