"""The names of all jobs. A job is deferred by its name, so that a floor can call for work it may not import."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

ATTEMPTS = 8
F = TypeVar("F", bound=Callable[..., Any])


class UnknownJob(LookupError):
    """No room has registered a job of this name."""


@dataclass(frozen=True)
class Job:
    """`wants_at` tells whether the function takes the moment of its run as `at=`."""

    name: str
    function: Callable[..., Any]
    attempts: int
    wants_at: bool


_jobs: dict[str, Job] = {}


def job(name: str, *, attempts: int = ATTEMPTS) -> Callable[[F], F]:
    """Register a job function: keyword arguments of plain JSON (ids, never personal values), safe to run twice.

    If it takes `at`, it is given the moment of the run. It opens its own transactions.
    """

    def keep(function: F) -> F:
        known = _jobs.get(name)
        if known and known.function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two jobs are called {name}: {known.function.__qualname__}, {function.__qualname__}")
        _jobs[name] = Job(name, function, attempts, "at" in inspect.signature(function).parameters)
        return function

    return keep


def get(name: str) -> Job:
    """The job of this name, or UnknownJob."""
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(f"No job is called {name}; is its room's jobs module in place?") from None


def all_jobs() -> Mapping[str, Job]:
    """Every registered job by its name."""
    return dict(_jobs)
