"""Plays a company's time through the very same actions: stories side by side, `at=` moved along, the loop driven.

A story is a generator: it acts at `player.now` and yields the moment at which it goes on.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection

from liuke.cli.playing.hours import before
from liuke.foundation.faults import Fault
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.queries import next_alarm

Story = Generator[datetime, None, None]
LOOK = timedelta(minutes=10)
SLACK = 150
"""Service minutes before the end in which people leave part of what comes up: a company in which everything is
handled up to the last minute has nothing to do for whoever signs in now."""
LEFT = 0.12
PREPARED = 2_000


class Player:
    """One company's clock. Nothing here decides; what may be done is refused or allowed by the actions."""

    def __init__(self, *, start: datetime, until: datetime, seed: int) -> None:
        self.now, self.start, self.until = start, start, until
        self.slack_from = before(until, SLACK)
        self.chance = Random(seed)
        self.ended: Counter[str] = Counter()
        self.last_fault: dict[str, str] = {}
        self._loop = system_actor("loop", "时钟")
        self._looked = start
        self._order = count()
        self._waiting: list[tuple[datetime, int, str, bool, Story]] = []

    def begin(self, name: str, story: Story, at: datetime, *, sure: bool = False) -> None:
        """Let a story begin at a moment; a `sure` one is never left lying."""
        heapq.heappush(self._waiting, (max(at, self.now), next(self._order), name, sure, story))

    def do(self, name: str, act: Callable[[], None], at: datetime) -> None:
        """Let a single act be done at a moment, for sure."""
        self.begin(name, _once(act), at, sure=True)

    def play(self) -> Iterator[datetime]:
        """Play to the end; yields each new day's first moment for whoever shows progress."""
        _spare_the_database()
        day = None
        while self._waiting and self._waiting[0][0] <= self.until:
            moment, _, name, sure, story = heapq.heappop(self._waiting)
            self._look(moment)
            self.now = moment
            if day != moment.date():
                day = moment.date()
                yield moment
            self._go_on(name, story, sure=sure)
        self._look(self.until)
        self.now = self.until

    def _go_on(self, name: str, story: Story, *, sure: bool) -> None:
        if not sure and self.now > self.slack_from and self.happens(LEFT):
            self.ended[f"{name}: left lying"] += 1
            return
        try:
            wanted = next(story)
        except StopIteration:
            self.ended[name] += 1
        except Fault as fault:
            # somebody else was quicker (a recall, a full window): such things happen, the story ends there
            self.ended[f"{name}: {fault.code}"] += 1
            self.last_fault[fault.code] = fault.words.zh
        else:
            self.begin(name, story, wanted, sure=sure)

    def _look(self, moment: datetime) -> None:
        """Drive the loop over promises up to a moment, in steps, as the clock would have."""
        while self._looked + LOOK <= moment:
            alarm = next_alarm()
            if alarm is None or alarm > moment:
                self._looked = moment
                return
            self._looked = max(self._looked + LOOK, alarm)
            run_due(by=self._loop, at=min(self._looked, moment))

    def minutes(self, least: float, most: float) -> datetime:
        """Some minutes from now."""
        return self.now + timedelta(minutes=self.chance.uniform(least, most))

    def happens(self, share: float) -> bool:
        return self.chance.random() < share


def _once(act: Callable[[], None]) -> Story:
    act()
    yield from ()


def _spare_the_database() -> None:
    """No waiting for the disk (a killed play is played anew, nothing was acknowledged), and no statement planned twice:
    a play asks more kinds of them, over and over, than a connection keeps by itself."""
    with connection.cursor() as cursor:
        cursor.execute("set synchronous_commit to off")
    connection.connection.prepared_max = PREPARED
