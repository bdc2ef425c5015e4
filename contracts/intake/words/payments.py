"""What is said of money that is taken and given back."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "record_payment": ("收款", "Take money"),
        "request_refund": ("申请退款", "Ask for a refund"),
        "withdraw_refund": ("撤回退款申请", "Withdraw the request"),
        "refund_payment": ("退款", "Give money back"),
        "get_order_payments": ("查看维修单收款", "Read what was paid for an order"),
        "list_payments": ("收款", "Payments"),
    },
    fields={
        "amount": ("金额 (元)", "Amount (CNY)"),
        "refunded": ("退款", "Given back"),
        "refund_asked": ("退款申请", "Refund asked for"),
        "refund_of": ("退自", "Refund of"),
        "taken": ("收款", "Taken"),
        "balance": ("实收", "Balance"),
        "payments": ("收款", "Payments"),
    },
    codes={
        "method": {
            "cash": ("现金", "Cash"),
            "card": ("刷卡", "Card"),
            "wechat": ("微信", "WeChat"),
            "alipay": ("支付宝", "Alipay"),
            "transfer": ("转账", "Transfer"),
        }
    },
    refusals={
        "above_refund_limit": ("超过前台一次退款的上限, 请组长办理。", "A lead gives back more than that."),
        "above_limit": ("超过一次收款的上限。", "More than may be taken at once."),
        "is_refund": ("退款不能再退。", "A refund is not given back."),
        "more_than_asked": ("超过申请退款的金额。", "More than was asked for."),
        "own_refund": ("由申请人以外的人退款。", "Somebody else than who asked gives it back."),
        "not_asker": ("由申请人或组长撤回。", "Who asked for it withdraws it, or a lead."),
        "refund_asked_already": (
            "已有另一人申请退款, 须先退款或撤回。",
            "Another person asks for it already: first it is given back or withdrawn.",
        ),
        "refund_not_asked": ("须先由另一人申请退款。", "Another person asks for it first."),
        "more_than_taken": ("超过可退金额。", "More than is left of the payment."),
    },
    events={"payment_recorded.v1": ("已收款或退款", "Payment recorded")},
)
