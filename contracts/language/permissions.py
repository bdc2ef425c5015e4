"""Posts and what each may do: one alphabetical list of `resource:action`, and one row a post.

Rules: rules.md section 7. Head posts read every station; they write in a station only through the operations that are
declared for the head. Grants are given to a single account beside its posts.
"""

from __future__ import annotations

ACCESS_CHANGE = "access:change"
ACCESS_CONFIRM = "access:confirm"
ACCESS_RESET = "access:reset"
APPEASEMENT_HANDLE = "appeasement:handle"
APPEASEMENT_READ = "appeasement:read"
AUDIT_READ = "audit:read"
AUDIT_RUN = "audit:run"
BOARD_READ = "board:read"
BORROW_MAKE = "borrow:make"
BORROW_SETTLE = "borrow:settle"
CALENDAR_READ = "calendar:read"
CALENDAR_WRITE = "calendar:write"
CALL_MAKE = "call:make"
CALL_READ = "call:read"
CHECKLIST_PUBLISH = "checklist:publish"
CUSTODY_ACCEPT = "custody:accept"
CUSTODY_OFFER = "custody:offer"
DAY_CLOSE = "day:close"
EXCEPTION_SIGN = "exception:sign"
FINDING_ACCEPT = "finding:accept"
FINDING_READ = "finding:read"
HISTORY_IMPORT = "history:import"
JOB_APPROVE = "job:approve"
JOB_ASSIGN = "job:assign"
JOB_READ = "job:read"
JOB_WORK = "job:work"
KPI_READ = "kpi:read"
ME_READ = "me:read"
ORDER_APPROVE = "order:approve"
ORDER_DECIDE = "order:decide"
ORDER_READ = "order:read"
ORDER_RECEIVE = "order:receive"
ORDER_RELEASE = "order:release"
PARTY_CONTACT = "party:contact"
PARTY_EXPORT = "party:export"
PARTY_READ = "party:read"
PARTY_WRITE = "party:write"
PART_DEFINE = "part:define"
PART_READ = "part:read"
PAYMENT_READ = "payment:read"
PAYMENT_RECORD = "payment:record"
PAYMENT_REFUND = "payment:refund"
PENALTY_APPEAL = "penalty:appeal"
PENALTY_APPROVE = "penalty:approve"
PENALTY_DECIDE = "penalty:decide"
PENALTY_PROPOSE = "penalty:propose"
PENALTY_READ = "penalty:read"
POLICY_PUBLISH = "policy:publish"
POLICY_READ = "policy:read"
RECEIPT_INSPECT = "receipt:inspect"
RECEIPT_RECORD = "receipt:record"
REQUISITION_APPROVE = "requisition:approve"
REQUISITION_OPEN = "requisition:open"
REPORT_READ = "report:read"
REPORT_RETRY = "report:retry"
RETURN_APPROVE = "return:approve"
ROSTER_SET = "roster:set"
SPOT_CHECK_DRAW = "spot_check:draw"
SPOT_CHECK_READ = "spot_check:read"
STAFF_MANAGE = "staff:manage"
STAFF_READ = "staff:read"
STATION_MANAGE = "station:manage"
STATION_READ = "station:read"
STOCK_READ = "stock:read"
TRANSFER_READ = "transfer:read"
TRANSFER_RECALL = "transfer:recall"
TRANSFER_WORK = "transfer:work"
VISIT_READ = "visit:read"
VISIT_WRITE = "visit:write"
WRITE_OFF_APPROVE = "write_off:approve"
WRITE_OFF_REQUEST = "write_off:request"

ALL = frozenset(value for name, value in vars().copy().items() if name.isupper() and isinstance(value, str))

_EVERYONE = {ACCESS_CHANGE, CALENDAR_READ, ME_READ, PART_READ, POLICY_READ, STAFF_READ, STATION_READ, STOCK_READ}
_READS_QUALITY = {APPEASEMENT_READ, AUDIT_READ, CALL_READ, PENALTY_READ, SPOT_CHECK_READ}
_READS_FIGURES = {BOARD_READ, KPI_READ}
_READS_MONEY = {PAYMENT_READ, REPORT_READ}
_READS_WORK = {FINDING_READ, JOB_READ, ORDER_READ, PARTY_READ, TRANSFER_READ, VISIT_READ, *_READS_QUALITY}
_DESK = {CUSTODY_ACCEPT, CUSTODY_OFFER, ORDER_RECEIVE, ORDER_RELEASE, PARTY_CONTACT, PARTY_WRITE, VISIT_WRITE}
_BETWEEN_STATIONS = {REQUISITION_OPEN, TRANSFER_WORK, WRITE_OFF_REQUEST}
_DECIDES_FOR_STATIONS = {ORDER_DECIDE, REQUISITION_APPROVE, RETURN_APPROVE, TRANSFER_RECALL, WRITE_OFF_APPROVE}
_AFTER_CALLS = {APPEASEMENT_HANDLE, CALL_MAKE, PARTY_CONTACT, PENALTY_PROPOSE}
_OF_THE_HEAD = {ACCESS_CONFIRM, PENALTY_DECIDE}
_CHECKS_STATIONS = {AUDIT_RUN, CHECKLIST_PUBLISH, PENALTY_APPROVE, SPOT_CHECK_DRAW, *_AFTER_CALLS}

