"""When a vehicle is where, given its stops in order: the earliest times that keep openings, breaks and shift. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liuke.foundation.routes.plan import Call, Pause, Route
from liuke.foundation.routes.problem import Problem, Rest, Stop, Vehicle, taken

Chosen = tuple[str, int]  # a stop and the opening it is served in


@dataclass(frozen=True)
class _At:
    """Free at `time`, having taken so many breaks; `before` and what was done since."""

    time: int
    before: _At | None = None
    call: Call | None = None
    pause: Pause | None = None


def route_of(problem: Problem, vehicle: Vehicle, chosen: Sequence[Chosen]) -> Route | None:
    """The route with its times, or None where it cannot be kept (time, skills, lock, or what is on board)."""
    stops = [(problem.stop(key), opening) for key, opening in chosen]
    if not all(vehicle.may_serve(stop) for stop, _ in stops) or not _is_on_board(vehicle, stops):
        return None
    ranks = [stop.rank for stop, _ in stops if stop.locked and stop.rank is not None]
    if ranks != sorted(ranks):
        return None
    end = _walk(problem, vehicle, stops)
    return None if end is None else _told(problem, vehicle, end)


def _is_on_board(vehicle: Vehicle, stops: Sequence[tuple[Stop, int]]) -> bool:
    used: dict[str, int] = {}
    for stop, opening in stops:
        for name, amount in taken(stop, stop.openings[opening]).items():
            used[name] = used.get(name, 0) + amount
    return all(amount <= vehicle.carries.get(name, 0) for name, amount in used.items())


def _walk(problem: Problem, vehicle: Vehicle, stops: Sequence[tuple[Stop, int]]) -> _At | None:
    """The earliest end with all breaks taken: being earlier never hurts, so one best per number of breaks is enough."""
    rests = vehicle.rests if stops else ()
    states: list[_At | None] = [_At(vehicle.begins), *[None] * len(rests)]
    place = vehicle.start
    for stop, opening in stops:
        way = problem.seconds[place][stop.place]
        states = [_served(one, stop, opening, way) for one in _moved(states, rests, way)]
        place = stop.place
    states = _moved(states, rests, problem.seconds[place][vehicle.end], ends=vehicle.ends)
    return states[-1]


def _moved(
    states: Sequence[_At | None], rests: Sequence[Rest], way: int, *, ends: int | None = None
) -> list[_At | None]:
    """On the way, with as many breaks in between as one likes; at the end of the day they may be taken at home."""
    moved = [None if one is None else _At(one.time + way, one) for one in states]
    if ends is not None:
        moved = [one if one and one.time <= ends else None for one in moved]
    for n, rest in enumerate(rests):
        origin = moved[n]
        free = _free(origin, way)
        if origin is None or free is None:
            continue
        begins = max(free, rest.earliest)
        back = max(origin.time + rest.lasts, begins + rest.lasts)
        later = _At(back, origin, pause=Pause(begins, rest.lasts))
        known = moved[n + 1]
        if begins <= rest.latest and (ends is None or back <= ends) and (known is None or back < known.time):
            moved[n + 1] = later
    return moved


def _free(origin: _At | None, way: int) -> int | None:
    """From when he may rest: since the work before, or since the break before on the same way."""
    if origin is None:
        return None
    if origin.pause is not None:
        return origin.pause.begins + origin.pause.lasts
    return origin.time - way


def _served(one: _At | None, stop: Stop, opening: int, way: int) -> _At | None:
    if one is None:
        return None
    begins = max(one.time, stop.openings[opening].start)
    if begins > stop.openings[opening].end:
        return None
    ends = begins + stop.service
    return _At(ends, one, Call(stop.key, opening, one.time, begins, ends, way))


def _told(problem: Problem, vehicle: Vehicle, end: _At) -> Route:
    calls, pauses, one = list[Call](), list[Pause](), end
    while one.before is not None:
        if one.call:
            calls.append(one.call)
        if one.pause:
            pauses.append(one.pause)
        one = one.before
    calls.reverse()
    pauses.reverse()
    leaves = vehicle.begins
    if calls and not any(pause.begins < calls[0].begins for pause in pauses):  # he need not stand before the door
        leaves = calls[0].begins - calls[0].travel
        first = calls[0]
        calls[0] = Call(first.stop, first.opening, first.begins, first.begins, first.ends, first.travel)
    places = [vehicle.start, *(problem.stop(call.stop).place for call in calls), vehicle.end]
    legs = list(zip(places, places[1:], strict=False)) if calls else []
    return Route(
        vehicle.key, tuple(calls), tuple(pauses), leaves, _back(problem, places, calls, pauses) or leaves,
        sum(problem.seconds[a][b] for a, b in legs), sum(problem.costs[a][b] for a, b in legs),
    )  # fmt: skip


def _back(problem: Problem, places: Sequence[int], calls: Sequence[Call], pauses: Sequence[Pause]) -> int:
    """When he is home: a break on the way back delays him, one that he takes at home does not."""
    if not calls:
        return 0
    home = calls[-1].ends + problem.seconds[places[-2]][places[-1]]
    for pause in pauses:
        if calls[-1].ends <= pause.begins < home:
            home += pause.lasts
    return home
