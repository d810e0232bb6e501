"""A company at work for the browser: four days played up to a morning at the turn of a month, served on its own port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuke.cli.playing.logins import PASSWORD
from liuke.foundation.clock import LOCAL

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    base: str
    password: str
    env: dict[str, str]
    ahead: float = 0
    """Seconds by which its clock, and so the clock of whoever looks at it, runs ahead."""

    def liuke(self, *words: str) -> str:
        """One command on this installation; its output."""
        done = subprocess.run(
            [sys.executable, "-m", "liuke.cli.main", *words], env=self.env, cwd=ROOT, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def ask(self, code: str) -> str:
        """What a line of Python says inside this installation (to find a phone number, an order)."""
        head = "import django; django.setup(); "
        done = subprocess.run(
            [sys.executable, "-c", head + code], env=self.env, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home, port = tmp_path_factory.mktemp("served"), _free_port()
    now = datetime.now(UTC)
    ahead = (_morning(now) - now).total_seconds()
    base = f"http://127.0.0.1:{port}"
    env = {k: v for k, v in os.environ.items() if not k.startswith(("DATABASE_", "LIUKE_"))} | {
        "LIUKE_HOME": str(home / "liuke"),
        "LIUKE_BASE_URL": base,
        "LIUKE_CLOCK_SHIFT": str(ahead),
        "DJANGO_SETTINGS_MODULE": "liuke.settings.main",
        "PYTHONPATH": str(ROOT),
    }
    one = Served(base, PASSWORD, env, ahead)
    one.liuke("setup")
    one.liuke("play", "--days", "4")
    server = subprocess.Popen(
        [sys.executable, "-m", "liuke.cli.main", "serve", "--port", str(port)], env=env, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=(home / "serve.log").open("w"),
    )  # fmt: skip
    _wait(one.base)
    yield one
    server.terminate()
    server.wait(20)


def _morning(now: datetime) -> datetime:
    """The next second of a month, 10:20: the night has drafted the month before, and nothing of it is sent yet."""
    ten = now.astimezone(LOCAL).replace(day=2, hour=10, minute=20, second=0, microsecond=0)
    return ten if ten > now else (ten + timedelta(days=31)).replace(day=2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(base: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    raise AssertionError("the server did not come up")
