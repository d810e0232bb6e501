"""Both solvers behind their door: each constraint kept, each reason told, nothing left of a process that was ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from liuke.foundation.routes import engine
from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.engine import HARD, QUICK, Stopped, plan
from liuke.foundation.routes.plan import Plan, Reason
from liuke.foundation.routes.problem import Opening, Problem, Rest
from tests.foundation.routes.problems import on_a_line, stop, vehicle

BOTH = pytest.mark.parametrize("effort", [QUICK, HARD])
PLACES = (0, 50, 100, 150)


def solved(problem: Problem, effort: str) -> Plan:
    found = plan(problem, effort=effort, seconds=1)
    assert violations(problem, found) == []
    assert found.solver in ("vroom", "pyvrp")
    return found


def who(found: Plan) -> dict[str, str]:
    return {call.stop: route.vehicle for route in found.routes for call in route.calls}


@BOTH
def test_each_stop_goes_to_who_has_skill_goods_and_lock(effort: str) -> None:
    problem = on_a_line(
        PLACES,
        [
            stop("gas", 1, skills=frozenset({"gas"})), stop("valve", 2, takes={"valve": 1}),
            stop("kept", 3, locked="far"), stop("plain", 1),
        ],
        [
            vehicle("near", carries={"valve": 1}), vehicle("fitter", 1, skills=frozenset({"gas"})),
            vehicle("far", 0),
        ],
    )  # fmt: skip

    found = solved(problem, effort)

    assert not found.unplaced
    assert {k: v for k, v in who(found).items() if k != "plain"} == {"gas": "fitter", "valve": "near", "kept": "far"}


@BOTH
def test_what_cannot_be_placed_comes_with_its_reason(effort: str) -> None:
    problem = on_a_line(
        (0, 50, 100, 400),
        [
            stop("skill", 1, skills=frozenset({"gas"})), stop("goods", 1, takes={"valve": 2}),
            stop("locked", 1, locked="nobody"), stop("shift", 1, openings=(Opening(301, 320),)),
            stop("far", 3), stop("first", 1, openings=(Opening(60, 60),), service=100, prize=90),
            stop("second", 2, openings=(Opening(100, 110),), prize=10),
        ],
        [vehicle("v", ends=300, carries={"valve": 1})],
    )  # fmt: skip

    found = solved(problem, effort)

    assert who(found) == {"first": "v"}
    assert {one.stop: one.reason for one in found.unplaced} == {
        "skill": Reason("skill", ("gas",)), "goods": Reason("goods", ("valve",)),
        "locked": Reason("locked", ("nobody",)), "shift": Reason("shift"), "far": Reason("far"),
        "second": Reason("full"),
    }  # fmt: skip


@BOTH
def test_breaks_and_homes_are_kept(effort: str) -> None:
    problem = on_a_line(
        PLACES, [stop("a", 1), stop("b", 2), stop("c", 3)], [vehicle("v", 3, rests=(Rest(40, 120, 60),))]
    )

    found = solved(problem, effort)

    assert not found.unplaced
    assert len(found.routes[0].pauses) == 1


@BOTH
def test_locked_stops_keep_their_order(effort: str) -> None:
    problem = on_a_line(
        PLACES,
        [stop("near", 1, locked="v", rank=2), stop("far", 3, locked="v", rank=1), stop("free", 2)],
        [vehicle("v"), vehicle("w", 2)],
    )

    found = solved(problem, effort)

    calls = [call.stop for route in found.routes if route.vehicle == "v" for call in route.calls]
    assert [key for key in calls if key != "free"] == ["far", "near"]


@BOTH
def test_an_alternative_opening_is_chosen_where_the_first_has_no_room(effort: str) -> None:
    def takes(name: str) -> dict[str, int]:
        return {name: 1}

    morning, noon = Opening(0, 100, takes("morning")), Opening(100, 200, takes("noon"))
    problem = on_a_line(
        PLACES,
        [stop("agreed", 1, openings=(morning,), prize=50), stop("open", 2, openings=(morning, noon))],
        [vehicle("v", carries={"morning": 1, "noon": 1})],
    )

    found = solved(problem, effort)

    assert {c.stop: c.opening for c in found.routes[0].calls} == {"agreed": 0, "open": 1}


@BOTH
def test_the_higher_prize_is_served_first(effort: str) -> None:
    at_once = (Opening(100, 105),)
    stops = [stop(key, 2, openings=at_once, service=60, prize=n) for key, n in (("low", 5), ("high", 80), ("mid", 20))]

    found = solved(on_a_line(PLACES, stops, [vehicle("v")]), effort)

    assert who(found) == {"high": "v"}


def test_nobody_and_nothing_is_a_plan_as_well() -> None:
    assert plan(on_a_line((0, 1), [], [vehicle("v")])).routes == ()
    lonely = plan(on_a_line((0, 1), [stop("a", 1)], []))
    assert lonely.unplaced[0].reason.code == "skill"


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A solver that never answers and starts a child of its own; the file tells both ids."""
    told = tmp_path / "ids"
    code = (
        "import os, subprocess, sys, time; child = subprocess.Popen(['sleep', '600']);"
        f"open({str(told)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}'); time.sleep(600)"
    )
    monkeypatch.setattr(engine, "_SOLVING", [sys.executable, "-c", code])
    yield told


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state == "Z"  # an orphan of the killed group, for init to reap


