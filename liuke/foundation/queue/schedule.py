"""Runs the technical schedules of settings/recurring.py. What is owed to or by a person is a promise, not this."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Literal

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string

from liuke.foundation import clock
from liuke.foundation.queue.models import RecurringRun

_log = logging.getLogger(__name__)
_LOOK = 30.0  # seconds between two looks at a daily schedule
Work = Callable[[datetime], object]


@dataclass(frozen=True)
class Recurring:
    """`call` is `module:name` of a function of the moment (a class of such objects is made once).

    Either `every`, on each process of that kind (the function must bear company), or `daily` at a time of the wall
    clock, once in the whole installation and made up for after a stop.
    """

    name: str
    call: str
    every: timedelta | None = None
    daily: time | None = None
    process: Literal["clock", "worker"] = "clock"

    def __post_init__(self) -> None:
        if (self.every is None) == (self.daily is None):
            raise ValueError(f"{self.name}: either every or daily")

    def load(self) -> Work:
        module, _, name = self.call.partition(":")
        found = getattr(import_module(module), name)
        work: Work = found() if isinstance(found, type) else found
        return work


def all_schedules() -> list[Recurring]:
    """Those of settings/recurring.py, which stands above us and is found by the setting RECURRING."""
    found: list[Recurring] = import_string(settings.RECURRING)
    return found


def start(entries: Iterable[Recurring], process: str, stop: threading.Event) -> list[threading.Thread]:
    """A thread for each schedule of this kind of process, so that a long night holds up no sealing."""
    threads = []
    for entry in entries:
        if entry.process == process:
            thread = threading.Thread(target=_keep, args=(entry, entry.load(), stop), name=entry.name, daemon=True)
            thread.start()
            threads.append(thread)
    return threads


def last_due(daily: time, at: datetime) -> datetime:
    """The latest moment at or before `at` when a daily schedule was due."""
    today = clock.local(at).replace(hour=daily.hour, minute=daily.minute, second=0, microsecond=0)
    return today if today <= at else today - timedelta(days=1)


def claim(entry: Recurring, at: datetime) -> bool:
    """Whether this process is the one to run the daily schedule now."""
    assert entry.daily
    due = last_due(entry.daily, at)
    if RecurringRun.objects.filter(name=entry.name, began_at__lt=due).update(began_at=at):
        return True
    return RecurringRun.objects.get_or_create(name=entry.name, defaults={"began_at": at})[1]


def _keep(entry: Recurring, work: Work, stop: threading.Event) -> None:
    pause = entry.every.total_seconds() if entry.every else _LOOK
    while not stop.wait(pause):
        close_old_connections()
        try:
            at = clock.now()
            if entry.daily is None or claim(entry, at):
                work(at)
        except Exception:
            _log.exception("The schedule %s failed; it will be tried again", entry.name)
        finally:
            connections.close_all()
