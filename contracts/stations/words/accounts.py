"""What is said of accounts and sessions."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={
        "issue_token": ("登录", "Log in"),
        "refresh_token": ("延续登录", "Continue a session"),
        "end_session": ("退出登录", "Log out"),
        "get_me": ("查看本人信息", "Who am I"),
        "change_password": ("修改密码", "Change my password"),
    },
    fields={
        "username": ("用户名", "User name"),
        "password": ("密码", "Password"),
        "new_password": ("新密码", "New password"),
        "refresh_token": ("续期令牌", "Refresh token"),
        "access_token": ("访问令牌", "Access token"),
        "token_type": ("令牌类型", "Kind of token"),
        "expires_in": ("有效秒数", "Valid for seconds"),
        "idle_minutes": ("页面无人操作几分钟后退出登录", "Minutes without use after which a page logs out"),
        "next_step": ("下一步", "Next step"),
        "account_id": ("账号", "Account"),
        "name": ("姓名", "Name"),
        "station_name": ("站点名称", "Name of the station"),
        "station_kind": ("站点类型", "Kind of station"),
        "posts": ("岗位", "Posts"),
        "permissions": ("权限", "Permissions"),
        "until": ("有效至", "Valid until"),
    },
    codes={"next_step": {"change_password": ("请先修改密码", "Change the password first")}},
    refusals={
        "no_account": ("此人没有账号。", "This member of staff has no account."),
        "username": ("用户名已被占用。", "Another account has this user name."),
        "same_password": ("新密码与当前密码相同。", "The new password is the old one."),
        "wrong_password": ("当前密码不对。", "The password now is wrong."),
    },
    events={"session_ended.v1": ("已退出登录", "Session ended")},
)
