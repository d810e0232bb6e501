"""Times of one route: openings, breaks on the way, the end of the shift."""

from liuke.foundation.routes.problem import Opening, Rest
from liuke.foundation.routes.schedule import route_of
from tests.foundation.routes.problems import on_a_line, stop, vehicle

PLACES = (0, 50, 100)


def test_he_leaves_so_that_he_need_not_wait_at_the_first_door() -> None:
    problem = on_a_line(PLACES, [stop("a", 1, openings=(Opening(200, 220),))], [vehicle("v")])

    route = route_of(problem, problem.vehicles[0], [("a", 0)])

    assert route is not None
    assert (route.leaves, route.calls[0].arrives, route.calls[0].begins, route.returns) == (150, 200, 200, 260)
    assert route.travel == 100


def test_a_break_may_interrupt_the_way_and_delays_only_what_is_left_of_it() -> None:
    rest = Rest(40, 50, 30)
    problem = on_a_line(PLACES, [stop("a", 2, openings=(Opening(0, 130),))], [vehicle("v", rests=(rest,))])

    route = route_of(problem, problem.vehicles[0], [("a", 0)])

    assert route is not None
    assert route.pauses[0].begins == 40
    assert route.calls[0].begins == 130  # a hundred on the way, thirty at rest


def test_a_break_never_interrupts_the_work() -> None:
    busy = stop("a", 1, openings=(Opening(50, 50),), service=100)
    problem = on_a_line(PLACES, [busy], [vehicle("v", rests=(Rest(60, 140, 30),))])

    assert route_of(problem, problem.vehicles[0], [("a", 0)]) is None

    problem = on_a_line(PLACES, [busy], [vehicle("v", rests=(Rest(60, 150, 30),))])
    route = route_of(problem, problem.vehicles[0], [("a", 0)])
    assert route is not None
    assert route.pauses[0].begins == 150


def test_a_break_while_he_waits_costs_nothing() -> None:
    late = stop("b", 2, openings=(Opening(300, 320),))
    problem = on_a_line(PLACES, [stop("a", 1), late], [vehicle("v", rests=(Rest(100, 200, 60),))])

    route = route_of(problem, problem.vehicles[0], [("a", 0), ("b", 0)])

    assert route is not None
    assert route.calls[1].begins == 300


def test_after_an_early_end_the_break_is_taken_at_home() -> None:
    problem = on_a_line(PLACES, [stop("a", 1)], [vehicle("v", rests=(Rest(300, 400, 60),))])

    route = route_of(problem, problem.vehicles[0], [("a", 0)])

    assert route is not None
    assert (route.returns, route.pauses[0].begins) == (110, 300)


def test_a_shift_that_ends_before_he_is_home_is_not_kept() -> None:
    problem = on_a_line(PLACES, [stop("a", 1)], [vehicle("v", ends=109)])

    assert route_of(problem, problem.vehicles[0], [("a", 0)]) is None
