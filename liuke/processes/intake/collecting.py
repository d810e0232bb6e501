"""Python's search for reference cycles, put off while a file is gone through."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Lines, units and rows hold no cycles, but the collector walks through all of them again and again: a quarter of
    an intake's time (measured). Nested and parallel use is harmless; it is on again when the first one leaves."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
