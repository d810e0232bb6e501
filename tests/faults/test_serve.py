"""`liuke serve` as an operator sees it: starts, survives kills, stops, starts again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from liuke.foundation.postgres import cluster, place

pytestmark = pytest.mark.faults


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class House:
    """A LIUKE_HOME of its own with its commands."""

    def __init__(self, home):
        self.home, self.port, self.process = home, free_port(), None
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DATABASE_OWNER_URL"}}
        self.environment = {**kept, "LIUKE_HOME": str(home)}
        self.environment["DJANGO_SETTINGS_MODULE"] = "liuke.settings.main"

    def run(self, *command, expect=0):
        done = subprocess.run(
            [sys.executable, "-m", "liuke.cli.main", *command],
            env=self.environment, capture_output=True, text=True, check=False, timeout=180,
        )  # fmt: skip
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout + done.stderr

    def serve(self):
        command = [sys.executable, "-m", "liuke.cli.main", "serve", "--port", str(self.port), "--web-workers", "1"]
        self.process = subprocess.Popen(command, env=self.environment)

    def is_ready(self):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=3) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def wait_ready(self, seconds):
        began = time.monotonic()
        while not self.is_ready():
            assert time.monotonic() - began < seconds, "not ready in time"
            assert self.process.poll() is None, "the supervisor died"
            time.sleep(0.1)
        return time.monotonic() - began

    def children(self, word):
        """Process ids of our children whose command line has this word."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    told = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, ValueError):
                    continue
                if parent == self.process.pid and f" {word}" in told:
                    found.append(int(folder.name))
        return found


@pytest.fixture(scope="module")
def house():
    home = Path(tempfile.mkdtemp(prefix="lks"))
    home.chmod(0o755)
    one = House(home)
    one.run("setup")
    yield one
    if one.process and one.process.poll() is None:
        one.process.kill()
        one.process.wait()
    cluster.stop(home)
    shutil.rmtree(home)


def test_it_serves_survives_kills_and_stops_cleanly(house):
    house.serve()
    house.wait_ready(20)
    for word in ("granian", "worker", "clock"):
        (victim,) = house.children(word)
        os.kill(victim, signal.SIGKILL)
    os.kill(int((place.data(house.home) / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    time.sleep(1)
    house.wait_ready(30)
    deadline = time.monotonic() + 15
    while not all(house.children(word) for word in ("granian", "worker", "clock")):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert "stop it first" in house.run("serve", expect=1)
    began = time.monotonic()
    house.process.send_signal(signal.SIGTERM)
    assert house.process.wait(15) == 0
    assert time.monotonic() - began < 10
    assert not cluster.running(house.home)
    assert not house.is_ready()


def test_a_second_start_is_quick(house):
    began = time.monotonic()
    house.serve()
    house.wait_ready(10)
    assert time.monotonic() - began < 10
    house.process.send_signal(signal.SIGTERM)
    house.process.wait(15)


def test_a_backup_restored_elsewhere_is_equal(house, tmp_path):
    file = tmp_path / "liuke.backup"
    (house.home / "media" / "ab").mkdir(parents=True, exist_ok=True)
    (house.home / "media" / "ab" / "abc").write_bytes(b"photo")
    assert "keys" in house.run("backup", str(file))
    assert file.stat().st_mode & 0o077 == 0
    home = Path(tempfile.mkdtemp(prefix="lkr"))
    home.chmod(0o755)
    other = House(home)
    try:
        assert "keys here are not those" in other.run("restore", str(file), expect=1)
        shutil.rmtree(home / "keys", ignore_errors=True)
        shutil.copytree(house.home / "keys", home / "keys")
        other.run("restore", str(file))
        assert "--replace" in other.run("restore", str(file), expect=1)
        assert "kept as database" in other.run("restore", str(file), "--replace")
        assert (home / "media" / "ab" / "abc").read_bytes() == b"photo"
        assert rows(home) == rows(house.home)
    finally:
        cluster.stop(home)
        shutil.rmtree(home)


def rows(home):
    cluster.start(home)
    try:
        with psycopg.connect(place.address(home, role=place.OWNER)) as connection:
            tables = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname='public' ORDER BY 1"
            ).fetchall()
            counts = {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for (t,) in tables}
        with psycopg.connect(place.address(home)) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE django_session")
        return counts
    finally:
        cluster.stop(home)
