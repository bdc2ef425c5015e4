"""What is said of rosters."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"set_roster": ("排班", "Set a day's roster"), "list_rosters": ("排班", "Rosters")},
    fields={"duty": ("出勤", "Duty"), "stand_in_id": ("代班人", "Stand-in")},
    codes={"roster_duty": {"on_duty": ("在岗", "On duty"), "on_leave": ("休假", "On leave")}},
    refusals={
        "stand_in_on_leave": ("代班人当天也休假。", "A stand-in is on leave too."),
        "stand_in_not_at_bench": ("工程师或站点负责人才能代班。", "An engineer or a lead stands in for an engineer."),
    },
    events={"roster_set.v1": ("已排班", "Roster set")},
)
