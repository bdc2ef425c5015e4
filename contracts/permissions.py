"""Posts and what each may do: one alphabetical list of `resource:action`, and one row a post.

Rules: rules.md section 7. Head posts read every station; they write in a station only through the operations that are
declared for the head. Grants are given to a single account beside its posts.
"""

from __future__ import annotations

CALENDAR_READ = "calendar:read"
CALENDAR_WRITE = "calendar:write"
CUSTODY_ACCEPT = "custody:accept"
CUSTODY_OFFER = "custody:offer"
DAY_CLOSE = "day:close"
HISTORY_IMPORT = "history:import"
JOB_APPROVE = "job:approve"
JOB_ASSIGN = "job:assign"
JOB_READ = "job:read"
JOB_WORK = "job:work"
ME_READ = "me:read"
ORDER_APPROVE = "order:approve"
ORDER_READ = "order:read"
ORDER_RECEIVE = "order:receive"
ORDER_RELEASE = "order:release"
PARTY_READ = "party:read"
PARTY_WRITE = "party:write"
POLICY_PUBLISH = "policy:publish"
POLICY_READ = "policy:read"
ROSTER_SET = "roster:set"
STAFF_MANAGE = "staff:manage"
STAFF_READ = "staff:read"
STATION_MANAGE = "station:manage"
STATION_READ = "station:read"
VISIT_READ = "visit:read"
VISIT_WRITE = "visit:write"

ALL = frozenset(value for name, value in vars().copy().items() if name.isupper() and isinstance(value, str))

_EVERYONE = {CALENDAR_READ, ME_READ, POLICY_READ, STAFF_READ, STATION_READ}
_READS_WORK = {JOB_READ, ORDER_READ, PARTY_READ, VISIT_READ}
_DESK = {CUSTODY_ACCEPT, CUSTODY_OFFER, ORDER_RECEIVE, ORDER_RELEASE, PARTY_WRITE, VISIT_WRITE}

HEAD_POSTS = ("general_manager", "supervisor", "base_lead", "finance", "commerce")
STATION_POSTS = ("station_lead", "front_desk", "engineer", "storekeeper")
POSTS = HEAD_POSTS + STATION_POSTS
GRANTS = (HISTORY_IMPORT,)

BY_POST: dict[str, frozenset[str]] = {
    "general_manager": frozenset(_EVERYONE | _READS_WORK),
    "supervisor": frozenset(_EVERYONE | _READS_WORK | {CALENDAR_WRITE, POLICY_PUBLISH, STAFF_MANAGE, STATION_MANAGE}),
    "base_lead": frozenset(_EVERYONE | _READS_WORK | {CALENDAR_WRITE, POLICY_PUBLISH}),
    "finance": frozenset(_EVERYONE | _READS_WORK),
    "commerce": frozenset(_EVERYONE | _READS_WORK),
    "station_lead": frozenset(
        _EVERYONE
        | _READS_WORK
        | _DESK
        | {DAY_CLOSE, JOB_APPROVE, JOB_ASSIGN, JOB_WORK, ORDER_APPROVE, ROSTER_SET, STAFF_MANAGE}
    ),
    "front_desk": frozenset(_EVERYONE | _READS_WORK | _DESK),
    "engineer": frozenset(_EVERYONE | _READS_WORK | {CUSTODY_ACCEPT, CUSTODY_OFFER, JOB_WORK}),
    "storekeeper": frozenset(_EVERYONE | _READS_WORK | _DESK),
}

OF_HISTORY = frozenset(_EVERYONE | _READS_WORK | _DESK | {HISTORY_IMPORT, JOB_APPROVE, JOB_WORK, ORDER_APPROVE})
"""What an account with `history:import` may do inside a station while it brings that station's history in."""


def permissions_of(posts: tuple[str, ...], grants: tuple[str, ...]) -> frozenset[str]:
    """Everything that these posts and grants together may do; a post that is not known here may do nothing."""
    return frozenset(grants).union(*(BY_POST.get(post, frozenset()) for post in posts))
