"""What is said of who holds a device."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "offer_custody": ("移交机器", "Offer the device"),
        "accept_custody": ("接收机器", "Accept the device"),
        "decline_custody": ("拒收", "Decline"),
        "withdraw_custody": ("撤回移交", "Take the offer back"),
        "take_over_custody": ("组长接管机器", "Take the device over"),
    },
    fields={"to": ("移交给", "To"), "offered": ("待接收", "Offered")},
    codes={"holder": {"desk": ("前台", "Desk"), "engineer": ("工程师", "Engineer")}},
    refusals={
        "desk_has_it_not": ("机器不在前台。", "The desk does not hold the device."),
        "device_gone": ("机器不在站内。", "The device is not in the house."),
        "engineer_missing": ("请选择工程师。", "Say which engineer it is offered to."),
        "holder_has_it": ("机器已在对方手中。", "That side holds the device."),
        "no_offer": ("没有人移交这台机器。", "The device is not offered to anybody."),
        "not_engineer": ("此人不是工程师。", "That person is not an engineer."),
        "not_on_bench": ("机器不在工程师手中。", "No engineer holds the device."),
        "not_offerer": ("只有移交人或组长可以撤回。", "Only who offered it, or a lead, takes the offer back."),
        "not_holder": ("只有保管人可以移交。", "Only who holds it may offer it."),
        "offer_stands": ("机器已移交, 等待接收。", "The device is offered already."),
        "offered_to_desk": ("机器是移交给前台的。", "It is offered to the desk."),
        "offered_to_other": ("机器是移交给另一位工程师的。", "It is offered to another engineer."),
        "own_offer": ("由对方接收。", "The other side accepts or declines."),
    },
    events={
        "device_left.v1": ("停用人员手中有机器", "Device left with somebody suspended"),
        "device_overnight.v1": ("机器过夜", "Device overnight"),
        "device_brought_back.v1": ("再次日结前已交回前台", "Brought back before the day was closed again"),
        "devices_counted.v1": ("撤站清点机器", "Devices counted for winding up"),
        "bench_accepted.v1": ("工程师已接收", "Accepted on the bench"),
        "desk_accepted.v1": ("前台已接收", "Accepted at the desk"),
    },
)
