"""At the door: called ahead, driven, worked, reported, reviewed; sometimes a part is missing and he comes again."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from datetime import datetime, timedelta

from liuke.areas.service.actions import booking, reviewing, running, visits
from liuke.areas.service.queries.names import MachineDone, items_offered
from liuke.areas.service.queries.orders import get_order, list_by_number
from liuke.cli.playing import stores
from liuke.cli.playing.company import Site
from liuke.cli.playing.money import Money
from liuke.cli.playing.pictures import picture
from liuke.cli.playing.player import Story
from liuke.foundation.faults import Refused
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor

RESULTS = {"repair": "repaired", "maintenance": "maintained", "inspection": "inspected", "install": "installed"}


class Visits(Money):
    """What a technician does with an order that was given to him."""

    def visit(self, number: str, site: Site, technician: Actor) -> Story:
        p = self.p
        order = list_by_number([number], by=site.clerk)[number]
        start, end = order.window_start, order.window_end
        if start is None or end is None:
            return
        yield from self._chased(number, site, start)
        yield max(p.now, start - timedelta(minutes=p.chance.randint(35, 70)))
        visits.call_ahead(number, by=technician, at=p.now)
        yield max(p.now, start - timedelta(minutes=p.chance.randint(15, 30)))
        visits.depart(number, by=technician, at=p.now)
        if p.happens(0.06):
            yield from self._late(number, site, end)
        else:
            yield max(p.now + timedelta(minutes=8), end - timedelta(minutes=p.chance.randint(5, 110)))
        yield from self.work(number, technician, p.chance.randint(20, 70))
        stores.cure(number, technician, at=p.now)
        if p.happens(0.07):
            technician = yield from self._second_visit(number, site, technician)
        self.charge(number, technician)
        yield from self.report(number, technician)
        yield from self._review(number)

    def _chased(self, number: str, site: Site, start: datetime) -> Story:
        """Now and then he asks on the phone whether somebody will come, and is told."""
        p = self.p
        if not (p.happens(0.05) and start - p.now > timedelta(hours=5)):
            return
        yield start - timedelta(hours=4)
        running.chase_up(number, by=self.one("wangfang", "zhouting"), at=p.now)
        yield p.minutes(5, 40)
        running.tell_user(number, topic="chase_up", by=site.clerk, at=p.now)

    def _late(self, number: str, site: Site, end: datetime) -> Story:
        """The job before takes longer; the site mostly tells the user, and he comes after the window."""
        p = self.p
        late = p.chance.randint(15, 50)
        yield max(p.now, end + timedelta(minutes=p.chance.randint(3, 13)))
        if p.happens(0.9):
            running.tell_user(number, topic="late", by=site.clerk, at=p.now)
        yield max(p.now, end + timedelta(minutes=late))

    def work(self, number: str, technician: Actor, minutes: float) -> Story:
        """Arrive now, and work so long."""
        visits.arrive(number, by=technician, at=self.p.now)
        yield self.p.minutes(2, 6)
        visits.start(number, by=technician, at=self.p.now)
        yield self.p.minutes(minutes, minutes)

    def _second_visit(self, number: str, site: Site, technician: Actor) -> Generator[datetime, None, Actor]:
        """A part is missing; whoever is free comes again once it is there."""
        p = self.p
        yield from self.ask_part(
            number, technician, ("approved", 20, 115), ("shipped", 120, 900), ("arrived", 900, 2600)
        )
        yield self.opening(p.minutes(15, 130 if p.happens(0.1) else 90))
        self.agree(number, site, 1)
        yield p.minutes(2, 20)
        again = self.assign(number, site) or technician
        order = get_order(number, by=site.clerk)
        yield max(p.now, (order.row.window_start or p.now) - timedelta(minutes=20))
        visits.depart(number, by=again, at=p.now)
        yield p.minutes(15, 60)
        yield from self.work(number, again, p.chance.randint(20, 60))
        stores.put_in(number, [part.number for part in get_order(number, by=again).parts], again, at=p.now)
        return again

    def ask_part(self, number: str, technician: Actor, *steps: tuple[str, float, float]) -> Story:
        """He needs a part; each step of it comes after so many minutes, least and most."""
        p, parts = self.p, self.company.one("hanmei")
        clerk = next(site.clerk for site in self.company.sites if technician in site.technicians)
        wanted = stores.wanted_for(number, technician)
        visits.second_visit(number, reason="part", part=wanted, by=technician, at=p.now)
        for step, least, most in steps:
            yield self.opening(p.minutes(least, most))
            for part in get_order(number, by=parts).parts:
                stores.move_on(part.number, step, keeper=parts, clerk=clerk, at=p.now)

    def report(self, number: str, technician: Actor) -> Story:
        """The work ends, and is reported mostly at once, now and then only hours later."""
        self.finish(number, technician)
        yield self.p.minutes(3, 170 if self.p.happens(0.05) else 40)
        visits.report_completion(number, by=technician, at=self.p.now)

    def finish(self, number: str, technician: Actor) -> None:
        """Each machine has its result, a photo and a signature are there."""
        now, order = self.p.now, get_order(number, by=technician)
        result = RESULTS.get(order.row.kind, "repaired")
        done = [MachineDone(m.line, result, m.serial or f"NL9{m.line}{number[3:]}") for m in order.machines]
        photo = store(picture(), name="machine.png", subject=f"order:{number}", by=technician, at=now)
        sign = store(picture(), name="signature.png", subject=f"order:{number}", by=technician, at=now)
        visits.finish(
            number,
            results=done,
            checklist=items_offered(order.row.kind),
            photos=[photo],
            signature=sign,
            by=technician,
            at=now,
        )

    def _review(self, number: str) -> Story:
        yield self.opening(self.p.minutes(30, 360))
        reviewing.review_accept(number, by=self.company.one("hanmei"), at=self.p.now)
        if self.p.happens(0.2):
            self.p.begin("evaluation", self.evaluation(number), self.opening(self.p.minutes(10, 110)))

    def assign(self, number: str, site: Site) -> Actor | None:
        """Give the window to whoever is free; if nobody is, the user is asked for another time."""
        crew = self.p.chance.sample(site.technicians, len(site.technicians))
        for attempt in range(6):
            for technician in crew:
                try:
                    booking.assign_technician(number, technician=technician.pk, by=site.clerk, at=self.p.now)
                except Refused:
                    continue
                return technician
            with suppress(Refused):
                window = self.wish(attempt // 2 + 1, attempt // 2 + 2)
                booking.reschedule(
                    number, window=window, moved_by="user", reason="user_wish", by=site.clerk, at=self.p.now
                )
        return None

    def agree(self, number: str, site: Site, *days: int) -> None:
        """Agree a window with the user; where the first is full, another one."""
        for later in range(5):
            with suppress(Refused):
                window = self.wish(*(day + later for day in days or (1, 1, 2)))
                booking.book(number, window=window, by=site.clerk, at=self.p.now)
                return
