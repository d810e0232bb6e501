"""The web is killed in the middle of calls. Whatever was acknowledged stands, once; a retry with its key is the same call.

The large one (2,000 calls, all processes, a ledger outside the database) is `python -m bench.faults`.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from queue import Empty, SimpleQueue
from uuid import uuid4

import pytest

from liuke.api.models import KeptAnswer
from liuke.areas.customers.models import Customer
from liuke.areas.service.models import Call
from liuke.foundation import clock
from liuke.foundation.identity.actions import make_token
from liuke.kernel.journal.models import Event
from tests.given import people
from tests.support.databases import Database

pytestmark = pytest.mark.faults
CALLS, KILLS, CLIENTS = 50, 3, 4
LONGEST = 240


class Web:
    """A real web process on a database of its own, killed and started again."""

    def __init__(self, database: Database) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.environment = database.environment()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "liuke.cli.main", "web", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(command, env=self.environment, start_new_session=True)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(self, phone: str, key: str, clear: str) -> dict[str, object]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/v1/calls",
            data=json.dumps({"phone": phone}).encode(),
            headers={"Authorization": f"Bearer {clear}", "Idempotency-Key": key, "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=15) as answer:
            told: dict[str, object] = json.loads(answer.read())
            return told


@pytest.fixture
def web(fresh_database: Database) -> Iterator[Web]:
    one = Web(fresh_database)
    yield one
    one.kill()


def test_what_was_acknowledged_stands_once_though_the_web_is_killed(web: Web) -> None:
    at = clock.now()
    boss = people.cast(at).administrator
    clear = make_token(name="电话", scopes=["intake"], expires_at=at + timedelta(days=1), by=boss, at=at).clear
    work: SimpleQueue[str] = SimpleQueue()
    for n in range(CALLS):
        work.put(f"13955{n:06}")
    done: dict[str, dict[str, object]] = {}
    faults: list[str] = []
    deadline = time.monotonic() + LONGEST

    def client() -> None:
        while time.monotonic() < deadline:
            try:
                phone = work.get_nowait()
            except Empty:
                return
            key = str(uuid4())
            while phone not in done and time.monotonic() < deadline:
                try:
                    done[phone] = web.call(phone, key, clear)
                except urllib.error.HTTPError as refused:
                    if refused.code not in (409, 502, 503):
                        faults.append(f"{phone}: {refused.code} {refused.read().decode()[:200]}")
                        return
                    time.sleep(0.2)
                except (OSError, ValueError):  # refused, reset, or half an answer: the same key again
                    time.sleep(0.2)

    clients = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for n in range(1, KILLS + 1):
        while len(done) < n * CALLS // (KILLS + 1) and time.monotonic() < deadline and not faults:
            time.sleep(0.01)
        web.kill()
        web.start()
    for one in clients:
        one.join(LONGEST)

    assert faults == []
    assert len(done) == CALLS
    assert len({told["call"] for told in done.values()}) == CALLS
    assert set(Call.objects.values_list("number", flat=True)) == {told["call"] for told in done.values()}
    assert Event.objects.filter(kind="service.call.answered").count() == CALLS
    assert Customer.objects.filter(kind="provisional").count() == CALLS
    assert KeptAnswer.objects.exclude(sealed=b"").count() == CALLS
