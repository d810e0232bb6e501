"""The screen pop over HTTP, by one client and by eight, beside the same reads by plain psycopg in the same run."""

from __future__ import annotations

import itertools
import subprocess
import time

from bench import data, home, people, plain, serving
from bench.figures import HIGHER, Figure, figure, median, quantile
from bench.filling.company import token
from bench.load import Answer, Flow, Wrong, call, drive, must

ROUNDS, SECONDS = 5, 4.0
CLIENTS = 8


def measure() -> list[Figure]:
    facts = data.facts()
    customers = facts["customers"]
    scale = f"{customers:,} customers, {facts['events']:,} events; {serving.share()}"
    asked = people.sample(4000, customers, seed=7)
    with serving.web(home.TEMPLATE) as port:
        ring = _ring(port, asked)
        drive(port, ring, clients=CLIENTS, seconds=3)
        one, eight, plain_one, plain_eight = [], [], [], []
        for turn in range(ROUNDS):
            one.append(drive(port, ring, clients=1, seconds=SECONDS, first=turn * 1000).millis)
            plain_one.append(_plain_one(asked, SECONDS))
            eight.append(drive(port, ring, clients=CLIENTS, seconds=SECONDS, first=turn * 1000).per_second)
            plain_eight.append(_plain_many(SECONDS, turn))

    def middle(rounds: list[list[float]], share: float) -> float:
        return median([quantile(millis, share) for millis in rounds])

    return [
        figure("screen_pop.http_p50", middle(one, 0.5), "ms", limit=middle(plain_one, 0.5), scale=scale),
        figure("screen_pop.http_p99", middle(one, 0.99), "ms", limit=middle(plain_one, 0.99), scale=scale),
        figure("screen_pop.per_s_8", median(eight), "1/s", limit=median(plain_eight), better=HIGHER, scale=scale),
    ]


def _ring(port: int, asked: list[int]) -> object:
    head = {"Authorization": f"Bearer {token()}"}
    calls = [
        call("POST", "/api/v1/calls?record=false", port=port, body={"phone": people.mobile(n)}, headers=head)
        for n in asked
    ]

    def ring(n: int) -> Flow:
        answer: Answer = must((yield calls[n % len(calls)]))
        if b'"known":true' not in answer.body:
            raise Wrong(f"not known: {answer.body[:200]!r}")

    return ring


def _plain_one(asked: list[int], seconds: float) -> list[float]:
    hashed, digest = plain.hashes(asked), plain.digest()
    found = []
    with plain.connect() as connection:
        for one in hashed[:50]:
            plain.pop(connection, digest, one)
        until = time.perf_counter() + seconds
        for one in itertools.cycle(hashed):
            start = time.perf_counter()
            plain.pop(connection, digest, one)
            found.append((time.perf_counter() - start) * 1000)
            if time.perf_counter() > until:
                return found
    return found


def _plain_many(seconds: float, seed: int) -> float:
    """Eight connections in two processes, as the web has them."""
    command = [home.PYTHON, "-m", "bench.plain", str(seconds), str(CLIENTS // 2)]
    workers = [
        subprocess.Popen([*command, str(seed * 10 + part)], stdout=subprocess.PIPE, text=True, cwd=home.ROOT)
        for part in range(2)
    ]
    return sum(float(worker.communicate()[0].split()[0]) for worker in workers)
