"""Words of what every service tells by itself."""

from __future__ import annotations

from contracts.language.words import Words

WORDS = Words(
    events={
        "chains_anchored.v1": ("审计链已存证", "Audit chains anchored"),
        "replay_requested.v1": ("请求重发事件", "Replay requested"),
        "replay_finished.v1": ("事件重发完毕", "Replay finished"),
    }
)
