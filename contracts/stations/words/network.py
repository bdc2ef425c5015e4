"""What is said of the network and how it is founded."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    operations={"found_network": ("创建网络", "Found the network")},
    fields={
        "founding_key": ("创建密钥", "Founding key"),
        "network.name": ("姓名或站点名称", "Name of the person or station"),
        "network.code": ("站点代码", "Station code"),
        "supervisor": ("售后主管", "Supervisor"),
        "username": ("用户名", "User name"),
        "password": ("密码", "Password"),
    },
    refusals={
        "network_founded": ("网络已经创建。", "The network has been founded already."),
        "network_not_founded": ("请先创建网络。", "Found the network first."),
    },
)
