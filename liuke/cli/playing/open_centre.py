"""What the last hours leave open at the centre, so that whoever signs in now finds work: through the same actions.

Each scene begins so many service minutes before the end and stops where somebody else has to go on. The minutes stand
beside what the handbook gives: of two abandoned calls, to be returned within 30, one is 26 old and one 12; an
order is declined before the 30 are over after which silence gives it back.
"""

from __future__ import annotations

from datetime import datetime

from liuke.areas.complaints.actions import handling
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.actions import calls, dispatching, orders
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.placing import offer_windows
from liuke.cli.playing.cast import Client
from liuke.cli.playing.company import Site
from liuke.cli.playing.handing import Handing
from liuke.cli.playing.hours import after, before
from liuke.cli.playing.player import Story
from liuke.cli.playing.words import HAND_MADE, KEEPERS
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.actions import HandMade, give, pass_on
from liuke.kernel.promises.rows import Owner

SCENE = "left open"


class OpenCentre(Handing):
    """Agent, hotline lead, dispatcher, complaint officer, account manager, and the managers' own word."""

    def leave_open(self) -> None:
        for minutes, act in (
            (22, self._platform_order), (9, self._platform_order),
            (26, self._abandoned), (12, self._abandoned),
            (21, self._to_dispatch), (11, self._to_dispatch), (3, self._to_dispatch),
            (27, self._declined), (38, self._not_answered),
            (150, self._agents_word), (140, self._passed_to_the_lead), (130, self._managers_words),
            (80, self._complaint), (47, self._complaint), (25, self._core_complaint), (200, self._unsettled),
        ):  # fmt: skip
            self.p.begin(SCENE, act(), self.ago(minutes), sure=True)
        self.p.begin("handing over", self.hand_over(), self.p.start.replace(hour=11, minute=5), sure=True)

    def ago(self, minutes: float) -> datetime:
        return before(self.p.until, minutes)

    def ahead(self, minutes: float) -> datetime:
        return after(self.p.until, minutes)

    def _platform_order(self) -> Story:
        """Nobody has taken it on yet."""
        self.received(self._anybody())
        yield from ()

    def _abandoned(self) -> Story:
        """He hung up, and waits for our call."""
        client, machine = self._anybody(), self.one("wangfang", "zhouting")
        calls.abandon_call(client.phone, by=machine, at=self.p.now, line="400", waited_seconds=48)
        yield from ()

    def _to_dispatch(self) -> Story:
        """The agent wrote the order and left the site to the dispatcher."""
        self.ordered(self._anybody())
        yield from ()

    def _declined(self) -> Story:
        """The site is full and says so; the dispatcher has a quarter of an hour for another one."""
        site = self.company.sites[0]
        number = self.ordered(self.neighbour(site), site)
        yield self.ago(9)
        dispatching.decline(number, reason="full", by=site.clerk, at=self.p.now)

    def _not_answered(self) -> Story:
        """The site says nothing: after half an hour the order comes back by itself."""
        site = self.company.sites[1]
        self.ordered(self.neighbour(site), site)
        yield from ()

    def _agents_word(self) -> Story:
        """Two promises by hand: one is a little late, one is due soon."""
        agent = self.company.one("wangfang")
        for words, due in ((HAND_MADE[0], self.ago(20)), (HAND_MADE[2], self.ahead(25))):
            self._promise(self._anybody(), words, due, agent)
            yield self.p.minutes(3, 8)

    def _passed_to_the_lead(self) -> Story:
        """The customer asks for somebody above: the agent passes his promise up."""
        agent, lead = self.company.one("zhouting"), self.company.one("sunlei")
        promise = self._promise(self._anybody(), "班长回电说明维修方案", self.ahead(40), agent)
        yield self.ago(30)
        pass_on(promise, to=Owner(person_id=lead.pk), because="用户要求班长回电", by=agent, at=self.p.now)
        self._promise(self._anybody(), "结案后回访，确认处理结果", self.ahead(330), lead)

    def _managers_words(self) -> Story:
        """A word given on the phone is a promise, whoever gives it (design §1)."""
        keeper, director = self.company.one("zhaomin"), self.company.one("huangzong")
        kept = [c for c in self.market.clients if c.is_kept]
        for words, due in zip(KEEPERS, (self.ahead(50), self.ahead(150), self.ahead(900)), strict=True):
            self._promise(self.p.chance.choice(kept), words, due, keeper)
            yield self.p.minutes(2, 6)
        self._promise(self.p.chance.choice(kept), "总经理回电，答复年度服务方案", self.ahead(200), director)

    def _complaint(self) -> Story:
        """Nobody has been named yet."""
        self.voiced(self._anybody())
        yield from ()

    def _core_complaint(self) -> Story:
        self.voiced(next(c for c in self.market.clients if c.is_kept))
        yield from ()

    def _unsettled(self) -> Story:
        """It has its handler; before anybody speaks with this customer, he has to know."""
        number = self.voiced(self._anybody())
        yield self.p.minutes(10, 30)
        officer = self.company.one("chenkai")
        handling.name_handler(number, officer, by=officer, at=self.p.now)

    def ordered(
        self, client: Client, site: Site | None = None, *, window: Window | None = None, wished: Window | None = None,
        machine: MachineRow | None = None,
    ) -> str:  # fmt: skip
        """A call that ends in an order, for a site if one is named; the dispatcher's reason then: it knows the house."""
        p, agent = self.p, self.one("wangfang", "zhouting")
        taken = calls.take_call(client.phone, by=agent, at=p.now, customer_id=client.id, line="400")
        asked = self.asked(client, taken.number, agent, machine=machine)
        if site and not window and not wished:
            window, wished = self._time_at(site, asked.line, asked.address, agent)
        return orders.order_visit(
            asked.request, machines=asked.lines, site=site.number if site else "", window=window, wished=wished,
            overrule_reason="knows_household" if site else "", by=agent, at=p.now,
        ).number  # fmt: skip

    def _time_at(self, site: Site, line: str, address: int | None, by: Actor) -> tuple[Window | None, Window | None]:
        """One of an own site's windows, or the wish that a commissioned one is told."""
        offer = offer_windows(
            kind="repair", product_lines=[line], address_id=address, site=site.number, count=12, by=by, at=self.p.now
        )
        return (None, self.wish()) if offer.asks_wish else (self.pick(offer), None)

    def _promise(self, client: Client, words: str, due: datetime, by: Actor) -> int:
        return give(HandMade(client.id, words, due), by=by, at=self.p.now)

    def _anybody(self) -> Client:
        """Somebody who waits for nothing yet, at whose own site."""
        return self.neighbour(self.p.chance.choice(self.company.sites))