HEAD_POSTS = ("general_manager", "supervisor", "base_lead", "finance", "commerce")
STATION_POSTS = ("station_lead", "front_desk", "engineer", "storekeeper")
POSTS = HEAD_POSTS + STATION_POSTS
GRANTS = (HISTORY_IMPORT,)

BY_POST: dict[str, frozenset[str]] = {
    "general_manager": frozenset(
        _EVERYONE | _READS_WORK | _READS_FIGURES | _READS_MONEY | _OF_THE_HEAD | {ACCESS_RESET}
    ),
    "supervisor": frozenset(
        _EVERYONE
        | _READS_WORK
        | _READS_FIGURES
        | _READS_MONEY
        | _CHECKS_STATIONS
        | _DECIDES_FOR_STATIONS
        | _OF_THE_HEAD
        | {
            ACCESS_RESET,
            CALENDAR_WRITE,
            PARTY_EXPORT,
            PART_DEFINE,
            POLICY_PUBLISH,
            REPORT_RETRY,
            STAFF_MANAGE,
            STATION_MANAGE,
        }
    ),
    "base_lead": frozenset(
        _EVERYONE
        | _READS_WORK
        | _READS_FIGURES
        | _READS_MONEY
        | _CHECKS_STATIONS
        | _DECIDES_FOR_STATIONS
        | _OF_THE_HEAD
        | {CALENDAR_WRITE, PARTY_EXPORT, PART_DEFINE, POLICY_PUBLISH, REPORT_RETRY}
    ),
    "finance": frozenset(_EVERYONE | _READS_WORK | _READS_FIGURES | _READS_MONEY | _OF_THE_HEAD),
    "commerce": frozenset(_EVERYONE | _READS_WORK | _READS_FIGURES | _READS_MONEY | _OF_THE_HEAD),
    "station_lead": frozenset(
        _EVERYONE
        | _READS_WORK
        | _READS_FIGURES
        | _READS_MONEY
        | _AFTER_CALLS
        | _BETWEEN_STATIONS
        | _DESK
        | {ACCESS_RESET, BORROW_SETTLE, EXCEPTION_SIGN, PARTY_EXPORT, PAYMENT_RECORD, PAYMENT_REFUND, REPORT_RETRY}
        | {
            DAY_CLOSE,
            FINDING_ACCEPT,
            JOB_APPROVE,
            JOB_ASSIGN,
            JOB_WORK,
            ORDER_APPROVE,
            PENALTY_APPEAL,
            RETURN_APPROVE,
            ROSTER_SET,
            STAFF_MANAGE,
        }
    ),
    "front_desk": frozenset(
        _EVERYONE | _READS_WORK | _READS_MONEY | _DESK | {CALL_MAKE, PAYMENT_RECORD, PAYMENT_REFUND, PENALTY_APPEAL}
    ),
    "engineer": frozenset(
        _EVERYONE
        | _READS_WORK
        | {BORROW_MAKE, BORROW_SETTLE, RECEIPT_INSPECT}
        | {CUSTODY_ACCEPT, CUSTODY_OFFER, JOB_WORK, PENALTY_APPEAL}
    ),
    "storekeeper": frozenset(
        _EVERYONE
        | _READS_WORK
        | _BETWEEN_STATIONS
        | _DESK
        | {BORROW_SETTLE, PAYMENT_READ, PAYMENT_RECORD, PENALTY_APPEAL, RECEIPT_RECORD}
    ),
}

OF_HISTORY = frozenset(_EVERYONE | _READS_WORK | _DESK | {HISTORY_IMPORT, JOB_APPROVE, JOB_WORK, ORDER_APPROVE})
"""What an account with `history:import` may do inside a station while it brings that station's history in."""


def permissions_of(posts: tuple[str, ...], grants: tuple[str, ...]) -> frozenset[str]:
    """Everything that these posts and grants together may do; a post that is not known here may do nothing."""
    return frozenset(grants).union(*(BY_POST.get(post, frozenset()) for post in posts))
