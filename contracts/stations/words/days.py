"""What is said of business days."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "close_day": ("日结", "Close the day"),
        "reopen_day": ("重新打开今日", "Open the day again"),
        "list_business_days": ("营业日", "Business days"),
    },
    fields={
        "days.closed_at": ("日结时间", "Closed"),
        "closed_by": ("日结人", "Closed by"),
        "closings": ("日结次数", "Times closed"),
        "days.steps": ("日结经过", "Closings and openings"),
        "days.what": ("操作", "What"),
    },
    codes={
        "day_state": {"open": ("营业中", "Open"), "closed": ("已日结", "Closed")},
        "day_step": {"closed": ("已日结", "Closed"), "reopened": ("重新打开", "Opened again")},
    },
    refusals={
        "day_closed": ("今日已日结。", "The day is closed."),
        "day_not_over": ("营业时间结束后才能日结。", "The day is closed from close of business on."),
        "pieces_out": (
            "还有借件未归还: 请结清, 或由组长签字允许过夜。",
            "Borrowed pieces are out: settle them, or a lead signs for the night.",
        ),
        "day_open": ("今日还没有日结。", "The day is not closed."),
        "day_over": ("这一天已经过去。", "The day is over."),
    },
    events={"day_closed.v1": ("已日结", "Day closed"), "day_reopened.v1": ("日结已撤回", "Day opened again")},
)
