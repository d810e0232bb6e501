"""Plays a company's time through the very same actions: stories side by side, `at=` moved along, the loop driven.

A story is a generator: it acts at `player.now` and yields the moment at which it goes on.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import connection

from liuke.foundation.faults import Fault
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.queries import next_alarm

Story = Generator[datetime, None, None]
LOOK = timedelta(minutes=10)


class Player:
    """One company's clock. Nothing here decides; what may be done is refused or allowed by the actions."""

    def __init__(self, *, start: datetime, seed: int) -> None:
        self.now = start
        self.chance = Random(seed)
        self.ended: Counter[str] = Counter()
        self.last_fault: dict[str, str] = {}
        self._loop = system_actor("loop", "时钟")
        self._looked = start
        self._order = count()
        self._waiting: list[tuple[datetime, int, str, Story]] = []

    def begin(self, name: str, story: Story, at: datetime) -> None:
        """Let a story begin at a moment."""
        heapq.heappush(self._waiting, (at, next(self._order), name, story))

    def play(self, until: datetime) -> Iterator[datetime]:
        """Play on to `until`; yields each new day's first moment for whoever shows progress."""
        with connection.cursor() as cursor:
            cursor.execute("set synchronous_commit to off")  # a killed play is played anew, nothing was acknowledged
        day = None
        while self._waiting and self._waiting[0][0] <= until:
            moment, _, name, story = heapq.heappop(self._waiting)
            self._look(moment)
            self.now = moment
            if day != moment.date():
                day = moment.date()
                yield moment
            self._go_on(name, story)
        self._look(until)
        self.now = until

    def _go_on(self, name: str, story: Story) -> None:
        try:
            wanted = next(story)
        except StopIteration:
            self.ended[name] += 1
        except Fault as fault:
            # somebody else was quicker (a recall, a full window): such things happen, the story ends there
            self.ended[f"{name}: {fault.code}"] += 1
            self.last_fault[fault.code] = fault.words.zh
        else:
            self.begin(name, story, max(wanted, self.now))

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
