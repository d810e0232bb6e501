"""Whatever is asked and whatever a solver answers: the checker never finds anything in the plan."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from liuke.foundation.routes.checking import violations
from liuke.foundation.routes.engine import HARD, QUICK, plan
from liuke.foundation.routes.mending import mended
from liuke.foundation.routes.problem import Opening, Problem, Rest, Stop, Vehicle

SKILLS = ("gas", "height", "cold")
GOODS = ("valve", "fan", "morning", "noon")


def any_problem(dice: random.Random) -> Problem:
    size = dice.randint(2, 9)
    grid = tuple(tuple(0 if a == b else dice.randint(1, 90) for b in range(size)) for a in range(size))
    crew = [_vehicle(dice, n, size) for n in range(dice.randint(0, 4))]
    return Problem(tuple(_stop(dice, n, size) for n in range(dice.randint(0, 10))), tuple(crew), grid)


def _some(dice: random.Random, names: tuple[str, ...], most: int) -> dict[str, int]:
    return {name: dice.randint(1, most) for name in names if dice.random() < 0.4}


def _opening(dice: random.Random) -> Opening:
    start = dice.randint(0, 500)
    return Opening(start, start + dice.choice((0, 30, 120)), _some(dice, GOODS[2:], 1))


def _stop(dice: random.Random, n: int, size: int) -> Stop:
    return Stop(
        f"s{n}", dice.randrange(size), tuple(_opening(dice) for _ in range(dice.choice((1, 1, 2, 3)))),
        dice.randint(0, 60), frozenset(s for s in SKILLS if dice.random() < 0.2), _some(dice, GOODS[:2], 2),
        dice.choice((None, 1, 50, 99)), dice.choice(("", "", "", "v0", "v9")), dice.choice((None, 1, 2)),
    )  # fmt: skip


def _vehicle(dice: random.Random, n: int, size: int) -> Vehicle:
    begins = dice.randint(0, 200)
    rests = tuple(Rest(begins + 150 * k, begins + 150 * k + 120, 20) for k in range(dice.choice((0, 0, 1, 2))))
    return Vehicle(
        f"v{n}", dice.randrange(size), dice.randrange(size), begins, begins + dice.randint(50, 600), rests,
        frozenset(s for s in SKILLS if dice.random() < 0.7), _some(dice, GOODS, 4),
    )  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_any_answer_of_a_solver_becomes_a_plan_without_a_violation(seed: int) -> None:
    dice = random.Random(seed)
    problem = any_problem(dice)
    keys = [s.key for s in problem.stops] + ["s77"]
    said = {
        v.key: [(dice.choice(keys), dice.randint(-1, 2)) for _ in range(dice.randint(0, 6))] for v in problem.vehicles
    }

    assert violations(problem, mended(problem, said, solver="dice")) == []


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**32), effort=st.sampled_from((QUICK, HARD)))
def test_the_real_solvers_never_bring_a_violation(seed: int, effort: str) -> None:
    problem = any_problem(random.Random(seed))

    found = plan(problem, effort=effort, seconds=0.5)

    assert violations(problem, found) == []
    assert found.solver != "insertion", "the solver failed"
