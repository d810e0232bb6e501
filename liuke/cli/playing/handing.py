"""An account manager leaves (H8): his customers find new keepers, who read before they speak, and one brief is a warning."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.areas.complaints.actions import handling, taking
from liuke.areas.complaints.actions.taking import Heard
from liuke.areas.customers.actions.keepers import set_keepers
from liuke.areas.keeping.actions import handing_over
from liuke.areas.keeping.queries.handovers import list_handovers
from liuke.cli.playing.cast import Client
from liuke.cli.playing.hours import after, before
from liuke.cli.playing.player import Story
from liuke.cli.playing.stories import Stories
from liuke.kernel.promises.actions import HandMade, give
from liuke.processes.leaving import leave

KEPT = 12
ANGRY = "修了三次还是响，说好给我换新机，一个多月了没有下文。"
PROMISED = "换机方案批下来后当天回电"
DECIDED_BEFORE, READ_BEFORE = 200, 150
"""Service minutes before the end: decided so late that the briefs still lie unread in time."""


class Handing(Stories):
    """吴磊 keeps a dozen customers and leaves; 罗军 decides, 赵敏 and 林杰 take over."""

    def hand_over(self) -> Story:
        """One of them complains meanwhile and was promised a call; half of them are still to be decided at the end."""
        p, leaver, regional = self.p, self.company.one("wulei"), self.company.one("luojun")
        kept = [c for c in self.market.clients if not c.is_kept and not c.is_recent][5::6][:KEPT]
        set_keepers({c.id: leaver for c in kept}, by=regional, at=p.now)
        yield self._not_before(p.until - timedelta(days=4))
        self._disappoint(kept[0])
        yield self._not_before(p.until - timedelta(days=2))
        leave(leaver, by=self.company.one("admin"), at=p.now)
        yield before(p.until, DECIDED_BEFORE)
        third, heirs = len(kept) // 3, (self.company.one("zhaomin"), self.company.one("linjie"))
        chosen = {c.id: heirs[n // third].pk for n, c in enumerate(kept[: 2 * third])}
        number = next(h.number for h in list_handovers(by=regional) if h.previous == leaver.name)
        handing_over.decide(number, chosen, by=regional, at=p.now)
        yield before(p.until, READ_BEFORE)
        self._take_over(kept[1:third])

    def _disappoint(self, client: Client) -> None:
        """A complaint that is not settled, and a word that its keeper did not keep."""
        p, lead, officer = self.p, self.company.one("sunlei"), self.company.one("chenkai")
        heard = Heard(ANGRY, customer=client.id, source="hotline", wants="按承诺换一台新的")
        number = taking.receive(heard, by=lead, at=p.now)
        handling.name_handler(number, officer, by=officer, at=p.now)
        give(HandMade(client.id, PROMISED, after(p.now, 60)), by=self.company.one("wulei"), at=p.now)

    def _take_over(self, clients: list[Client]) -> None:
        """赵敏 has read her briefs but the gravest, and called the first of those customers."""
        p, keeper = self.p, self.company.one("zhaomin")
        for client in clients:
            handing_over.acknowledge(client.id, contact_by=after(p.until, 120), by=keeper, at=p.now)
        if clients:
            note = "自我介绍；油网清洗约在下月初，有事直接找我。"
            handing_over.first_contact(clients[0].id, note=note, by=keeper, at=p.now)

    def _not_before(self, moment: datetime) -> datetime:
        return self.opening(max(moment, self.p.now + timedelta(hours=1)))
