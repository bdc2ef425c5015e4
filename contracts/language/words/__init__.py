"""The form in which words stand beside a noun: what is shown to people, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

Both = tuple[str, str]
"""A word in Chinese and in English, in the order of `LANGUAGES`."""
Said = Mapping[str, Both]
LANGUAGES = ("zh", "en")


@dataclass(frozen=True, kw_only=True)
class Words:
    """What one noun says, by the names that its contract uses.

    `codes` are words of states, kinds and reasons, by group. A field whose name means something else at other nouns is
    said as `<noun>.<field>`. `messages` are said of a wrong field, by the beginning of what a service says of it.
    """

    operations: Said = field(default_factory=dict)
    fields: Said = field(default_factory=dict)
    codes: Mapping[str, Said] = field(default_factory=dict)
    refusals: Said = field(default_factory=dict)
    events: Said = field(default_factory=dict)
    messages: Said = field(default_factory=dict)

    def keyed(self) -> Iterator[tuple[str, Both]]:
        """Each word under the key by which it is looked up: `<group>.<name>`."""
        groups = {"do": self.operations, "f": self.fields, "reason": self.refusals, "event": self.events}
        for group, said in {**groups, "message": self.messages, **self.codes}.items():
            for name, both in said.items():
                yield f"{group}.{name}", both
