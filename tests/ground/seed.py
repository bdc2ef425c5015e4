"""The one seed of whatever tests draw by chance: the same in every run, unless the environment names another."""

from __future__ import annotations

import os

SEED = int(os.environ.get("ZZ_TEST_SEED", "20261123"))
