"""Between centre and door: offered, accepted or declined, booked, assigned; and the dispatcher who sends it on."""

from __future__ import annotations

from datetime import timedelta

from liuke.areas.service.actions import booking, dispatching, orders
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.orders import get_order, list_by_number, list_orders
from liuke.areas.service.queries.placing import OfferedWindow, WindowOffer, offer_windows
from liuke.areas.service.queries.rows import OrderRow
from liuke.cli.playing.company import Site
from liuke.cli.playing.player import Story
from liuke.cli.playing.visits import Visits
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor


class Sites(Visits):
    """From the wish of a visit to a technician who has it."""

    def run(self, number: str) -> Story:
        """From the offer to the review: accepted, booked, visited, reported."""
        p = self.p
        site = self.site_of(number)
        if p.happens(0.05):
            yield from self._unanswered(number)
            return
        yield self.opening(p.minutes(2, 22))
        if p.happens(0.03):
            dispatching.decline(number, reason="full", by=site.clerk, at=p.now)
            yield p.minutes(2, 12)
            self._send_elsewhere(number, site)
            site = self.site_of(number)
            yield p.minutes(3, 20)
        accepted = dispatching.accept(number, by=site.clerk, at=p.now)
        if accepted.state == "to_book":
            yield from self._book(number, site)
        yield p.minutes(2, 30)
        technician = self.assign(number, site)
        if technician is not None:
            yield from self.visit(number, site, technician)

    def _unanswered(self, number: str) -> Story:
        """The site says nothing: the order comes back after half an hour, and the dispatcher sends it on."""
        yield self.opening(self.p.minutes(41, 44))
        row = list_by_number([number], by=self.company.one("liudiao"))[number]
        if row.state == "to_dispatch" and row.address_id is not None:
            self._send_on(row)

    def _send_on(self, row: OrderRow) -> None:
        dispatcher = self.one("liudiao", "dengyu")
        self.send(row.number, self.offer(row.kind, row.product_line, row.address_id, dispatcher), dispatcher)
        self.p.begin("order taken up again", self.run(row.number), self.p.minutes(1, 3))

    def _book(self, number: str, site: Site) -> Story:
        """A commissioned site agrees the window itself; now and then nobody answers at first."""
        p = self.p
        yield self.opening(p.minutes(10, 150 if p.happens(0.1) else 100))
        if p.happens(0.06):
            booking.not_reached(number, by=site.clerk, at=p.now)
            yield self.opening(p.minutes(90, 300))
        self.agree(number, site)

    def dispatch_round(self) -> Story:
        """The dispatcher's look at what waits: declined, recalled, taken on; each goes to the best site with room."""
        p = self.p
        for row in list_orders({"state": "to_dispatch"}, by=self.company.one("liudiao")).rows:
            if p.now - row.changed_at < timedelta(minutes=2) or row.address_id is None:
                continue
            self._send_on(row)
            yield p.minutes(1, 2)

    def offer(self, kind: str, line: str, address: int | None, by: Actor) -> WindowOffer:
        offer = offer_windows(kind=kind, product_lines=[line], address_id=address, by=by, at=self.p.now)
        if not offer.site:
            raise Refused("没有网点可派。", "No site can take it.", code="no-site")
        return offer

    def send(self, number: str, offer: WindowOffer, by: Actor) -> None:
        """Dispatch as the offer suggests: the soonest window, or what a commissioned site shall ask the user for."""
        window = None if offer.asks_wish or not offer.windows else _of(offer.windows[0])
        wished = self.wish() if window is None else None
        dispatching.dispatch(number, site=offer.site, window=window, wished=wished, by=by, at=self.p.now)

    def place(self, request: str, line: str, address: int | None, lines: list[orders.MachineDraft], by: Actor) -> str:
        """Make the order of a request and send it where it is served best. A later window than the first is his wish."""
        offer = self.offer("repair", line, address, by)
        window = None if offer.asks_wish else self.pick(offer)
        is_later = window is not None and window != _of(offer.windows[0])
        wished = window if is_later else None if window else self.wish()
        return orders.order_visit(
            request, machines=lines, site=offer.site, window=window, wished=wished, by=by, at=self.p.now
        ).number

    def pick(self, offer: WindowOffer) -> Window | None:
        return _of(self.p.chance.choice(offer.windows)) if offer.windows else None

    def _send_elsewhere(self, number: str, refused: Site) -> None:
        order = get_order(number, by=self.company.one("liudiao"))
        dispatcher = self.one("liudiao", "dengyu")
        other = next((s for s in self.company.sites if s is not refused and s.city == refused.city), refused)
        wished = self.wish() if other.mode != "own" else None
        dispatching.dispatch(
            order.row.number, site=other.number, wished=wished, overrule_reason="free_sooner", by=dispatcher,
            at=self.p.now,
        )  # fmt: skip


def _of(offered: OfferedWindow) -> Window:
    return Window(offered.start, offered.end)
