"""Every change has its entry in the audit trail, and neither that nor logs nor events tell anybody's secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from contracts.language.catalogue import SERVICES
from contracts.language.permissions import HISTORY_IMPORT
from tests.world.people import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.laws.probe import Probe

ENTRY = {
    *("_id", "station_id", "outcome", "cause", "operation", "actor", "recorder", "imported", "occurred_at"),
    *("recorded_at", "request_id", "aggregate", "aggregate_id", "version", "fields", "digest", "at"),
    *("seal", "seq", "prev", "mac"),
}
SECRET_FIELDS = ("password", "new_password", "refresh_token", "access_token", "phone", "founding_key")
PLACES = ("kit_audit", "kit_events", "kit_held")
MADE = "made_by_a_law"
FAR = 10**9  # a number that no chain of a run reaches
MASKED = "****"
SHORTEST = 8  # a shorter value may stand in a text by chance


def check_versions(probe: Probe) -> list[str]:
    """Versions of aggregates that no entry, or more than one, tells of."""
    probe.settle()
    findings = []
    for service in SERVICES:
        documents = probe.documents(service)  # before the entries: a mail that is tried again changes at any time
        entries: dict[tuple[str, str], list[int]] = {}
        for row in probe.db(service).kit_audit.find({"outcome": "done"}):
            entries.setdefault((row["aggregate"], row["aggregate_id"]), []).append(row["version"])
        for name, document in documents:
            versions = _versions_of(document, entries.get((name, document["_id"]), []))
            if versions != list(range(1, document["version"] + 1)):
                findings.append(
                    f"{service}.{name} {document['_id']}: version {document['version']}, entries for {versions}"
                )
    return findings


def _versions_of(document: dict[str, Any], entries: list[int]) -> list[int]:
    """The versions up to the document's own that have an entry, in the trail or on its way there."""
    pending = {pending_entry["audit"]["version"] for pending_entry in document["pending"]}
    return sorted([*(version for version in entries if version <= document["version"]), *pending.difference(entries)])


def check_entries(probe: Probe) -> list[str]:
    """Entries of what was done that lack something, or hold more than ids, names and digests."""
    return [
        f"{service}: {row['operation']}: {', '.join(sorted(row.keys() ^ ENTRY))}"
        for service in SERVICES
        for row in probe.db(service).kit_audit.find({"outcome": "done"})
        if row.keys() != ENTRY or not all(isinstance(name, str) for name in row["fields"])
    ]


def check_refusals(probe: Probe) -> list[str]:
    """Commands that leave no entry, with actor and station, when somebody reaches for what is not there."""
    expected = []
    for operation in probe.operations:
        person = probe.network.b.who_may(operation.permission or "")
        if operation.kind == "command" and operation.ids and person:
            answer = probe.send("http", operation, probe.example(operation), person.api.token)
            entry = {"request_id": answer.headers["X-Request-ID"], "operation": operation.name, "outcome": "not_found"}
            expected.append((operation, entry | {"actor": person.id, "station_id": person.station_id}))
    probe.settle()
    return [
        f"{operation.name}: no entry of who was refused"
        for operation, entry in expected
        if probe.db(operation.service).kit_audit.count_documents(entry) != 1
    ]


def check_secrets(probe: Probe) -> list[str]:
    """Where a phone number, password or token that was sent or answered in this network can be read."""
    secrets = sorted(secret for secret in {*_spoken(probe), *_own(probe)} if len(secret) >= SHORTEST)
    return [f"{place} tells {secret[:4]}…" for place, text in _texts(probe) for secret in secrets if secret in text]


def _spoken(probe: Probe) -> Iterator[str]:
    """What people said in confidence, and what was said to them."""
    yield PASSWORD
    for sent in probe.network.sent:
        yield from _in([sent.body, sent.answer.body])
    yield from _in(probe.bodies)


def _own(probe: Probe) -> Iterator[str]:
    """The keys of the installation."""
    keys = probe.network.platform.secrets
    yield from (keys.founding_key, keys.broker_admin, keys.database_admin, keys.token_key["d"])
    for group in (keys.passwords, keys.audit_keys, keys.cursor_keys):
        yield from group.values()


def _in(values: Any) -> Iterator[str]:
    if isinstance(values, dict):
        for name, value in values.items():
            if name in SECRET_FIELDS and isinstance(value, str) and not value.startswith(MASKED):
                yield value.removeprefix("+86")
            yield from _in(value)
    elif isinstance(values, list):
        for value in values:
            yield from _in(value)


def _texts(probe: Probe) -> Iterator[tuple[str, str]]:
    for service in SERVICES:
        for place in PLACES:
            rows = probe.db(service)[place].find()
            yield f"{service}.{place}", "\n".join(str(row) for row in rows)
    for process in (*SERVICES, "gateway"):
        yield f"the log of {process}", probe.network.platform.log(process)


@pytest.mark.last
def test_every_version_of_every_aggregate_has_its_entry(finished: Probe) -> None:
    assert check_versions(finished) == []


@pytest.mark.last
def test_entries_say_who_did_what_when_and_no_value(finished: Probe) -> None:
    assert check_entries(finished) == []


@pytest.mark.last
def test_no_phone_number_password_or_token_can_be_read_in_trail_events_or_logs(finished: Probe) -> None:
    spoken = {*_spoken(finished)}
    assert all(any(secret.startswith(beginning) for secret in spoken) for beginning in (PASSWORD, "eyJ", "138"))
    assert check_secrets(finished) == []


def test_every_command_that_is_refused_leaves_an_entry(probe: Probe) -> None:
    assert check_refusals(probe) == []


def test_who_reaches_for_the_head_posts_leaves_an_entry(probe: Probe) -> None:
    lead = probe.network.a.lead
    body = {"name": "王芳", "posts": ["engineer"], "grants": [HISTORY_IMPORT]}
    answer = lead.ask.create_staff(station_id=lead.station_id, **body)
    assert answer.code == "forbidden"
    probe.settle()
    (entry,) = probe.db("stations").kit_audit.find({"request_id": answer.headers["X-Request-ID"]})
    assert (entry["outcome"], entry["actor"]) == ("forbidden", lead.id)


def test_a_refusal_that_leaves_no_entry_is_found(planted: Probe) -> None:
    assert check_refusals(planted) == ["abandon_order: no entry of who was refused"]


def test_a_service_that_writes_past_the_kit_is_found(planted: Probe) -> None:
    order = planted.network.a.a_received_order()
    planted.network.a.desk.do.get_receipt(order_id=order.id)
    assert check_versions(planted) == [f"intake.orders {order.id}: version 2, entries for [1]"]


def test_an_entry_with_a_persons_number_in_it_is_found(planted: Probe) -> None:
    trail = planted.db("repair").kit_audit
    entry = trail.find_one({"outcome": "done"}) or planted.db("intake").kit_audit.find_one({"outcome": "done"})
    assert entry
    trail.insert_one({**entry, "_id": MADE, "seq": FAR, "phone": "unlisted"})
    assert check_entries(planted) == [f"repair: {entry['operation']}: phone"]
    trail.delete_one({"_id": MADE})


def test_a_print_that_was_left_in_is_found(planted: Probe) -> None:
    planted.network.a.a_party()
    assert {line.partition(" of ")[0] for line in check_secrets(planted)} == {"the log"}
