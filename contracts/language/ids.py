"""Ids that are not drawn but derived, so that everybody who knows the parts knows the id."""

from __future__ import annotations

import uuid

NAMESPACE = uuid.UUID("6f1b2a1e-6d6b-4f0f-9d0e-7a6f67a2c001")


def derived_id(*parts: str) -> str:
    """A UUID that is the same whenever it is derived from the same parts."""
    return str(uuid.uuid5(NAMESPACE, "|".join(parts)))
