"""A LIUKE_HOME of its own with a small company, served as an operator serves it; and the hand that kills."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench import home as bench
from bench.serving import free_port
from liuke.foundation.postgres import cluster, place

_BASE = "liuke_base"
_FOUND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bench import home
home.HOME = Path(sys.argv[1])
home.enter(sys.argv[2], home=home.HOME)
from bench.filling import company, customers
company.found()
customers.fill(0, int(sys.argv[3]), now=datetime.now(UTC), remember=False)
"""


class House:
    """`liuke serve` on a port, its children and its PostgreSQL."""

    def __init__(self, home: Path) -> None:
        self.home, self.port, self.customers = home, free_port(), 0
        self.process: subprocess.Popen[bytes] | None = None
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DATABASE_OWNER_URL")}
        self.environment = {**kept, "LIUKE_HOME": str(home), "DJANGO_SETTINGS_MODULE": "liuke.settings.main"}

    @property
    def token(self) -> str:
        found: str = json.loads((self.home / "token.json").read_text())["token"]
        return found

    def prepare(self, customers: int) -> None:
        """A company with so many customers, fresh each time."""
        self.customers = customers
        if (self.home / "postgres").exists():
            cluster.stop(self.home)
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        self.home.chmod(0o755)
        self.run("-m", "liuke.cli.main", "setup")
        cluster.start(self.home)
        self.run("-c", _FOUND, str(self.home), place.DATABASE, str(customers))

    def run(self, *words: str) -> None:
        """A Python command of the house: its home, its settings."""
        subprocess.run(
            [bench.PYTHON, *words], env=self.environment, cwd=bench.ROOT, check=True, stdout=subprocess.DEVNULL
        )

    @contextmanager
    def served(self) -> Iterator[None]:
        command = [bench.PYTHON, "-m", "liuke.cli.main", "serve", "--port", str(self.port)]
        log = (self.home / "serve.log").open("wb")
        self.process = subprocess.Popen(command, env=self.environment, cwd=bench.ROOT, stdout=log, stderr=log)
        try:
            self.wait_ready(90)
            yield
        finally:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(30)
            log.close()
            cluster.start(self.home)  # for those who check

    def wait_ready(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("`liuke serve` does not answer")

    def kill(self, victim: str) -> str:
        """kill -9; the name of whom it met (the next best where that one is just being started again)."""
        if victim == "postgres":
            file = place.data(self.home) / "postmaster.pid"
            found = [int(file.read_text().split()[0])] if file.exists() else []
        elif victim == "web worker":
            found = [pid for parent in self._children("granian") for pid in _children_of(parent)]
        else:
            found = self._children({"web": "granian"}.get(victim, victim))
        for pid in found[:1]:
            try:
                os.kill(pid, signal.SIGKILL)
                return victim
            except ProcessLookupError:
                break
        return f"{victim} (was down)"

    def time_to_free_a_job(self) -> float:
        """A worker dies with a job in its hand: seconds until that job is another's to do."""
        self.wait_ready(60)
        with self.connect() as holder, self.connect() as look:
            holder.autocommit = False
            message = look.execute(_MESSAGE).fetchone()
            assert message
            holder.execute("select 1 from gateways_outboxmessage where id = %s for update", [message[0]])
            job = look.execute(
                "select procrastinate_defer_jobs_v1(array[('default', 'gateways.send', 0, null, null,"
                " jsonb_build_object('message', %s::bigint), null)::procrastinate_job_to_defer_v1])",
                [message[0]],
            ).fetchone()
            assert job
            pk = job[0][0] if isinstance(job[0], list) else job[0]
            self._wait(look, pk, lambda state: state == "doing", 30)
            for pid in self._children("worker"):
                os.kill(pid, signal.SIGKILL)
            began = time.monotonic()
            holder.rollback()
            self._wait(look, pk, lambda state: state != "doing", 120)
            return time.monotonic() - began

    def _wait(self, look: psycopg.Connection, pk: int, wanted: object, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            row = look.execute("select status::text from procrastinate_jobs where id = %s", [pk]).fetchone()
            if wanted(row[0] if row else "gone"):
                return
            time.sleep(0.1)
        raise TimeoutError(f"job {pk} stays {row}")

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(place.address(self.home, role=place.SUPERUSER), autocommit=True)

    def _children(self, word: str) -> list[int]:
        assert self.process
        return [pid for pid in _children_of(self.process.pid) if f" {word}" in _command(pid)]


_MESSAGE = """
    insert into gateways_outboxmessage (key, channel, template, "to", values, state, made_at, carrier, carrier_number,
        address_mask, language, reason)
    values ('bench:' || clock_timestamp(), 'sms', 'bench', 'contact:0', '{}', 'failed', now(), '', '', '', '', '')
    returning id
"""


def _children_of(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                told = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(told[1]) == parent and told[0] != "Z":
                found.append(int(folder.name))
    return found


def _command(pid: int) -> str:
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""
