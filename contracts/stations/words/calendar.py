"""What is said of the working calendar."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "import_year": ("导入工作日历", "Import a year's working days"),
        "list_years": ("工作日历", "Calendar years"),
        "list_days": ("日历", "Days of a station"),
        "list_cut_offs": ("今日时限", "Today's cut-offs"),
    },
    fields={
        "year": ("年份", "Year"),
        "off": ("休息日", "Days off"),
        "replace": ("替换已有的日期", "Replace what was listed"),
        "working": ("调休上班日", "Working days"),
        "calendar.source": ("依据", "Source"),
        "start": ("开始日期", "First day"),
        "days": ("天数", "Days"),
        "official": ("正式公布", "Official"),
        "open": ("营业", "Open"),
        "provisional": ("暂定", "Provisional"),
        "calendar.closed": ("已日结", "The day is closed"),
        "calendar.what": ("时限", "Cut-off"),
    },
    codes={
        "cut_off": {
            "bench": ("维修截止", "bench"),
            "awaiting_list": ("待料清单", "awaiting-parts lists"),
            "dealers": ("经销商发货", "dealers"),
            "close": ("下班", "close of business"),
        }
    },
    refusals={
        "days_removed": (
            "有些日子上次列入, 这次没有。确认后请勾选“替换”再提交。",
            "Days that were listed are not any more; if that is right, send it with “replace”.",
        ),
        "year": ("这一年的日历已经导入。", "This year has been imported already."),
    },
    events={"year_published.v1": ("工作日历已发布", "Calendar year published")},
)
