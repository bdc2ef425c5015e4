"""What the service `stations` keeps."""

from __future__ import annotations

from typing import Any

from services.stations.rules import words
from services.stations.rules.calendar import BusinessClock, CalendarYear
from services.stations.rules.days import BusinessDay, LentPieces, Roster
from services.stations.rules.policies import PolicyVersion
from services.stations.rules.sessions import Session
from services.stations.rules.staff import Staff
from services.stations.rules.station import Station
from stationkit.storage.documents import Collection, Index

stations = Collection(
    "stations",
    Station,
    "network",
    (
        Index(("code",), unique=True, across=True, conflict="station_code"),
        Index(
            ("external_ref",),
            unique=True,
            across=True,
            where={"external_ref": {"$type": "string"}},
            conflict="station_external_ref",
        ),
        Index(("kind",), unique=True, across=True, where={"kind": "head"}, conflict="network_founded"),
        Index(("name", "_id"), across=True),
        Index(("words", "name"), across=True),
    ),
    words=words.of_station,
)
staff = Collection(
    "staff",
    Staff,
    "own",
    (
        Index(("username",), unique=True, across=True, where={"username": {"$type": "string"}}, conflict="username"),
        Index(("name", "_id")),
        Index(("words", "name")),
    ),
    words=words.of_person,
)
sessions = Collection("sessions", Session)
policies = Collection(
    "policies",
    PolicyVersion,
    "network",
    (Index(("name", "number"), unique=True, across=True, conflict="policy_number"),),
)
years = Collection("years", CalendarYear, "network", (Index(("year",), unique=True, across=True, conflict="year"),))
days = Collection("days", BusinessDay, "own", (Index(("day", "_id")),))
lent_pieces = Collection("lent_pieces", LentPieces, "own", (Index(("out",)),), derived=True)
rosters = Collection("rosters", Roster, "own", (Index(("day", "_id")),))
clocks = Collection("clocks", BusinessClock, "network")

COLLECTIONS: tuple[Collection[Any], ...] = (
    stations,
    staff,
    sessions,
    policies,
    years,
    days,
    lent_pieces,
    rosters,
    clocks,
)
