"""What is said of where mails go."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "set_my_address": ("设置我的邮箱", "Say where my mails go"),
        "get_my_address": ("查看我的邮箱", "Read where my mails go"),
        "set_address": ("设置员工邮箱", "Say where a person's mails go"),
    },
    fields={"email": ("邮箱", "Mail address"), "language": ("语言", "Language")},
    codes={"language": {"zh": ("中文", "Chinese"), "en": ("英文", "English")}},
    refusals={
        "address": ("此人已有邮箱。", "This person has an address already."),
        "address_of_another": (
            "邮箱由本人或总站上级修改。",
            "The person changes the address, or somebody of the head who stands above them.",
        ),
    },
)
