"""What is said of the people of a station."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "create_staff": ("添加员工", "Add a member of staff"),
        "change_posts": ("调整岗位", "Change a person's posts"),
        "suspend_staff": ("停用账号", "Suspend an account"),
        "restore_staff": ("恢复账号", "Restore an account"),
        "reset_password": ("重设密码", "Give a one-time password"),
        "confirm_password": ("确认重设密码", "Confirm a one-time password"),
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
        "password_requested_by": ("密码重设申请人", "New password asked for by"),
        "requested_by": ("申请人", "Requested by"),
        "reset_by": ("重设人", "Reset by"),
        "confirmed_by": ("确认人", "Confirmed by"),
        "created_by": ("建账号的人", "Account made by"),
        "created_at": ("建账号时间", "Account made at"),
        "password_reset_by": ("密码重设人", "Password reset by"),
        "password_reset_at": ("密码重设时间", "Password reset at"),
        "active": ("账号可用", "Account is active"),
        "valid_from": ("登录自此有效", "Log-ins hold from"),
    },
    refusals={
        "no_password_requested": ("没有人申请重设密码。", "Nobody asked for a new password."),
        "own_account": ("自己的岗位和账号由另一人办理。", "Another person changes your posts and account."),
        "own_password_request": ("由另一人确认。", "Another person confirms."),
        "post_of_head": ("这些岗位属于总站。", "These posts belong to the head station."),
        "staff_active": ("账号没有停用。", "The account is not suspended."),
        "staff_suspended": ("账号已停用。", "The account is suspended already."),
        "suspended_from_above": (
            "账号由上级岗位停用, 由该级或更高岗位恢复。",
            "A post above suspended the account; that rank or a higher one restores it.",
        ),
    },
    events={
        "password_requested.v1": ("已申请重设密码", "New password asked for"),
        "password_reset.v1": ("密码已重设", "Password reset"),
        "staff_changed.v1": ("员工已变更", "Staff changed"),
    },
)
