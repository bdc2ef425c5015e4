"""How high a post stands (rules §7)."""

from __future__ import annotations

RANKS = {
    "general_manager": 3,
    "supervisor": 2,
    **dict.fromkeys(("base_lead", "finance", "commerce", "station_lead"), 1),
}
"""A person stands as high as the highest of their posts, and all others below."""


def is_above(posts: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Whether the highest of these posts stands above every one of the others."""
    return _rank(posts) > _rank(others)


def _rank(posts: tuple[str, ...]) -> int:
    return max((RANKS.get(post, 0) for post in posts), default=0)
