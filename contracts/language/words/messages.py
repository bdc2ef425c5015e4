"""What is wrong with a field: the beginning of what a service says, and what is shown for it.

`{}` stands for the numbers of the message, in their order. The first beginning that fits counts; a message that is
not here shows in the words of the service.
"""

from __future__ import annotations

from contracts.language.words import Words

_MONEY = 'Not money: {"amount": "12.30", "currency": "CNY"}'
WORDS = Words(
    messages={
        "Missing data for required field.": ("必填。", "This is needed."),
        "Field may not be null.": ("必填。", "This is needed."),
        "Length must be between": ("长度应为 {} 到 {}。", "Length must be between {} and {}."),
        "Longer than maximum length": ("最多 {}。", "At most {}."),
        "Must be one of": ("请从列表中选择。", "Choose one of the list."),
        "Must be greater than or equal to": ("应在 {} 到 {} 之间。", "Must be between {} and {}."),
        f"{_MONEY}, above zero": (
            "金额请写成 12.30 这样的数字, 且大于零。",
            "Write the amount as a number like 12.30, above zero.",
        ),
        f"{_MONEY}, not below zero, below a million": (
            "金额请写成 12.30 这样的数字, 不小于零, 不到一百万。",
            "Write the amount as a number like 12.30, not below zero, below a million.",
        ),
        _MONEY: ("金额请写成 12.30 这样的数字。", "Write the amount as a number like 12.30."),
        "Not a whole number.": ("请填整数。", "Not a whole number."),
        "Not a valid integer.": ("请填整数。", "Not a whole number."),
        "Not a valid": ("格式不对。", "Not of the form that is asked for."),
        "Not true or false.": ("请选择是或否。", "Say yes or no."),
        "Not a day, YYYY-MM-DD.": ("日期请写成 2026-01-31 的样子。", "Not a day, YYYY-MM-DD."),
        "Not an RFC 3339 time with offset.": ("时间不对, 请填日期和时间。", "Not a time: give day and time."),
        "Not an id.": ("编号不对, 请重新选择。", "Not an id: choose again."),
        "Not of the form that is asked for.": ("格式不对。", "Not of the form that is asked for."),
        "Lists a day of": ("含有 {} 年的日期, 而这一年还没有导入。", "It lists a day of {}, which is not imported."),
        "Not before the start.": ("不能早于开始日期。", "Not before the first day."),
        "Not a time zone of": (
            "请填带地区的时区, 例如 Asia/Shanghai。",
            "Name a time zone of a region, such as Asia/Shanghai.",
        ),
        "is of no place": (
            "号码不对: 座机请加区号, 境外号码请以 + 或 00 开头。",
            "No such number: a landline has its area code, a number abroad begins with + or 00.",
        ),
        "Not a year from": ("年份应在 {} 到 {} 之间。", "The year is from {} to {}."),
        "One line is all that goes here.": ("这里只能填一行。", "One line is all that goes here."),
        "Control characters are not allowed.": (
            "含有不可见字符, 请重新输入。",
            "It holds invisible characters; type it again.",
        ),
        "At most": ("按日最多 {} 天。", "At most {} days by day."),
        "Name one; the days of each station": (
            "请指明一项指标: 逐站逐日一次只列一项。",
            "Name one figure: the days of each station are of one at a time.",
        ),
        "Greater than": ("不能大于对应的上限值。", "Greater than the value that bounds it."),
        "Unknown": ("没有这一项。", "There is no such thing here."),
        "Required for history.": ("导入历史时必填。", "History needs this."),
        "Too easy to guess.": ("密码太容易猜到。", "Too easy to guess."),
        "too deep or too large": ("内容太多。", "Too deep or too large."),
        "Not a cursor of this list.": (
            "这一页已失效, 请重新打开列表。",
            "This page is no longer there: open the list again.",
        ),
        "Not with a format": ("导出文件含所有行, 这里不用填。", "Not with a file, which has all rows."),
        "1 to 255 visible ASCII": ("应为 {} 到 {} 位可见字符。", "{} to {} visible characters."),
        "Only an edit": ("只有修改时才核对版本。", "Only an edit is bound to a version."),
        "opening hours are": ("关门时间应晚于开门时间。", "The station closes after it opens."),
        "open weekdays are": ("每周营业日用 1 到 7 表示, 至少一天。", "Weekdays are 1 to 7, and one or more."),
        "a day is both": ("同一天不能既加开又休息。", "A day is both extra open and extra closed."),
        "Named before.": ("每种备件写一行。", "Name each part in one line."),
        "No part has this code.": ("没有这个编码的备件。", "No part has this code."),
        "Not the phone of the customer who is chosen.": (
            "电话不是所选客户的, 请重新选择客户。",
            "Not the phone of the customer who is chosen: choose again.",
        ),
        "Not the name of the customer who is chosen.": (
            "姓名不是所选客户的, 请选新客户或清空姓名。",
            "Not the name of the customer who is chosen: choose somebody new, or leave it empty.",
        ),
        "Not the kind of the customer who is chosen.": (
            "客户类型不是所选客户的, 请改类型或选新客户。",
            "Not the kind of the customer who is chosen: change it, or choose somebody new.",
        ),
        "Not the address of the customer who is chosen.": (
            "地址不是所选客户的, 不会保存: 请选新客户或清空地址。",
            "Not the address of the customer who is chosen, and not kept: choose somebody new, or leave it empty.",
        ),
        "A part stands on two lines.": ("每种备件写一行。", "A part stands on two lines."),
        "Name either a known party or a new one.": (
            "请选择已登记的客户或填写新客户。",
            "Name either a known customer or a new one.",
        ),
        "has a typing error": ("有一位输错了, 请核对。", "Has a typing error, read it again."),
        "must be one of": ("请从列表中选择。", "Choose one of the list."),
        "must be 9 letters": (
            "应为 9 位字母和数字, 如 4K7M-2Q9P-P。",
            "Must be 9 letters and digits like 4K7M-2Q9P-P.",
        ),
        "must be 7 digits": ("应为 7 位数字。", "Must be 7 digits."),
        "is too short or too long": ("位数不对。", "Is too short or too long."),
        "is not a phone number": ("不是电话号码。", "Is not a phone number."),
        "must be digits, with +": (
            "只填数字, 国家代码前加 +, 不带分机号。",
            "Must be digits, with + before a country code, and no extension.",
        ),
        "an IMEI has 15 digits": ("IMEI 应为 15 位数字。", "An IMEI has 15 digits."),
        "an IMEI is not all zeros": ("IMEI 不能全是零。", "An IMEI is not all zeros."),
        "the IMEI's check digit": ("IMEI 有一位输错了, 请重新读取。", "The IMEI has a typing error, read it again."),
        "a provisional serial": ("临时编号的开头不对。", "A provisional serial begins otherwise."),
        "the provisional serial": ("临时编号有一位输错了, 请核对。", "The provisional serial has a typing error."),
        "must be 3 to 40 letters": (
            "应为 3 到 40 位字母或数字, 可含 - / .",
            "Must be 3 to 40 letters, digits, hyphens, slashes or full stops.",
        ),
    }
)
