"""Words of what is said no with, by the code of the error."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    codes={
        "code": {
            "bad_request": ("请求无法读取。", "The request cannot be read."),
            "unauthenticated": (
                "用户名或密码不对, 或登录已失效。",
                "The user name or password is wrong, or the session has ended.",
            ),
            "forbidden": ("你的岗位没有这项权限。", "Your posts do not carry this permission."),
            "not_local": ("只有本机的程序可以这样做。", "Only programs of the same machine may do this."),
            "not_found": ("没有找到。", "There is no such thing here."),
            "refused": ("当前状态不允许这样做。", "The rules do not allow it in this state."),
            "conflict": ("已经存在。", "It exists already."),
            "not_yet": ("数据还在同步, 请稍候再试。", "This is not known here yet; try again in a moment."),
            "stale": ("内容已被他人修改, 请刷新后再试。", "It was changed since you read it; load it again."),
            "invalid": ("请检查填写内容。", "Something is missing or wrong in what was filled in."),
            "key_reused": ("这张表单已经提交过, 请核对结果。", "This form was sent before; look at its result first."),
            "throttled": ("尝试次数过多。", "Too many tries."),
            "unavailable": (
                "暂时无法办理, 没有生效, 请稍后再试。",
                "Not possible just now; nothing was done. Try again.",
            ),
            "outcome_unknown": (
                "结果不明, 请直接再次提交, 不会重复办理。",
                "The outcome is not known. Send the form again: it will not be done twice.",
            ),
            "internal": ("系统出错了。", "A fault of ours."),
        }
    },
    refusals={
        "exists": ("已经存在。", "It exists already."),
        "export_limit": ("今天导出客户信息的次数已用完。", "No more files with customers' phones and addresses today."),
        "head_only": ("只有总站可以更改。", "Only the head station may change this."),
        "before_last_step": ("不能早于上一步的时间。", "It happened before the step before it."),
        "not_imported": (
            "历史记录只能补录导入的单据。",
            "History is recorded of what was brought in, and of nothing else.",
        ),
        "not_history": ("历史记录应早于站点启用时间。", "History ends where the station's own work begins."),
        "not_second_person": (
            "须由另一人办理, 且其账号或密码近期不是由前一人设置的。",
            "Another person decides, whose account or password the first has not set up lately.",
        ),
        "too_many_rows": ("行数太多, 请缩小范围或改用 CSV。", "Too many rows: narrow the list, or ask for CSV."),
    },
)
