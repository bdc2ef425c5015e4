"""Policies: versions that take effect at a time, network-wide or of one station."""

from __future__ import annotations

from contracts.language.errors import Refused
from contracts.stations import policies as policy_contract
from services.stations import collections as store
from services.stations.rules import policies
from stationkit.unit_of_work.work import Work


def publish_policy(work: Work, request: policy_contract.PublishPolicy) -> policies.PolicyVersion:
    policies.check_effective(request.effective_from, work.at)
    policies.check_values(request.name, request.values)
    _check_third_person(work, request.values.get("third_person_id"))
    owner = request.station_id
    if owner:
        work.get(store.stations, owner)
    last = work.find(store.policies, last_by="number", name=request.name)
    version = policies.PolicyVersion(
        id=work.new_id(),
        station_id=work.station_id,
        name=request.name,
        number=last.number + 1 if last else 1,
        for_station_id=owner,
        effective_from=request.effective_from,
        values=request.values,
        author_id=work.by,
    )
    work.add(store.policies, version)
    work.emit(version, policy_contract.policy_published, policy_contract.PolicyPublished.of(version))
    return version


def _check_third_person(work: Work, person_id: str | None) -> None:
    """Refused unless somebody active with a head post is named: nobody else may decide on an appeal."""
    person = work.system.find(store.staff, _id=person_id) if person_id else None
    if person_id and not (person and person.active and person.reads_network):
        raise Refused("not_of_the_head", "Somebody with a post of the head is named.")
