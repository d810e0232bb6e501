"""All stories of one company: what its people do all day, each in their role."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.cli.playing.bonding import Bonding
from liuke.cli.playing.callbacks import Callbacks
from liuke.cli.playing.caring import Caring
from liuke.cli.playing.complaints import Complaints
from liuke.cli.playing.fairness import Fairness
from liuke.cli.playing.growth import Growth
from liuke.cli.playing.guarding import Guarding
from liuke.cli.playing.hotline import Hotline
from liuke.cli.playing.hours import before
from liuke.cli.playing.settling import Settling
from liuke.cli.playing.visiting import Visiting

HOURS = (9, 10, 10, 11, 8, 13, 14, 14, 15, 16, 16, 17, 18, 19)
ROUNDS = ((10, 5), (11, 5), (15, 10), (16, 30), (18, 0), (19, 20))
DISPATCH_ENDS, CALLBACKS_END = 60, 200
"""Service minutes before the end in which nobody looks any more at what waits for dispatch, or for a callback."""


class Stories(Hotline, Callbacks, Complaints, Fairness, Growth, Settling, Bonding, Caring, Visiting, Guarding):
    """Everybody together."""

    def plan_all(self, daily: int) -> None:
        """Begin all that is to happen up to the end, and at last what it leaves open."""
        day = self.p.start
        while day < self.p.until:
            self._plan(day, daily)
            day += timedelta(days=1)
        self._plan_once()
        self._plan_secrecy()
        self.leave_open()

    def leave_open(self) -> None:
        """What others add (open_centre.py, open_sites.py)."""

    def _plan(self, day: datetime, daily: int) -> None:
        """One day's beginnings: the phone by the hour, platform orders, rounds, now and then a complaint."""
        chance, begin = self.p.chance, self.p.begin
        weekend = 0.8 if day.weekday() >= 5 else 1.0
        for _ in range(round(daily * weekend * chance.uniform(0.85, 1.15))):
            at = day.replace(hour=chance.choice(HOURS), minute=chance.randint(0, 59), second=chance.randint(0, 59))
            begin("call", self.call(), at)
        for _ in range(max(1, daily // 12)):
            begin("platform order", self.platform_order(), self._some_time(day, 8, 19))
        if chance.random() < daily / 60:
            begin("complaint", self.complaint(), self._some_time(day, 9, 18))
        self._plan_rounds(day)

    def _plan_rounds(self, day: datetime) -> None:
        p = self.p
        last = before(p.until, CALLBACKS_END)
        for at in (day.replace(hour=hour, minute=minute) for hour, minute in ROUNDS):
            if at < last:
                p.begin("callbacks", self.callbacks(0.75), at)
        if (at := day.replace(hour=17, minute=5)) < last:
            p.begin("day 3, week 3, month 3", self.three_three_three(), at)
        if (at := day.replace(hour=9, minute=40)) < last:
            p.begin("judging", self.judging(), at)
        if (at := day.replace(hour=10, minute=50)) < last:
            p.begin("reconciling", self.reconciling(), at, sure=True)
        if day.weekday() == 0 or p.until - day < timedelta(days=14):
            p.begin("grading", self.grading(), day.replace(hour=2, minute=30), sure=True)
        if day.day == 1:
            p.begin("drafting", self.drafting(), day.replace(hour=3, minute=40), sure=True)
        if day.day == 3:
            p.begin("sending", self.sending(), day.replace(hour=10, minute=20), sure=True)
        for third in range(8 * 3, 20 * 3):
            at = day.replace(hour=third // 3, minute=third % 3 * 20 + 7)
            if at < before(p.until, DISPATCH_ENDS):
                p.begin("dispatch round", self.dispatch_round(), at)

    def _plan_once(self) -> None:
        """What happens once: those who bought just before are looked in on in the first days."""
        for number, client in enumerate(c for c in self.market.clients if c.is_recent):
            day = self.p.start.replace(hour=10, minute=10) + timedelta(days=1 + number % 3, minutes=number // 3 * 7)
            self.p.begin("look-in", self.ask_recent(client), day)
        for night in (self.p.start + timedelta(days=3), self.p.until):
            self.p.begin("counting", self.counting(), night.replace(hour=1, minute=30), sure=True)
        self.p.begin("keeping", self.keeping(), self.p.start.replace(hour=9, minute=15) + timedelta(days=4), sure=True)
        self.p.begin(
            "agreeing", self.agreeing(), self.p.start.replace(hour=9, minute=35) + timedelta(days=2), sure=True
        )
        last = self.p.until.replace(hour=14, minute=5) - timedelta(days=2)
        self.p.begin("giving back", self.giving_back(), last, sure=True)
        self.p.begin("greeting", self.greeting(), self.p.until.replace(hour=2, minute=20), sure=True)
        self.p.begin("visits", self.planning_visits(), before(self.p.until, 45), sure=True)
        self.p.begin("running month", self.looking_ahead(), before(self.p.until, 30), sure=True)
        self.p.begin("network", self.grow(), self.p.start.replace(hour=14, minute=5), sure=True)

    def _plan_secrecy(self) -> None:
        p = self.p
        for name, story, at in (
            ("consenting", self.consenting(), p.start.replace(hour=10, minute=25) + timedelta(days=1)),
            ("leaking", self.leaking(), p.until.replace(hour=15, minute=5) - timedelta(days=2)),
            ("marking", self.marking(), p.until.replace(hour=14, minute=20) - timedelta(days=1)),
            ("asking to leave", self.asking_to_leave(), p.until.replace(hour=16, minute=10) - timedelta(days=1)),
        ):
            p.begin(name, story, at, sure=True)

    def _some_time(self, day: datetime, first: int, last: int) -> datetime:
        chance = self.p.chance
        return day.replace(hour=chance.randint(first, last), minute=chance.randint(0, 59))
