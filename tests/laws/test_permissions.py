"""Every post may do what `contracts.language.permissions` gives it and nothing else; who holds none may do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.language import permissions
from contracts.language.catalogue import OPERATIONS
from contracts.language.permissions import BY_POST, HEAD_POSTS, POSTS, STATION_POSTS
from tests.attacks.sites import BESIDE, with_all_routes

if TYPE_CHECKING:
    from contracts.language.operation import AnyOperation
    from tests.laws.probe import Probe
    from tests.world.people import Person

PRINTED = (BESIDE["print_receipt"], BESIDE["print_label"])
MORE_IN_REPLIES = {permissions.PARTY_CONTACT, permissions.PARTY_EXPORT}
"""What no operation asks for, because it only says how much of a reply is shown, and whether as a file."""
WRITES_OF_THE_HEAD = {
    permissions.ACCESS_CHANGE,
    permissions.ACCESS_CONFIRM,
    permissions.ACCESS_RESET,
    permissions.APPEASEMENT_HANDLE,
    permissions.AUDIT_RUN,
    permissions.CALENDAR_WRITE,
    permissions.CALL_MAKE,
    permissions.CHECKLIST_PUBLISH,
    permissions.ORDER_DECIDE,
    permissions.PART_DEFINE,
    permissions.PENALTY_APPROVE,
    permissions.PENALTY_DECIDE,
    permissions.PENALTY_PROPOSE,
    permissions.POLICY_PUBLISH,
    permissions.REPORT_RETRY,
    permissions.REQUISITION_APPROVE,
    permissions.RETURN_APPROVE,
    permissions.SPOT_CHECK_DRAW,
    permissions.STAFF_MANAGE,
    permissions.STATION_MANAGE,
    permissions.TRANSFER_RECALL,
    permissions.WRITE_OFF_APPROVE,
}


def check_permissions(probe: Probe) -> list[str]:
    """Where somebody may do what their post does not say, or is forbidden what it says, or not told what it lacks."""
    network = probe.network
    people = [(person, person.posts[0]) for station in (network.head, network.a) for person in station.people.values()]
    people.append((network.hire(network.a.id), "nobody"))
    whole = with_all_routes(probe)
    operations = [operation for operation in (*whole.operations, *PRINTED) if operation.permission is not None]
    tries = [(operation, person, post) for operation in operations for person, post in people]
    assert all(person.api.token for person, _ in people)
    probe.stand_still()
    before = probe.footprint()
    findings = [line for attempt in tries if not _is_allowed(*attempt) for line in _wrong(whole, *attempt)]
    findings += [] if probe.footprint() == before else ["something is written"]
    return findings + [line for attempt in tries if _is_allowed(*attempt) for line in _wrong(whole, *attempt)]


def _is_allowed(operation: AnyOperation, _person: Person, post: str) -> bool:
    return operation.permission in BY_POST.get(post, ())


def _wrong(probe: Probe, operation: AnyOperation, person: Person, post: str) -> list[str]:
    allowed = _is_allowed(operation, person, post)
    example = probe.example(operation, probe.network.a)
    answer = probe.send("http", operation, example, person.api.token)
    if allowed == (answer.status == 403) or answer.status >= 500:
        word = "may not" if allowed else "may"
        return [f"{operation.name}: {post} {word}, against the table"]
    if not allowed and answer.body["params"] != {"permission": operation.permission}:
        return [f"{operation.name}: {post} is not told what is lacking"]
    return []


def check_importer(probe: Probe) -> list[str]:
    """Where a session that brings a station's history in may do more than that, or less."""
    importer = probe.network.an_importer_in(probe.network.a.id)
    findings = []
    for operation in probe.operations:
        if operation.permission is None:
            continue
        recording = operation.kind == "query" or operation.takes_history
        allowed = recording and operation.permission in permissions.OF_HISTORY
        answer = probe.send("http", operation, probe.example(operation, probe.network.a), importer.api.token)
        if (answer.status != 403) != allowed:
            findings.append(f"{operation.name}: an importer gets {answer.status}")
    return findings


def test_every_post_may_do_what_the_table_says_and_nothing_else(probe: Probe) -> None:
    assert check_permissions(probe) == []


def test_an_importer_may_only_record_and_read(probe: Probe) -> None:
    assert check_importer(probe) == []


def test_a_service_with_a_looser_permission_is_found(planted: Probe) -> None:
    readers = [post for post in POSTS if permissions.ORDER_RECEIVE not in BY_POST[post]]
    findings = check_permissions(planted)
    expected = [f"cancel_order: {post} may, against the table" for post in readers]
    assert sorted(set(findings)) == sorted([*expected, "cancel_order: nobody is not told what is lacking"])


def test_a_service_that_lets_an_importer_do_a_days_work_is_found(planted: Probe) -> None:
    assert check_importer(planted) == ["start_wait: an importer gets 422"]


def test_the_table_has_a_row_for_every_post_and_no_other() -> None:
    assert set(BY_POST) == set(POSTS) == {*HEAD_POSTS, *STATION_POSTS}


def test_every_permission_of_an_operation_is_in_the_list_and_somebody_holds_it() -> None:
    held = frozenset[str]().union(*BY_POST.values())
    needed = {operation.permission for operation in OPERATIONS.values() if operation.permission}
    assert needed <= permissions.ALL
    assert needed <= held


def test_people_of_the_head_change_nothing_in_a_station_but_through_what_is_meant_for_the_head() -> None:
    reading = {operation.permission for operation in OPERATIONS.values() if operation.kind == "query"} | MORE_IN_REPLIES
    writes = {post: BY_POST[post] - reading - WRITES_OF_THE_HEAD for post in HEAD_POSTS}
    assert writes == dict.fromkeys(HEAD_POSTS, frozenset())
