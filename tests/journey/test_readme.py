"""What the README shows, run as it stands there."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from zz.local.paths import PROJECT

if TYPE_CHECKING:
    from tests.journey.conftest import Demonstration

README = (PROJECT / "README.md").read_text()


def test_the_order_of_the_readme_goes_through(demonstration: Demonstration) -> None:
    script = re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    assert len(script) == 1
    done = subprocess.run(
        ["bash", "-c", script[0]],
        cwd=demonstration.place.root.parent,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    assert done.stdout.splitlines()[-1] == "closed"
