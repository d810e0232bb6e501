"""`plan()`: two solvers behind one door, each in a process of its own that is killed when its time is over.

pyvroom answers at once, PyVRP looks harder. Whatever they say is timed, mended and checked by our own code; a plan
that breaks a constraint is never returned, and a solver that dies costs quality, not the plan.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.locks import tightened
from liuke.foundation.routes.mending import Found, loss, mended
from liuke.foundation.routes.plan import Plan
from liuke.foundation.routes.problem import Problem
from liuke.foundation.routes.wire import written

QUICK: Final = "quick"
HARD: Final = "hard"
STARTING: Final = 8.0  # seconds for the process to begin and to hand over, beside its own limit
_LOOK: Final = 0.1
_SOLVING: Final = [sys.executable, "-m", "liuke.foundation.routes.solving"]
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The caller does not want the plan any more."""


def plan(
    problem: Problem, *, effort: str = QUICK, seconds: float = 5.0, is_stopped: Callable[[], bool] | None = None
) -> Plan:
    """The best plan found within about `seconds` (QUICK usually needs far less).

    Raises Stopped as soon as `is_stopped` answers True; the solver is gone by then. If the solver fails, the plan is
    made by insertion alone (`solver` says so).
    """
    if effort not in (QUICK, HARD):
        raise ValueError(f"effort: {effort}")
    if not problem.stops or not problem.vehicles:
        return mended(problem, {}, solver="none")
    answer = _solve(written(tightened(problem), effort=effort, seconds=seconds), seconds, is_stopped)
    tries = [mended(problem, found, solver=name) for name, found in _found(answer)]
    tries = [one for one in tries if not violations(problem, one)]
    return min(tries, key=lambda one: loss(problem, one)) if tries else _by_insertion(problem)


def _by_insertion(problem: Problem) -> Plan:
    made = mended(problem, {}, solver="insertion")
    if wrong := violations(problem, made):
        raise AssertionError(f"a plan of our own breaks {wrong[:3]}")
    return made


def _solve(said: bytes, seconds: float, is_stopped: Callable[[], bool] | None) -> bytes:
    """What the process answers; empty when it failed or was late. It never outlives this call."""
    ends = time.monotonic() + seconds + STARTING
    with tempfile.TemporaryFile() as given:  # a pipe would fill up before the process reads
        given.write(said)
        given.seek(0)
        process = subprocess.Popen(
            [*_SOLVING, str(seconds)], stdin=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
    try:
        while True:
            try:
                answer, errors = process.communicate(timeout=_LOOK)
                break
            except subprocess.TimeoutExpired:
                pass
            if is_stopped is not None and is_stopped():
                raise Stopped
            if time.monotonic() > ends:
                _log.warning("the route solver was late and was ended")
                return b""
        if process.returncode != 0:
            _log.warning("the route solver failed: %s", errors[-400:].decode(errors="replace"))
            return b""
        return answer
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill it with all that it started, and wait, so that no zombie stays."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()


def _found(answer: bytes) -> list[tuple[str, Found]]:
    """The solvers' routes; whatever is no such thing is none."""
    if not answer:
        return []
    try:
        told: list[dict[str, Any]] = json.loads(answer)
        return [
            (str(one["solver"]), {v: [(str(k), int(o)) for k, o in stops] for v, stops in one["routes"].items()})
            for one in told
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        _log.warning("the route solver's answer cannot be read")
        return []
