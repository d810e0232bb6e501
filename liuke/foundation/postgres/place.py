"""Where this installation's own PostgreSQL lives. Everything follows from LIUKE_HOME, so an address needs no asking."""

import hashlib
import os
import stat
from pathlib import Path
from urllib.parse import quote

DATABASE = "liuke"
SUPERUSER = "postgres"
OWNER = "liuke_owner"
APP = "liuke_app"
PORT = 5432
_LONGEST_SOCKET = 99  # the system's limit is 107 bytes, on some systems 103
_ROOT_FOLDER = Path("/var/lib/liuke")


def folder(home: Path) -> Path:
    """The folder of the cluster: in LIUKE_HOME, or in /var/lib where root's server user could not reach LIUKE_HOME."""
    if os.geteuid() == 0 and not open_to_all(home.parent):
        return _ROOT_FOLDER / _short(home)
    return home / "postgres"


def data(home: Path) -> Path:
    """The data directory itself."""
    return folder(home) / "data"


def socket_folder(home: Path) -> Path:
    """The private folder of the socket; moved to /tmp when the path would be too long for a socket."""
    beside = folder(home) / "run"
    if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET:
        return beside
    return Path("/tmp") / f"liuke-{os.geteuid()}-{_short(home)}"  # noqa: S108 - its owner is checked before use


def address(home: Path, *, role: str = APP, database: str = DATABASE) -> str:
    """The URL of `database` for `role` over the private socket."""
    return f"postgresql://{role}@/{database}?host={quote(str(socket_folder(home)), safe='')}&port={PORT}"


def _short(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def open_to_all(path: Path) -> bool:
    """Whether another system user can walk through every folder of `path` that exists."""
    steps = [step for step in (path, *path.parents) if step.exists()]
    return all(step.stat().st_mode & stat.S_IXOTH for step in steps)
