"""Founding the network: its head station and first supervisor."""

from __future__ import annotations

from typing import Annotated

from marshmallow import fields, validate

from contracts.language.fields import Id, Matching, Text
from contracts.language.noun import Noun
from contracts.language.payload import Reply, Request
from contracts.stations import SERVICE
from contracts.stations.stations import STATION_CODE, USERNAME

network = Noun(SERVICE, "/network")


class FoundNetwork(Request):
    """The head station and its first supervisor; possible once, with the installation's founding key."""

    founding_key: Annotated[str, fields.String(validate=validate.Length(1, 200))]
    name: Annotated[str, Text(120)]
    code: Annotated[str, Matching(STATION_CODE)]
    supervisor: Annotated[str, Text(80)]
    username: Annotated[str, Matching(USERNAME)]
    password: Annotated[str, fields.String(validate=validate.Length(8, 200))]


class Founded(Reply):
    """The head station and its first supervisor."""

    station_id: Id
    staff_id: Id


found_network = network.create(
    "found_network",
    "Found the network: head station and first supervisor",
    FoundNetwork,
    Founded,
    None,
    keyed=False,
    example={
        "founding_key": "from the installation's secrets",
        "name": "总站",
        "code": "HEAD",
        "supervisor": "张伟",
        "username": "zhang.wei",
        "password": "correct horse battery",
    },
)
