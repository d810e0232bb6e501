"""The loop over promises: due ones handled a second by one process and by four, three hundred thousand being open.

`python -m bench.loop worker` is one such process: it waits for the signal, runs until nothing is due, says how many.
"""

from __future__ import annotations

import subprocess
import sys
import time

from bench import copying, data, home
from bench.figures import Figure, figure, median

DUE, ROUNDS = 4_000, 3
_RESET = """
    update promises_promise set next_alarm_at = now() + interval '90 days'
     where state = 'open' and next_alarm_at <= now() + interval '1 day'
"""
_MAKE_DUE = """
    update promises_promise p set due_at = now() - interval '1 minute', judged_due_at = now() - interval '1 minute',
           next_alarm_at = now() - interval '1 minute', level = 0, missed_by = null, failures = 0
     where p.id in (select id from promises_promise where state = 'open' and next_alarm_at > now() + interval '1 day'
                       and level = 0 order by random() limit %s)
"""


def measure() -> list[Figure]:
    facts = data.facts()
    home.enter(copying.work())
    found = {1: [], 4: []}  # type: dict[int, list[float]]
    for _ in range(ROUNDS):
        for processes, rates in found.items():
            rates.append(_run(processes))
    scale = f"{DUE:,} due of {facts['open_promises']:,} open on {facts['events']:,} events; misses, ladders and what"
    scale += " the handbook opens upon them included"
    return [
        figure("loop.per_s_1", median(found[1]), "1/s", scale=f"{scale}; one process"),
        figure("loop.per_s_4", median(found[4]), "1/s", scale=f"{scale}; four processes on two cores"),
    ]


def _run(processes: int) -> float:
    _prepare()
    command = [home.PYTHON, "-m", "bench.loop", "worker"]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=home.ROOT)
        for _ in range(processes)
    ]
    for worker in workers:
        assert worker.stdout and worker.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    handled = sum(int(worker.communicate()[0]) for worker in workers)
    spent = time.perf_counter() - began
    if handled != DUE:
        raise RuntimeError(f"{handled} promises were handled, {DUE} were due")
    return handled / spent


def _prepare() -> None:
    """Exactly so many due, all on time until now."""
    with home.superuser(home.WORK) as connection:
        connection.execute(_RESET)
        connection.execute("delete from promises_alarm")
        connection.execute(_MAKE_DUE, [DUE])
        connection.execute("vacuum analyze promises_promise")


def _work() -> None:
    home.enter(home.WORK)
    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.promises import loop

    by = system_actor("loop", "时钟")
    print("ready", flush=True)
    sys.stdin.readline()
    handled, idle = 0, 0
    while idle < 2:  # what another process holds is skipped: look again before going home
        count = loop.run_due(by=by, at=clock.now())
        handled += count
        idle = 0 if count else idle + 1
        if not count and _left():
            idle = 0
            time.sleep(0.01)
    print(handled)


def _left() -> bool:
    from liuke.foundation import clock
    from liuke.kernel.promises.models import Promise

    return Promise.objects.filter(
        state="open", held_since=None, failures__lt=3, next_alarm_at__lte=clock.now()
    ).exists()


if __name__ == "__main__":
    _work()
