"""What is said of borrows."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "borrow_part": ("借件", "Borrow"),
        "settle_borrow": ("结清借件", "Settle"),
        "sign_exception": ("签署过夜例外", "Sign an exception for tonight"),
        "get_borrow": ("查看借件", "Read a borrow"),
        "list_borrows": ("借件", "Borrows"),
    },
    fields={
        "how": ("方式", "How"),
        "old_part": ("旧件去向", "The old part"),
        "voucher": ("维修凭据号", "Voucher"),
        "liable_id": ("责任人", "Liable person"),
        "out": ("未归还", "Out"),
        "borrowed_at": ("借出时间", "Borrowed"),
        "settlements": ("结清记录", "Settlements"),
    },
    codes={
        "how": {
            "returned": ("原样归还", "Returned unopened"),
            "returned_opened": ("已拆封归还", "Returned opened"),
            "dead_on_arrival": ("来料即坏", "Dead on arrival"),
            "scrapped": ("报废", "Scrapped"),
            "consumed": ("已用", "Consumed"),
            "installed": ("已装机", "Installed"),
        },
        "old_part": {
            "core": ("返还厂家", "Goes back (core)"),
            "scrap": ("废料", "Scrap"),
            "customer_kept": ("客户留存", "The customer keeps it"),
            "none": ("无旧件", "There is none"),
        },
        "borrow_state": {"out": ("未归还", "Out"), "settled": ("已结清", "Settled")},
    },
    refusals={
        "job_open": ("任务未结束, 请选“已装机”。", "The job is open: choose installed."),
        "not_keeper": ("由备件管理员收回。", "Who keeps the store takes it back."),
        "not_out": ("没有这么多未归还。", "Not that many are out."),
        "old_part": ("请写明旧件去向。", "Say what became of the old part."),
        "own_borrow": ("由另一人收回或签署。", "Another person takes it back or signs."),
        "signed_already": ("已经签署过。", "A lead has signed for it already."),
        "too_many_lent": (
            "一台机器用不了这么多, 请先归还未用的。",
            "One device does not have that many: what is not used is given back first.",
        ),
        "too_many_used": ("一台机器用不了这么多。", "One device does not have that many."),
        "voucher_used": ("凭证号已用过。", "Another piece has this voucher."),
        "voucher_missing": ("请填写维修凭据号。", "What is used or scrapped has its voucher."),
    },
    events={
        "part_borrowed.v1": ("备件已借出", "Part borrowed"),
        "borrow_settled.v1": ("借件已结清", "Borrow settled"),
        "borrow_corrected.v1": ("当日归还已更正", "Same-day return corrected"),
        "borrow_excepted.v1": ("过夜已签字", "Signed for overnight"),
    },
)
