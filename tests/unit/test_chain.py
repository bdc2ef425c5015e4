"""The chain of the audit trail as arithmetic: a whole chain is quiet, each damage is told once and by its name."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from stationkit.audit.chain import START, Head, Seals, Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SEALS = Seals("the key of intake")
STATION = "5b9c"
BEGINNING = datetime(2026, 10, 1, 1, tzinfo=UTC)
LENGTH = 9
Rows = list[dict[str, Any]]
Told = tuple[str, int | None]


def an_entry(number: int) -> dict[str, Any]:
    entry = {
        "_id": f"entry {number}",
        "station_id": STATION,
        "outcome": "done",
        "actor": "li.lei",
        "fields": ["fault", "state"],
        "version": number,
        "at": BEGINNING + timedelta(hours=number),
    }
    return {**entry, "seal": SEALS.seal(entry)}


def a_chain(length: int = LENGTH, seals: Seals = SEALS, **changed: Any) -> Rows:
    rows: Rows = []
    for number in range(1, length + 1):
        entry = an_entry(number) | changed
        head = Head(rows[-1]["seq"], rows[-1]["mac"]) if rows else START
        rows.append(seals.linked({**entry, "seal": seals.seal(entry)}, head))
    return rows


def walked(
    rows: Rows, anchors: Mapping[int, set[str]] | None = None, anchored_until: datetime = BEGINNING
) -> list[Told]:
    walk = Walk(SEALS, anchors or {})
    steps = [damage for row in sorted(rows, key=lambda row: row["seq"]) for damage in walk.step(row)]
    return [(damage.kind, damage.seq) for damage in (*steps, *walk.end(anchored_until))]


def anchors_of(rows: Rows) -> dict[int, set[str]]:
    return {row["seq"]: {row["mac"]} for row in rows if row["seq"] in (3, 6)}


def test_links_are_numbered_from_one_and_each_names_the_one_before() -> None:
    rows = a_chain(3)
    assert [row["seq"] for row in rows] == [1, 2, 3]
    assert [row["prev"] for row in rows] == ["", rows[0]["mac"], rows[1]["mac"]]
    assert len({row["mac"] for row in rows}) == 3


def test_a_whole_chain_is_quiet_with_and_without_anchors() -> None:
    assert walked(a_chain()) == []
    assert walked(a_chain(), anchors_of(a_chain())) == []
    assert walked([]) == []


def test_a_seal_does_not_depend_on_the_order_of_fields() -> None:
    entry = an_entry(1)
    assert SEALS.seal(dict(reversed(entry.items()))) == entry["seal"]


def test_another_key_makes_other_seals_and_links() -> None:
    other = Seals("the key of repair")
    assert other.seal(an_entry(1)) != an_entry(1)["seal"]
    assert other.mac(a_chain(1)[0]) != a_chain(1)[0]["mac"]


def _altered(rows: Rows) -> None:
    rows[4]["actor"] = "han.meimei"


def _field_added(rows: Rows) -> None:
    rows[4]["phone"] = "unlisted"


def _removed(rows: Rows) -> None:
    del rows[4]


def _three_removed(rows: Rows) -> None:
    del rows[4:7]


def _first_removed(rows: Rows) -> None:
    del rows[0]


def _swapped(rows: Rows) -> None:
    for name in ("actor", "version", "at"):
        rows[3][name], rows[5][name] = rows[5][name], rows[3][name]


def _links_swapped(rows: Rows) -> None:
    rows[3]["seq"], rows[5]["seq"] = rows[5]["seq"], rows[3]["seq"]


def _inserted_at_the_end(rows: Rows) -> None:
    rows.append({**rows[-1], "_id": "made up", "seq": LENGTH + 1, "seal": "0" * 64, "mac": "0" * 64})


def _inserted_and_gone_on_from(rows: Rows) -> None:
    _inserted_at_the_end(rows)
    rows.append(SEALS.linked(an_entry(LENGTH + 2), Head(LENGTH + 1, "0" * 64)))


def _copied(rows: Rows) -> None:
    rows.append({**rows[4], "_id": "again"})


def _relinked_without_the_key(rows: Rows) -> None:
    del rows[4]
    for number in range(4, LENGTH - 1):
        rows[number] |= {"seq": number + 1, "prev": rows[number - 1]["mac"]}
        rows[number]["mac"] = Seals("a guess").mac(rows[number])


def _relinked_with_the_key_from_the_middle(rows: Rows) -> None:
    rows[4:] = [
        {**SEALS.linked(row, Head(row["seq"] - 1, "another")), "prev": "another"} for row in deepcopy(rows[4:5])
    ] + rows[5:]


DAMAGES: dict[Callable[[Rows], None], list[Told]] = {
    _altered: [("altered", 5)],
    _field_added: [("altered", 5)],
    _removed: [("removed", 5)],
    _three_removed: [("removed", 5)],
    _first_removed: [("removed", 1)],
    _swapped: [("altered", 4), ("altered", 6)],
    _links_swapped: [("rewritten", 4), ("rewritten", 6)],
    _inserted_at_the_end: [("inserted", 10)],
    _inserted_and_gone_on_from: [("inserted", 10)],
    _copied: [("inserted", None)],
    _relinked_without_the_key: [("rewritten", number) for number in range(5, LENGTH)],
    _relinked_with_the_key_from_the_middle: [("rewritten", 5), ("rewritten", 6)],
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damage_is_told_by_its_name_and_nothing_else_is(damage: Callable[[Rows], None]) -> None:
    rows = a_chain()
    anchors = anchors_of(rows)
    damage(rows)
    assert walked(rows, anchors) == DAMAGES[damage]


def test_a_cut_tail_shows_by_the_anchors() -> None:
    rows = a_chain()
    assert walked(rows[:4], anchors_of(rows)) == [("truncated", 5)]
    assert walked([], anchors_of(rows)) == [("truncated", 1)]
    assert walked(rows[:4]) == []


def test_a_cut_tail_that_was_grown_again_with_the_key_shows_by_the_anchors() -> None:
    rows = a_chain()
    again = rows[:4]
    for number in range(5, 13):
        again.append(SEALS.linked(an_entry(number + 100), Head(again[-1]["seq"], again[-1]["mac"])))
    assert walked(again) == []
    assert walked(again, anchors_of(rows)) == [("rewritten", 6)]


def test_a_chain_written_anew_from_the_start_with_the_key_shows_by_the_anchors() -> None:
    anew = a_chain(actor="han.meimei")
    assert walked(anew) == []
    assert walked(anew, anchors_of(a_chain())) == [("rewritten", 3)]
    assert walked(anew, {3: {anew[2]["mac"], a_chain()[2]["mac"]}}) == [("rewritten", 3)]


def test_what_was_written_long_ago_has_to_be_anchored() -> None:
    rows = a_chain()
    assert walked(rows, anchors_of(rows), BEGINNING + timedelta(hours=7)) == []
    assert walked(rows, anchors_of(rows), BEGINNING + timedelta(hours=8)) == [("not_anchored", 7)]
    assert walked(rows, {}, BEGINNING + timedelta(hours=2)) == [("not_anchored", 1)]


def test_every_one_of_a_thousand_random_edits_is_found() -> None:
    whole, chance = a_chain(), random.Random(2026)
    for _ in range(1000):
        rows = deepcopy(whole)
        row = chance.choice(rows)
        name = chance.choice(sorted(row.keys() - {"seq"}))
        row[name] = chance.choice([value for value in (None, "", "x", 0, "0" * 64) if value != row[name]])
        assert walked(rows, anchors_of(whole)) != [], (name, row)
