"""What is said of the business clock, which moves in development only."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"move_clock": ("拨动业务时钟", "Move the clock"), "get_clock": ("查看业务时钟", "Read the clock")},
    fields={
        "now": ("当前时间", "Now"),
        "clock.to": ("拨到", "To"),
        "offset_seconds": ("偏移秒数", "Offset in seconds"),
        "offset_ms": ("偏移毫秒数", "Offset in milliseconds"),
    },
    refusals={
        "clock_goes_forward": ("业务时钟只能向前拨。", "The business clock only goes forward."),
        "clock_too_far": ("一次拨得太远, 请分几次。", "One move goes only so far ahead: send several."),
    },
    events={"clock_moved.v1": ("业务时钟已拨动", "Clock moved")},
)
