"""A client as a telephone exchange would be: each writing call has its key, and is repeated until it is answered."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
import uuid
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from random import Random
from typing import Any

from bench.faulty.house import House
from bench.faulty.ledger import Ledger
from bench.people import mobile

PAUSE, PATIENCE, TIMEOUT = 0.25, 120.0, 15.0
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Numbers:
    """The calls still to be made, shared by all; `stop` sends everybody home."""

    def __init__(self, calls: int) -> None:
        self._left = iter(range(calls))
        self._lock = threading.Lock()
        self.stop = threading.Event()

    def next(self) -> int | None:
        with self._lock:
            return next(self._left, None)


class Intake:
    """One of them; `broken` says why it stopped before its time."""

    def __init__(self, house: House, ledger: Ledger, numbers: Numbers, chance: Random) -> None:
        self.house, self.ledger, self.numbers, self.chance = house, ledger, numbers, chance
        self.stop = numbers.stop
        self.broken = ""

    def work(self) -> None:
        try:
            while not self.stop.is_set():
                n = self.numbers.next()
                if n is None:
                    return
                self._take(n)
        except Exception as error:
            self.broken = repr(error)

    def _take(self, n: int) -> None:
        """A call, its wish, its order: three acts, each with a key of its own."""
        who = self.chance.randrange(self.house.customers)
        rung = self._post(n, "call", "/api/v1/calls", {"phone": mobile(who), "line": f"L{n}"})
        customer = rung["customer"] or rung["cards"][0]["customer"]["id"]
        wish = {"customer": customer, "kind": "repair", "fault": f"call {n}: 不吸烟", "product_line": "hood",
                "address": self._address(customer), "call": rung["call"], "source": "call"}  # fmt: skip
        asked = self._post(n, "request", "/api/v1/requests", wish)
        start = (datetime.now(UTC) + timedelta(days=1)).replace(hour=2, minute=0, second=0, microsecond=0)
        wished = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
        order = {"machines": [{"product_line": "hood"}], "site": f"S-{1 + n % 12:04}", "wished": wished}
        made = self._post(n, "order", f"/api/v1/requests/{asked['number']}/order", order)
        self.ledger.note(act="done", n=n, call=rung["call"], request=asked["number"], order=made["number"])

    def _address(self, customer: str) -> str:
        while True:
            status, told = self._send("GET", f"/api/v1/customers/{customer}", None, "")
            if status == 200:
                return str(told["addresses"][0]["id"])
            self._pause()

    def _post(self, n: int, step: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        key = str(uuid.uuid4())
        self.ledger.note(act="meant", n=n, step=step, key=key)
        until = time.monotonic() + PATIENCE
        tries = 0
        while time.monotonic() < until and not self.stop.is_set():
            tries += 1
            status, told = self._send("POST", path, body, key)
            if status in (200, 201):
                number = told.get("call") if step == "call" else told["number"]
                self.ledger.note(act="told", n=n, step=step, key=key, number=number, tries=tries)
                return told
            if status and status not in AGAIN:
                raise RuntimeError(f"{path} was answered with {status}: {told}")
            self._pause()
        raise TimeoutError(f"{path} got no answer within {PATIENCE:.0f} s")

    def _send(self, method: str, path: str, body: dict[str, Any] | None, key: str) -> tuple[int, Any]:
        """(status, answer); status 0 where the line broke, and nobody knows what was done."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.house.port}{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.house.token}", "Content-Type": "application/json",
                     **({"Idempotency-Key": key} if key else {})},
            method=method,
        )  # fmt: skip
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, error.read()[:500].decode(errors="replace")
        except (OSError, ValueError, HTTPException):
            return 0, None

    def _pause(self) -> None:
        time.sleep(PAUSE * (0.5 + self.chance.random()))
