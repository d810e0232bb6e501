"""The checker finds each broken constraint, so that what it passes may be relied on."""

from dataclasses import replace

import pytest

from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.mending import mended
from liuke.foundation.routes.plan import Pause, Plan, Reason, Route, Unplaced
from liuke.foundation.routes.problem import Opening, Problem, Rest
from tests.foundation.routes.problems import on_a_line, stop, vehicle


def given() -> tuple[Problem, Plan]:
    problem = on_a_line(
        (0, 50, 100),
        [
            stop("a", 1, skills=frozenset({"gas"}), takes={"valve": 1}, openings=(Opening(60, 90, {"morning": 1}),)),
            stop("b", 2, locked="v", rank=1),
        ],
        [
            vehicle("v", skills=frozenset({"gas"}), carries={"valve": 1, "morning": 1}, rests=(Rest(100, 200, 30),)),
            vehicle("w"),
        ],
    )
    plan = mended(problem, {"v": [("a", 0), ("b", 0)]}, solver="test")
    assert not plan.unplaced
    assert violations(problem, plan) == []
    return problem, plan


def codes(problem: Problem, plan: Plan) -> set[str]:
    return {one.code for one in violations(problem, plan)}


def changed(plan: Plan, **route: object) -> Plan:
    return replace(plan, routes=(replace(plan.routes[0], **route),))  # type: ignore[arg-type]


def moved(plan: Plan, n: int, **call: object) -> Plan:
    calls = list(plan.routes[0].calls)
    calls[n] = replace(calls[n], **call)  # type: ignore[arg-type]
    return changed(plan, calls=tuple(calls))


def test_somebody_without_skill_lock_or_goods_is_found() -> None:
    problem, plan = given()
    assert codes(problem, changed(plan, vehicle="w")) >= {"skill", "locked", "goods"}


def test_goods_are_counted_over_the_whole_route() -> None:
    problem, plan = given()
    poor = replace(problem.vehicles[0], carries={"valve": 1})
    assert codes(replace(problem, vehicles=(poor,)), plan) == {"goods"}


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ({"begins": 59, "ends": 69}, "window"),
        ({"begins": 91}, "window"),
        ({"ends": 65}, "service"),
        ({"opening": 7}, "window"),
    ],
)
def test_a_call_outside_its_opening_or_too_short_is_found(call: dict[str, int], code: str) -> None:
    problem, plan = given()
    assert code in codes(problem, moved(plan, 0, **call))


def test_a_way_that_takes_no_time_is_found() -> None:
    problem, plan = given()
    first = plan.routes[0].calls[0]
    assert "way" in codes(problem, moved(plan, 1, begins=first.ends, ends=first.ends + 10))
    assert "way" in codes(problem, changed(plan, returns=plan.routes[0].calls[1].ends))
    assert "way" in codes(problem, changed(plan, leaves=first.begins))


def test_a_break_that_is_missing_late_or_at_work_is_found() -> None:
    problem, plan = given()
    work = plan.routes[0].calls[1]
    for pauses in ((), (Pause(201, 30),), (Pause(100, 29),), (Pause(work.begins, 30),)):
        assert "break" in codes(problem, changed(plan, pauses=pauses))


def test_a_shift_that_is_not_kept_is_found() -> None:
    problem, plan = given()
    short = replace(problem.vehicles[0], ends=plan.routes[0].returns - 1)
    assert "shift" in codes(replace(problem, vehicles=(short, problem.vehicles[1])), plan)


def test_locked_stops_out_of_their_order_are_found() -> None:
    stops = [stop("a", 1, locked="v", rank=1), stop("b", 2, locked="v", rank=2)]
    problem = on_a_line((0, 50, 100), stops, [vehicle("v")])
    turned = replace(problem, stops=(replace(stops[0], rank=2), replace(stops[1], rank=1)))
    plan = mended(turned, {"v": [("b", 0), ("a", 0)]}, solver="test")
    assert codes(problem, plan) == {"order"}


def test_a_stop_served_twice_forgotten_or_unknown_is_found() -> None:
    problem, plan = given()
    assert codes(problem, replace(plan, unplaced=(Unplaced("a", Reason("full")),))) == {"twice"}
    assert codes(problem, Plan((), (), "test")) == {"forgotten"}
    nobody = Route("x", (), (), 0, 0, 0, 0)
    assert "unknown" in codes(problem, replace(plan, routes=(*plan.routes, nobody)))
    assert "two_routes" in codes(problem, replace(plan, routes=plan.routes * 2))
