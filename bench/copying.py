"""The copy that is written to."""

from __future__ import annotations

import time

from bench import home


def work() -> str:
    """The working copy of the template; made when it is missing (a whole run begins with a fresh one)."""
    if not home.exists(home.WORK):
        began = time.monotonic()
        print("  copying the data ...", end=" ", flush=True)
        home.copy(home.TEMPLATE, home.WORK)
        print(f"{time.monotonic() - began:.0f} s", flush=True)
    return home.WORK
