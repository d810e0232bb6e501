"""Intake calls through the API while web, worker, clock and PostgreSQL are killed at random; nothing lost or doubled.

`python -m bench.faults --calls 1000000 --kills 100` is the same at any size. Every client writes what it means to do
and what it was told into a ledger outside the database, fsynced; at the end the database must agree with it.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from random import Random

from bench import home
from bench.faulty import checker
from bench.faulty.client import Intake, Numbers
from bench.faulty.house import House
from bench.faulty.ledger import Ledger
from bench.figures import Figure, fail, figure

CALLS, KILLS, CLIENTS, CUSTOMERS = 2_000, 20, 8, 1_000
LONGEST = 420  # seconds for the calls; a client's pause after an error is short
VICTIMS = ("web", "web worker", "worker", "clock", "postgres")


def measure(calls: int = CALLS, kills: int = KILLS, seed: int = 11) -> list[Figure]:
    house = House(home.HOME / "faults")
    house.prepare(CUSTOMERS)
    path = house.home / "ledger.jsonl"
    path.unlink(missing_ok=True)
    with house.served():
        began = time.monotonic()
        killed = _play(house, Ledger(path), calls, kills, seed)
        spent = time.monotonic() - began
        freed = house.time_to_free_a_job()
    verdict = checker.check(path, house)
    for one in verdict.examples:
        fail(one)
    told = ", ".join(f"{killed.count(victim)} × {victim}" for victim in VICTIMS)
    scale = f"{verdict.calls:,} calls made into dispatched orders by {CLIENTS} clients in {spent:.0f} s, kill -9 {told}"
    print(f"  {scale}; {verdict.tries:,} answers of {verdict.sent:,} requests came", flush=True)
    return [
        figure("faults.intake_lost", verdict.lost, "calls", scale=scale),
        figure("faults.intake_doubled", verdict.doubled, "calls", scale=scale),
        figure("faults.intake_half", verdict.half, "calls", scale=scale),
        figure(
            "faults.job_freed_s", freed, "s", limit=60, scale="a worker killed with a job in hand; until it is freed"
        ),
    ]


def _play(house: House, ledger: Ledger, calls: int, kills: int, seed: int) -> list[str]:
    """Clients work off the calls; at random moments of their progress something is killed. Whom, in order."""
    chance = Random(seed)
    numbers = Numbers(calls)
    moments = sorted(chance.randrange(calls // 50, calls) for _ in range(kills))
    clients = [Intake(house, ledger, numbers, Random(seed + n)) for n in range(CLIENTS)]
    threads = [threading.Thread(target=client.work, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    killed: list[str] = []
    until = time.monotonic() + max(LONGEST, calls / 5)
    while any(thread.is_alive() for thread in threads):
        if time.monotonic() > until:
            numbers.stop.set()
            raise TimeoutError(f"only {ledger.done} of {calls} calls were done in time")
        if moments and ledger.done >= moments[0]:
            moments.pop(0)
            killed.append(house.kill(chance.choice(VICTIMS)))
        time.sleep(0.02)
    if broken := [client.broken for client in clients if client.broken]:
        raise RuntimeError(f"a client could not go on: {broken[0]}")
    return killed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--calls", type=int, default=CALLS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    rows = measure(args.calls, args.kills, args.seed)
    sys.exit(1 if any(row.value for row in rows[:3]) else 0)
