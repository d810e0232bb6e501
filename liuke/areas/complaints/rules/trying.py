"""The parts of the day over which tries to reach who complained are spread (practice §3 #19)."""

from __future__ import annotations

from datetime import time
from typing import Final

PARTS: Final = {
    "morning": (time(8), time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), time(21)),
}
