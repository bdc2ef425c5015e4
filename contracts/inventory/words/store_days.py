"""What is said of the store's days."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"list_store_days": ("库房日清", "Store days")},
    fields={
        "borrow_id": ("借件", "Borrow"),
        "excepted": ("已签过夜例外", "Exception signed"),
        "exceptions": ("已签过夜例外", "Exceptions signed"),
        "store_days.closed_at": ("日清时间", "Closed"),
        "borrowed": ("借出", "Borrowed"),
        "settled_in_time": ("当日结清", "Settled in time"),
        "overnight": ("配件过夜", "Overnight"),
    },
    codes={"store_day_state": {"open": ("进行中", "Open"), "closed": ("已日清", "Closed")}},
    events={"overnight_reported.v1": ("过夜配件已汇总", "Overnight parts reported")},
)
