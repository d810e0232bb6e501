"""Calling customers: after service, on the third day, in the third week, in the third month."""

from __future__ import annotations

from datetime import timedelta

from liuke.areas.care.actions import calling
from liuke.areas.care.queries.callbacks import list_due
from liuke.areas.care.queries.rows import CallbackRow
from liuke.areas.products.queries.machines import list_of_customer
from liuke.cli.playing.cast import Client
from liuke.cli.playing.money import Money
from liuke.cli.playing.player import Story
from liuke.cli.playing.words import ANGER, PRAISE
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.queries import list_for

MACHINES = {"callback-day-3": "day3", "look-in-week-3": "week3", "follow-up-month-3": "month3"}
OVERLOOKED = timedelta(hours=60)
AWAY = timedelta(days=3)
"""The account manager has been at a fair for the last days: his follow-ups wait for him."""


class Callbacks(Money):
    """What the callback desk, the agents and the account manager do on the phone."""

    def callbacks(self, share: float) -> Story:
        """A callback agent's round: whatever may be called now, one after the other."""
        p, agent = self.p, self.one("fengxue", "tangli")
        for row in list_due(by=agent, at=p.now, limit=30).rows:
            if row.call_from > p.now or self._is_overlooked(row) or not p.happens(share):
                continue
            calling.start_callback(row.number, by=agent, at=p.now)
            yield p.minutes(1, 3)
            if p.happens(0.12):
                calling.not_reached(row.number, by=agent, at=p.now)
                continue
            calling.answer(row.number, self._answers(row.about), by=agent, at=p.now)
            yield p.minutes(1, 4)

    def _is_overlooked(self, row: CallbackRow) -> bool:
        """Some of the last days are forgotten, and late by now."""
        return self.p.until - row.call_from < OVERLOOKED and row.number.endswith("3")

    def three_three_three(self) -> Story:
        """The third day, the third week, the third month: who owes them calls what may be called by now."""
        here = () if self.p.until - self.p.now < AWAY else ("zhaomin",)
        for username in ("fengxue", "wangfang", *here):
            caller = self.company.one(username)
            for owed in list_for(caller, until=self.p.now + timedelta(days=6)):
                if owed.what in MACHINES and (owed.not_before or self.p.now) <= self.p.now:
                    yield from self._about_machine(MACHINES[owed.what], owed.about, caller)

    def _about_machine(self, kind: str, machine: str, caller: Actor) -> Story:
        """Half of the customers agree to be called once more in the third month."""
        p = self.p
        number = calling.open_callback(kind, machine, by=caller, at=p.now)
        calling.start_callback(number, by=caller, at=p.now)
        yield p.minutes(1, 4)
        answers = calling.Answers(
            solved=True, satisfied=True, attitude_good=True, follow_up=kind != "month3" and p.happens(0.5),
            words=p.chance.choice(PRAISE),
        )  # fmt: skip
        calling.answer(number, answers, by=caller, at=p.now)

    def ask_recent(self, client: Client) -> Story:
        """Who bought shortly before the company began with Liuke is looked in on as well, and asked for the third month."""
        p, agent = self.p, self.one("wangfang", "zhouting")
        for machine in list_of_customer(client.id, by=agent, on=local(p.now).date())[:1]:
            number = calling.open_callback("week3", machine.number, by=agent, at=p.now)
            calling.start_callback(number, by=agent, at=p.now)
            yield p.minutes(1, 4)
            agreed = calling.Answers(
                solved=True, satisfied=True, attitude_good=True, follow_up=True, words="可以联系我"
            )
            calling.answer(number, agreed, by=agent, at=p.now)

    def _answers(self, order: str) -> calling.Answers:
        p = self.p
        happy = p.happens(0.93)
        return calling.Answers(
            solved=happy or p.happens(0.5), charged=self.paid(order), attitude_good=happy or p.happens(0.6), satisfied=happy,
            comes_back=happy and p.happens(0.8), brings_friends=happy and p.happens(0.4),
            words=p.chance.choice(PRAISE if happy else ANGER),
        )  # fmt: skip
