"""Reads a problem, writes what was found: [{"solver": …, "routes": {vehicle: [[stop, opening], …]}}, …]."""

from __future__ import annotations

import json
import math
import resource
import signal
import sys
import time
from typing import Any

from liuke.foundation.routes.problem import Problem
from liuke.foundation.routes.wire import read

FIRST = 0.25  # of the time goes to the quick answer
GRACE = 6  # seconds to begin and to end; after them the kernel ends this process, whatever a solver does
MOST_MEMORY = 4 << 30
Found = dict[str, Any]


def main() -> None:
    signal.setitimer(signal.ITIMER_REAL, math.ceil(float(sys.argv[1])) + GRACE)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    problem, effort, seconds = read(sys.stdin.buffer.read())
    found = _quick(problem, seconds) if effort == "quick" else _hard(problem, seconds)
    sys.stdout.write(json.dumps(found))


def _quick(problem: Problem, seconds: float) -> list[Found]:
    from liuke.foundation.routes.solving import vroom_solver

    return [{"solver": "vroom", "routes": vroom_solver.solve(problem, seconds=seconds)}]


def _hard(problem: Problem, seconds: float) -> list[Found]:
    """Where vehicles differ or rest, the quick answer is where the search begins, and stays a candidate itself."""
    from liuke.foundation.routes.solving import pyvrp_solver

    if len(pyvrp_solver.kinds_of(problem)) == 1 and not problem.vehicles[0].rests:
        return [{"solver": "pyvrp", "routes": pyvrp_solver.solve(problem, seconds=seconds)}]
    began = time.monotonic()
    quick = _quick(problem, seconds * FIRST)
    left = max(1.0, seconds - (time.monotonic() - began))
    start: pyvrp_solver.Routes = quick[0]["routes"]
    return [{"solver": "pyvrp", "routes": pyvrp_solver.solve(problem, seconds=left, start=start)}, *quick]


main()