def assert_gone(told: Path) -> None:
    """A killed child ends when the system comes to it."""
    left = told.read_text().split()
    for _ in range(100):
        left = [pid for pid in left if not gone(int(pid))]
        if not left:
            return
        time.sleep(0.05)
    raise AssertionError(f"still there: {left}")


def small() -> Problem:
    return on_a_line(PLACES, [stop("a", 1), stop("b", 2)], [vehicle("v")])


def test_a_solver_that_does_not_end_is_killed_with_its_children_and_the_plan_is_made_without(
    stuck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "STARTING", 1.0)

    found = plan(small(), seconds=0.5)

    assert found.solver == "insertion"
    assert not found.unplaced
    assert_gone(stuck)


def test_cancelling_ends_the_solver_at_once(stuck: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Stopped):
        plan(small(), seconds=60, is_stopped=stuck.exists)

    assert time.monotonic() - began < 10
    assert_gone(stuck)


@pytest.mark.parametrize(
    "code", ["raise SystemExit(3)", "print('no JSON')", 'print(\'[{"solver": "x", "routes": {"v": [["a", 9]]}}]\')']
)
def test_a_solver_that_fails_or_talks_nonsense_costs_no_plan(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_SOLVING", [sys.executable, "-c", f"import sys; sys.stdin.read(); {code}"])

    found = plan(small())

    assert who(found) == {"a": "v", "b": "v"}


def test_a_problem_larger_than_a_pipe_reaches_a_solver_that_is_slow_to_begin(monkeypatch: pytest.MonkeyPatch) -> None:
    code = 'import sys, time; time.sleep(1); sys.stdin.read(); print(\'[{"solver": "late", "routes": {}}]\')'
    monkeypatch.setattr(engine, "_SOLVING", [sys.executable, "-c", code])
    places = list(range(0, 12_000, 60))

    found = plan(on_a_line(places, [stop("a", 1)], [vehicle("v")]), seconds=5)

    assert found.solver == "late"


def test_the_process_ends_by_itself_when_its_time_is_over_even_if_nobody_is_left_to_end_it() -> None:
    code = (
        "import sys; sys.argv = ['x', '-5'];"
        "from liuke.foundation.routes.solving import vroom_solver as v; import time; v.solve = lambda *a, **k: time.sleep(99);"
        "import liuke.foundation.routes.solving.__main__ as m"
    )
    said = engine.written(small(), effort=QUICK, seconds=-5)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], input=said, check=False, capture_output=True, timeout=30)

    assert done.returncode == -14  # SIGALRM
    assert time.monotonic() - began < 15


def test_the_solvers_are_loaded_by_their_own_process_alone() -> None:
    code = (
        "import sys, liuke.foundation.routes.engine;"
        "print([m for m in ('vroom', 'pyvrp', 'numpy', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_grid_that_would_hang_a_solver_is_refused() -> None:
    with pytest.raises(ValueError, match="itself is 0"):
        Problem((stop("a", 1),), (vehicle("v"),), ((0, 1), (1, 1)))
    with pytest.raises(ValueError, match="not square"):
        Problem((stop("a", 1),), (vehicle("v"),), ((0, 1), (1,)))
    with pytest.raises(ValueError, match="two stops"):
        on_a_line((0, 1), [stop("a", 1), stop("a", 1)], [])
