"""One process at a time may have charge of a LIUKE_HOME."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from liuke.foundation import keys
from liuke.foundation.faults import Refused


@contextmanager
def in_charge() -> Iterator[None]:
    """Refuse when `liuke serve` (or a restore) has charge already: two would stop each other's database."""
    home = keys.home()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "serve.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(f"{home} 已在运行中，请先停止", f"`liuke serve` runs for {home}; stop it first.") from None
        yield
