"""What is said of customers."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "register_party": ("登记客户", "Register a customer"),
        "edit_party": ("修改客户", "Edit a customer"),
        "get_party": ("查看客户", "Read a customer"),
        "list_parties": ("客户", "Customers"),
    },
    fields={
        "kind": ("客户类型", "Kind of customer"),
        "name": ("姓名", "Name"),
        "earlier": ("修改前的信息", "Earlier values"),
    },
    codes={
        "party_kind": {
            "user": ("送修用户", "User"),
            "dealer": ("经销商", "Dealer"),
            "merchant": ("送修商", "Merchant"),
            "company": ("公司", "Company"),
            "channel": ("渠道", "Channel"),
        },
        "contact": {"name": ("姓名", "Name"), "phone": ("电话", "Phone"), "address": ("地址", "Address")},
    },
    refusals={
        "company_by_lead": ("公司自有机由组长登记。", "The lead registers what is the company's own."),
        "contact_reason_missing": (
            "客户有未结的维修单, 修改要写明原因。",
            "An order of the customer is open: say why it is changed.",
        ),
    },
    events={"contact_changed.v1": ("客户信息已修改", "Customer's contact changed")},
)
