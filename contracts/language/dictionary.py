"""All words that stand beside the nouns, gathered: what a page, a mail or a printed sheet says of a name."""

from __future__ import annotations

from collections.abc import Iterable

from contracts.intake.words import custody, day_reports, orders, parties, payments, receiving, shelves, visits
from contracts.inventory.words import (
    arrivals,
    borrows,
    dead_stock,
    manufacturer_returns,
    moves,
    part_requests,
    parts,
    parts_receipts,
    reorder_proposals,
    requisitions,
    return_proposals,
    returns,
    stock,
    store_days,
    transfers,
    write_offs,
)
from contracts.language.words import LANGUAGES, Both, Words, errors, fields, kit_messages, messages, permissions
from contracts.notifications.words import addresses, deliveries, inbox, reports
from contracts.oversight.words import board, kpis
from contracts.quality.words import appeasements, audits, calls, checklists, penalties, spot_checks
from contracts.repair.words import awaiting_parts, jobs, unfinished_reports
from contracts.stations.words import accounts, calendar, clock, days, network, policies, rosters, staff, stations

MODULES = (
    *(errors, fields, kit_messages, messages, permissions),
    *(stations, network, accounts, staff, policies, calendar, days, rosters, clock),
    *(orders, custody, parties, visits, receiving, payments, day_reports, shelves),
    *(jobs, awaiting_parts, unfinished_reports),
    *(parts, stock, moves, parts_receipts, manufacturer_returns, borrows, part_requests, store_days),
    *(requisitions, reorder_proposals, transfers, returns, arrivals, dead_stock, return_proposals, write_offs),
    *(calls, appeasements, penalties, spot_checks, checklists, audits),
    *(addresses, inbox, reports, deliveries, kpis, board),
)


def gathered(said: Iterable[Words]) -> dict[str, Both]:
    """All words by their keys. Raises `ValueError` for a key that is said in two ways."""
    found: dict[str, Both] = {}
    for key, both in (keyed for words in said for keyed in words.keyed()):
        if found.setdefault(key, both) != both:
            raise ValueError(f"{key} is said in two ways: {found[key]} and {both}")
    return found


SAID: dict[str, Both] = gathered(module.WORDS for module in MODULES)
"""Every word by its key: `do.<operation>`, `f.<field>`, `reason.<reason>`, `event.<type>`, `<group>.<code>`."""


def word(language: str, group: str, name: object) -> str:
    """A name of a group in one of `LANGUAGES`; one that has no word shows as it is."""
    both = SAID.get(f"{group}.{name}")
    return both[LANGUAGES.index(language)] if both else str(name).replace("_", " ")
