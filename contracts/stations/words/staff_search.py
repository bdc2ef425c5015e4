"""What is said of searching staff and stations."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"search_staff": ("搜索员工和站点", "Search staff and stations")},
    fields={
        "staff_search.kind": ("类别", "Kind"),
        "username": ("用户名", "User name"),
        "posts": ("岗位", "Posts"),
        "staff_search.code": ("站点代码", "Code of the station"),
    },
    codes={"found": {"staff": ("员工", "Staff"), "station": ("站点", "Station")}},
)
