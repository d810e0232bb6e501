"""Secrets of one installation: from the environment, else made once into LIUKE_HOME/keys, readable by its owner only."""

import os
import secrets
from functools import cache
from pathlib import Path


def home() -> Path:
    """The folder that holds everything this installation owns (database, media, keys)."""
    return Path(os.environ.get("LIUKE_HOME", ".liuke")).absolute()


@cache
def key(name: str) -> bytes:
    """32 secret bytes named `name` (LIUKE_KEY_<NAME> as hex wins over the file)."""
    given = os.environ.get(f"LIUKE_KEY_{name.upper()}")
    if given:
        return bytes.fromhex(given)
    path = home() / "keys" / name
    if not path.exists():
        _make(path)
    return bytes.fromhex(path.read_text())


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")  # two threads of a process start at once, too
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # the first of those starting at once wins; all then read the same key
    except FileExistsError:
        pass
    finally:
        draft.unlink()
