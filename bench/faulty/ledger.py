"""What the clients meant and what they were told: lines of JSON outside the database, on the disk before they count."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Ledger:
    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._lock = threading.Lock()
        self.done = 0

    def note(self, **facts: Any) -> None:
        """On the disk when this returns. `act` is meant, told or done."""
        with self._lock:
            self._file.write(json.dumps(facts) + "\n")
            self._file.flush()
            self.done += facts["act"] == "done"
            os.fsync(self._file.fileno())


def read(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
