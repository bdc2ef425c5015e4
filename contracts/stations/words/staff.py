"""What is said of the people of a station."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "create_staff": ("添加员工", "Add a member of staff"),
        "change_posts": ("调整岗位", "Change a person's posts"),
        "suspend_staff": ("停用账号", "Suspend an account"),
        "restore_staff": ("恢复账号", "Restore an account"),
        "reset_password": ("重设密码", "Set a new password"),
        "get_staff": ("查看员工", "Read a member of staff"),
        "list_staff": ("员工", "Staff"),
    },
    fields={
        "name": ("姓名", "Name"),
        "post": ("岗位", "Post"),
        "posts": ("岗位", "Posts"),
        "grants": ("特别授权", "Grants"),
        "username": ("用户名", "User name"),
        "password": ("密码", "Password"),
        "new_password": ("新密码", "New password"),
        "active": ("账号可用", "Account is active"),
        "valid_from": ("登录自此有效", "Log-ins hold from"),
    },
    refusals={
        "own_account": ("自己的岗位和账号由另一人办理。", "Another person changes your posts or suspends you."),
        "post_of_head": ("这些岗位属于总站。", "These posts belong to the head station."),
        "staff_active": ("账号没有停用。", "The account is not suspended."),
        "staff_suspended": ("账号已停用。", "The account is suspended already."),
    },
    events={"staff_changed.v1": ("员工已变更", "Staff changed")},
)
