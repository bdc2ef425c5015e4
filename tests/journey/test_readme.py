"""What the README shows, run as it stands there."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journey.conftest import Demonstration

README = (PROJECT / "README.md").read_text()
(BLOCK,) = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)


def _pasted(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A shell that reads what is pasted into it."""
    return subprocess.run(
        ["bash", "-s"], input=script, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_order_of_the_readme_goes_through(demonstration: Demonstration) -> None:
    done = _pasted(BLOCK, demonstration.place.root.parent)
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stdout.splitlines()[-1] == "closed"


def test_a_mistake_in_the_block_does_not_close_the_shell_that_it_is_pasted_into(tmp_path: Path) -> None:
    done = _pasted(f"{BLOCK}echo still here\n", tmp_path)
    assert "var/demo.json" in done.stderr
    assert (done.returncode, done.stdout) == (0, "still here\n")
