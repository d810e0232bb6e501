"""The account manager keeps companies: signs of the bond noted, contacts made; and the nights in which all is counted."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Final

from liuke.areas.keeping.actions.bond import note_sign
from liuke.areas.keeping.actions.contacts import note_contact
from liuke.areas.keeping.jobs import begin_contacts, grade_customers, regard_customers
from liuke.areas.keeping.queries.bond import SIGNS
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.player import Story

SPOKEN: Final = (
    ("visit", "新食堂明年三月开张，想先看两台样机"),
    ("call", "油烟机清洗周期改为每季度一次"),
    ("meeting", "采购经理换人，下周引见"),
    ("message", "发去节能补贴的申请说明"),
    ("visit", "夸上次抢修来得快，让我们报年度维保"),
)
SEEN: Final = (
    "说单子上的字太小，让我们改",
    "当着同行说我们修得最快",
    "同行来报价，没让进门",
    "明年的扩建先问我们的意见",
    "",
)


class Bonding(Cast):
    """What 赵敏 does with the companies that she keeps."""

    def counting(self) -> Story:
        """The night's jobs."""
        grade_customers(self.p.now)
        regard_customers(self.p.now)
        begin_contacts(self.p.now)
        yield from ()

    def keeping(self) -> Story:
        """From company to company: some bonds are firm, some loose, one or two nobody has looked at."""
        keeper, chance = self.company.one("zhaomin"), Random("bond")
        for number, client in enumerate(c for c in self.market.clients if c.is_kept):
            if number % 4 == 3:
                continue
            for sign in chance.sample(list(SIGNS), (8, 5, 2)[number % 4]):
                note_sign(client.id, sign, words=chance.choice(SEEN), by=keeper, at=self.p.now)
                yield self.p.now + timedelta(minutes=2)
            way, words = SPOKEN[number % len(SPOKEN)]
            note_contact(client.id, way=way, words=words, by=keeper, at=self.p.now)
            yield self.opening(self.p.now + timedelta(hours=5))
