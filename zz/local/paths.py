"""Where an installation keeps its files: everything it writes lies under one folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TOOLS = PROJECT / "var" / "tools"


@dataclass(frozen=True)
class Paths:
    """One installation's folder: `var/` of the project, or a temporary one in tests."""

    root: Path

    @property
    def run(self) -> Path:
        """Generated configuration, sockets and process ids."""
        return self._folder("run")

    @property
    def log(self) -> Path:
        return self._folder("log")

    @property
    def data(self) -> Path:
        """What broker and database keep."""
        return self._folder("data")

    @property
    def mail(self) -> Path:
        """What the mail server of development took: a Maildir."""
        return self.data / "mail"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def installation(self) -> Path:
        """What was started last: addresses and ports."""
        return self.root / "installation.json"

    @property
    def demo(self) -> Path:
        return self.root / "demo.json"

    @property
    def simulation(self) -> Path:
        """The log-ins of the network that a simulation founded."""
        return self.root / "simulation.json"

    def _folder(self, name: str) -> Path:
        folder = self.root / name
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder


HOME = Paths(PROJECT / "var")


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """Replace a file as a whole; nobody but its owner ever sees any of it."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    draft.replace(path)
