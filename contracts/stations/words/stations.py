"""What is said of stations."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "create_station": ("筹建站点", "Plan a sub-station"),
        "edit_station": ("修改站点", "Edit a station"),
        "start_onboarding": ("开始筹备", "Start onboarding"),
        "check_onboarding": ("勾选筹备项", "Tick an onboarding item"),
        "activate_station": ("启用站点", "Activate a station"),
        "suspend_station": ("停用站点", "Suspend a station"),
        "wind_up_station": ("开始撤站", "Wind a station up"),
        "close_station": ("撤销站点", "Close a station for good"),
        "get_station": ("查看站点", "Read a station"),
        "list_stations": ("站点", "Stations"),
    },
    fields={
        "opens": ("开门时间", "Opens"),
        "closes": ("关门时间", "Closes"),
        "open_weekdays": ("每周营业日", "Open weekdays"),
        "extra_open": ("额外营业日", "Extra open days"),
        "extra_closed": ("额外休息日", "Extra closed days"),
        "stations.name": ("站点名称", "Name of the station"),
        "stations.code": ("站点代码", "Station code"),
        "area_code": ("电话区号", "Area code"),
        "time_zone": ("时区", "Time zone"),
        "hours": ("营业时间", "Opening hours"),
        "item": ("筹备项", "Onboarding item"),
        "stations.kind": ("站点类型", "Kind of station"),
        "parent_id": ("上级站点", "Parent station"),
        "checklist": ("已完成的筹备项", "Onboarding items done"),
        "active_from": ("启用时间", "Active from"),
        "remains": ("尚未清空", "Still there"),
        "stations.what": ("项目", "What"),
        "stations.count": ("数量", "Count"),
        "counted_at_id": ("清点站点", "Counted at"),
        "head_id": ("总站", "Head station"),
    },
    codes={
        "station_kind": {"head": ("总站", "Head station"), "sub": ("下级站点", "Sub-station")},
        "station_state": {
            "planned": ("筹建", "Planned"),
            "onboarding": ("筹备中", "Onboarding"),
            "active": ("已启用", "Active"),
            "suspended": ("已停用", "Suspended"),
            "winding_up": ("撤站中", "Winding up"),
            "closed": ("已撤销", "Closed"),
        },
        "remains": {
            "devices": ("客户的机器", "Customers' devices"),
            "pieces": ("站内备件", "Parts in the house"),
            "pieces_on_their_way": ("在途备件", "Parts on their way"),
        },
        "item": {
            "premises": ("场地", "Premises"),
            "staff": ("人员", "Staff"),
            "stock": ("备件", "Stock"),
            "training": ("培训", "Training"),
            "calendar": ("工作日历", "Calendar"),
        },
    },
    refusals={
        "head_station": ("总站不能这样办理。", "This cannot be done at the head station."),
        "onboarding_incomplete": ("筹备项还没有全部完成。", "The onboarding checklist is not complete."),
        "station_closed": ("站点已撤销。", "The station is closed for good."),
        "station_code": ("站点代码已被占用。", "Another station has this code."),
        "station_not_counted": (
            "正在清点机器和备件, 请稍后再试。",
            "Devices and parts are being counted; try again in a moment.",
        ),
        "station_not_empty": (
            "站内还有机器或备件: 先把机器交还客户, 把备件退回总站, 收齐在途备件。",
            "Devices or parts are still there: hand devices out, return parts to the head, receive what is on its way.",
        ),
        "station_external_ref": ("已有站点使用这个外部编号。", "Another station has this external reference."),
        "station_not_active": ("站点未启用。", "The station is not active."),
        "station_not_onboarding": ("只有筹备中的站点才能勾选。", "The checklist belongs to onboarding."),
        "station_state": ("站点当前状态不能这样变更。", "The station cannot go from its state to that one."),
    },
    events={"station_changed.v1": ("站点已变更", "Station changed")},
)
