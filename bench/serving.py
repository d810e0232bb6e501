"""The web process of the bench: granian as `liuke serve` starts it, on a port of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import home
from bench.load import Client
from liuke.cli.setup import compile_translations

WORKERS, THREADS = 2, 4


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def web(database: str, *, at_home: Path = home.HOME, workers: int = WORKERS) -> Iterator[int]:
    """Serve a database; the port."""
    port, environment = free_port(), home.environment(database, home=at_home)
    _make_ready(environment)
    command = [home.PYTHON, "-m", "liuke.cli.main", "web", "--port", str(port)]
    command += ["--workers", str(workers), "--threads", str(THREADS)]
    process = subprocess.Popen(command, env=environment, cwd=home.ROOT)
    try:
        wait_ready(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _make_ready(environment: dict[str, str]) -> None:
    """Catalogues and static files of this code: the data may have been laid down by an older one."""
    compile_translations()
    command = [home.PYTHON, "-m", "django", "collectstatic", "--no-input", "--clear", "-v", "0"]
    subprocess.run(command, env=environment, cwd=home.ROOT, check=True)


def wait_ready(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the web process ended with {process.returncode}")
        try:
            if Client(port).get("/readyz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError("the web process does not answer")


def share() -> str:
    """What every HTTP figure has to say of itself."""
    return f"{os.cpu_count()} cores shared by server, PostgreSQL and load; granian {WORKERS}×{THREADS} threads"
