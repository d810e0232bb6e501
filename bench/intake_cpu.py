"""How much both sides of an intake compute: this process and the PostgreSQL backend that serves it.

On a machine that does other things as well a rate says little; what was computed is the same on a busy one.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")


class Pace(NamedTuple):
    """Rows a second, and microseconds of CPU a row."""

    rate: float
    cpu: float


class Watch:
    """From here on, with this backend of the same machine."""

    def __init__(self, backend: int) -> None:
        self._backend = backend
        self._cpu, self._wall = self._spent(), time.perf_counter()

    def pace(self, rows: int) -> Pace:
        return Pace(rows / (time.perf_counter() - self._wall), (self._spent() - self._cpu) / rows * 1e6)

    def _spent(self) -> float:
        """The backend may be gone: a process that shares its work with another connects anew."""
        stat = Path(f"/proc/{self._backend}/stat")
        if not stat.exists():
            return time.process_time()
        fields = stat.read_text().rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / _TICKS
