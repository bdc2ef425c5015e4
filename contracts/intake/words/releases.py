"""What is said of giving devices back."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "notify_customer": ("已通知客户", "The customer was told"),
        "release_order": ("发还客户", "Give the device out"),
        "close_order": ("客户已收到, 结单", "The customer has it: close"),
    },
    fields={
        "waybill": ("运单号", "Waybill"),
        "channel": ("通知方式", "Told by"),
        "how": ("方式", "How"),
        "receipt_code": ("取机码", "Pick-up code"),
        "wish": ("客户的发货要求", "How the customer asked for it"),
        "accessories_missing": ("未交还的附件", "Accessories not given back"),
        "receipt": ("如何得知", "How it is known"),
    },
    codes={
        "channel": {
            "phone": ("电话", "Phone"),
            "sms": ("短信", "Text message"),
            "wechat": ("微信", "WeChat"),
            "counter": ("当面", "At the counter"),
        },
        "proof": {
            "signed": ("客户签收", "The customer signed"),
            "carrier": ("承运商签收", "The carrier says so"),
            "call": ("回访确认", "A call confirmed it"),
            "recorded_earlier": ("历史记录", "Recorded earlier"),
        },
    },
    refusals={
        "accessory_unknown": ("接机时没有登记这些附件。", "These accessories were not listed at receipt."),
        "address_missing": ("客户没有地址, 不能发货。", "The customer has no address to send it to."),
        "history_only": ("只有导入历史时才能这样结单。", "Only earlier records are closed like that."),
        "receipt_not_of_release": ("与发还方式不符。", "That is no receipt of how it left."),
        "waybill_used": ("这个运单号已用于另一位客户。", "Another customer's device has this waybill."),
        "wish_missing": (
            "请填写客户的发货要求, 或由组长发货。",
            "Say how the customer asked for it, or have a lead send it.",
        ),
        "waybill_missing": ("发货要有运单号。", "A dispatched device has a waybill."),
        "wrong_receipt_code": ("取机码不对。", "The pick-up code is not that of this order."),
        "wrong_serial": ("序列号与维修单不符。", "The serial is not that of this order's device."),
    },
)
