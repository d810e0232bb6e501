"""Who agreed to be greeted and when they have their birthdays; a company that goes back to the public pool."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from liuke.areas.charges.jobs import count_sales
from liuke.areas.customers.actions import consents
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.queries.file import get_file
from liuke.areas.keeping.actions.pooling import give_back
from liuke.areas.keeping.jobs import plan_greetings
from liuke.cli.playing.cast import Cast, Client
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local
from liuke.kernel.playbook.register import read_facts
from liuke.processes.greetings import greet

AGREE: Final = 60
LUNAR: Final = ("八月十五", "腊月初八", "正月初六", "五月初五", "冬月十八", "腊月廿三")
GIVEN_BACK: Final = ("食堂已停业，设备转让", "总部统一采购，不再由本地负责")


class Caring(Cast):
    """What the agents hear about consent and birthdays, and what the nights make of it."""

    def agreeing(self) -> Story:
        """In the first week some are asked whether they wish to be greeted; those who complain are among them."""
        chance = Random("caring")
        for number, client in enumerate(chance.sample(self.market.clients, min(AGREE, len(self.market.clients)))):
            self._agrees(client, chance, in_days=number % 20 + 1)
            yield self.opening(self.p.now + timedelta(minutes=25))

    def greeting(self) -> Story:
        """The last night and its morning; who complains meanwhile and agreed is asked about."""
        chance = Random("caring again")
        by_id = {client.id: client for client in self.market.clients}
        unsettled = [pk for pk, told in read_facts({"complaint_open"}, by_id).items() if told["complaint_open"]]
        for number, pk in enumerate(sorted(unsettled)[:4]):
            self._agrees(by_id[pk], chance, in_days=number + 2)
        count_sales(self.p.now)
        plan_greetings(self.p.now)
        yield self.p.now.replace(hour=8, minute=30)
        greet(self.p.now)

    def giving_back(self) -> Story:
        """Two core customers that need no keeper any more: the director decides so."""
        director = self.company.one("huangzong")
        kept = [client for client in self.market.clients if client.is_kept]
        for client, note in zip(kept[-2:], GIVEN_BACK, strict=False):
            give_back(client.id, note=note, by=director, at=self.p.now)
            yield self.opening(self.p.now + timedelta(hours=3))

    def _agrees(self, client: Client, chance: Random, *, in_days: int) -> None:
        agent, at = self.company.one("wangfang"), self.p.now
        consents.give(client.id, "care", way="call", by=agent, at=at)
        born = _birthday(local(self.p.until) + timedelta(days=in_days), chance)
        field = {"lunar_birthday": chance.choice(LUNAR)} if chance.random() < 0.2 else {"birthday": born}
        contact = get_file(client.id, by=agent).contacts[0]
        set_fields(client.id, field, told=Told("self"), contact_id=contact.id, by=agent, at=at)


def _birthday(on: datetime, chance: Random) -> str:
    return f"{chance.randint(1958, 1996)}-{on:%m}-{min(on.day, 28):02}"
