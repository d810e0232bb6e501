"""Who is there to act, and for whom: people of the company, customers, the windows they agree on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.orders import list_by_number, open_orders_of_customers
from liuke.cli.playing.company import Company, Site
from liuke.cli.playing.player import Player
from liuke.foundation.clock import local
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Client:
    """A customer of the demo as the player knows him: his id, the phone he calls from, his district, when he bought."""

    id: int
    phone: str
    district: str = ""
    is_kept: bool = False  # a core customer with a keeper
    is_recent: bool = False  # bought two months before the play: asked whether he may be called in the third


@dataclass
class Market:
    """The customers of the demo."""

    clients: list[Client] = field(default_factory=list)


class Cast:
    """What all stories use."""

    def __init__(self, player: Player, company: Company, market: Market) -> None:
        self.p, self.company, self.market = player, company, market

    def one(self, *usernames: str) -> Actor:
        return self.company.one(self.p.chance.choice(usernames))

    def site_of(self, number: str) -> Site:
        row = list_by_number([number], by=self.company.one("liudiao"))[number]
        return self.company.site(row.site)

    def neighbour(self, site: Site) -> Client:
        """Somebody whom this site serves and who waits for nothing."""
        near = [c for c in self.market.clients if any(c.district.startswith(area) for area in site.areas)]
        for client in self.p.chance.sample(near, len(near)):
            if not open_orders_of_customers([client.id]):
                return client
        raise Refused("附近没有空闲的用户。", "Everybody near waits for something.", code="nobody-near")

    def wish(self, *days: int) -> Window:
        """A two-hour window within the next two days, or on one of these."""
        day = local(self.p.now + timedelta(days=self.p.chance.choice(days or (1, 1, 2)))).date()
        hour = self.p.chance.choice((8, 10, 12, 14, 16, 18))
        start = datetime.combine(day, datetime.min.time(), local(self.p.now).tzinfo) + timedelta(hours=hour)
        return Window(start, start + timedelta(hours=2))

    def opening(self, wanted: datetime) -> datetime:
        """The moment itself, or the next morning if it is night."""
        here = local(wanted)
        if 8 <= here.hour < 20:
            return wanted
        morning = here.replace(hour=8, minute=self.p.chance.randint(2, 55))
        return morning if here.hour < 8 else morning + timedelta(days=1)
