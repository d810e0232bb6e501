"""What the last days leave open at a site, on a technician's phone, and at the desks that look after them."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta

from liuke.areas.care.actions.evaluating import evaluate
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.actions import booking, closing, dispatching, reviewing, running, visits
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.orders import get_order, list_orders
from liuke.areas.service.queries.placing import windows_for
from liuke.cli.playing.cast import Client
from liuke.cli.playing.company import Site
from liuke.cli.playing.open_centre import SCENE, OpenCentre
from liuke.cli.playing.player import Story
from liuke.foundation.clock import local
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor

STUCK = timedelta(days=16)


class OpenDesks(OpenCentre):
    """Site clerk and manager, technician, settlement clerk, regional manager."""

    def leave_open(self) -> None:
        super().leave_open()
        p, site = self.p, self.company.sites[0]
        for minutes, act in (
            (26, self._offered), (6, self._offered), (135, self._to_book), (75, self._to_book),
            (70, self._to_assign), (90, self._asked_again), (18, self._came_back), (160, self._moved_twice),
        ):  # fmt: skip
            p.begin(SCENE, act(site), self.ago(minutes), sure=True)
        morning = local(p.until).replace(hour=8, minute=40)
        p.begin(SCENE, self._a_day(site), morning - timedelta(days=2), sure=True)
        for days, window in ((4, 1), (3, 4), (3, 5)):
            p.begin(SCENE, self._to_review(site, window), morning - timedelta(days=days), sure=True)
        p.begin(SCENE, self._evaluated_badly(site, 3), morning - timedelta(days=4), sure=True)
        p.begin(SCENE, self._stuck(site), morning - STUCK, sure=True)

    def _offered(self, site: Site) -> Story:
        """To accept within half an hour."""
        self.ordered(self.neighbour(site), site)
        yield from ()

    def _to_book(self, site: Site) -> Story:
        """Accepted with a wish only: the window has to be agreed within two hours."""
        number = self.ordered(self.neighbour(site), site, wished=self.wish())
        yield self.p.minutes(3, 8)
        dispatching.accept(number, by=site.clerk, at=self.p.now)

    def _to_assign(self, site: Site) -> Story:
        """A window stands, and nobody has it yet."""
        number = self.ordered(self.neighbour(site), site)
        yield self.p.minutes(3, 8)
        dispatching.accept(number, by=site.clerk, at=self.p.now)

    def _asked_again(self, site: Site) -> Story:
        """He asks for the second time; the first answer did not satisfy him."""
        number = self.ordered(self.neighbour(site), site)
        yield self.p.minutes(3, 8)
        dispatching.accept(number, by=site.clerk, at=self.p.now)
        self.assign(number, site)
        for minutes in (60, 12):
            yield self.ago(minutes)
            running.chase_up(number, by=self.company.one("wangfang"), at=self.p.now)
            if minutes > 30:
                running.tell_user(number, topic="chase_up", by=site.clerk, at=self.p.now)

    def _came_back(self, site: Site) -> Story:
        """The same fault again: the site's manager owes a call within the hour, and a visit."""
        lead = self.company.one("sunlei")
        rows = list_orders(
            {"site": site.number, "state": "closed,to_call_back", "kind": "repair"}, by=lead, size=1
        ).rows
        for row in rows:
            closing.open_repeat(row.number, reason="same_fault", fault="用了几天又是同样的毛病", by=lead, at=self.p.now)
        yield from ()

    def _moved_twice(self, site: Site) -> Story:
        """Moved by us for the second time: the regional manager has to explain himself."""
        number = self.ordered(self.neighbour(site), site)
        yield self.p.minutes(3, 8)
        dispatching.accept(number, by=site.clerk, at=self.p.now)
        self.assign(number, site)
        for minutes in (100, 30):
            yield self.ago(minutes)
            late = windows_for(number, by=site.clerk, at=self.p.now)[-1 if minutes > 30 else -2]
            booking.reschedule(
                number, window=Window(late.start, late.end), moved_by="site", reason="no_technician",
                informed=minutes > 30, by=site.clerk, at=self.p.now,
            )  # fmt: skip

    def _a_day(self, site: Site) -> Story:
        """The first technician's day: one stop done, one at hand, one later; agreed two days before."""
        technician, now = site.technicians[0], self.p.until
        windows = [Window(w.start, w.end) for w in list_windows(local(now).date(), 1)]
        at_hand = next((i for i, w in enumerate(windows) if w.end > now), len(windows) - 1)
        stops = {at_hand - 1, at_hand, at_hand + 3}  # between them there is room for what a newcomer takes on
        for n in sorted(stops & set(range(len(windows)))):
            story = self._stop(site, technician, windows[n], is_at_hand=n == at_hand)
            self.p.begin(SCENE, story, self.p.minutes(5, 30), sure=True)
        yield from ()

    def _stop(self, site: Site, technician: Actor, window: Window, *, is_at_hand: bool) -> Story:
        p = self.p
        number = yield from self._booked(self.neighbour(site), site, technician, window)
        yield window.start - timedelta(minutes=10)
        visits.depart(number, by=technician, at=p.now)
        if is_at_hand and p.until < window.end:
            return  # he is on his way right now
        yield p.minutes(15, 30)
        yield from self.work(number, technician, 25)
        self.finish(number, technician)
        if not is_at_hand:  # the last one of an evening is not handed in yet
            yield p.minutes(4, 9)
            visits.report_completion(number, by=technician, at=p.now)

    def _booked(
        self, client: Client, site: Site, technician: Actor, window: Window, machine: MachineRow | None = None
    ) -> Generator[datetime, None, str]:
        number = self.ordered(client, site, window=window, wished=window, machine=machine)
        yield self.p.minutes(3, 9)
        dispatching.accept(number, by=site.clerk, at=self.p.now)
        booking.assign_technician(number, technician=technician.pk, by=site.clerk, at=self.p.now)
        return number

    def _to_review(self, site: Site, window: int) -> Story:
        """Reported two days ago or three, and nobody has looked at it."""
        yield from self._reported(self.neighbour(site), site, window)

    def _evaluated_badly(self, site: Site, window: int) -> Story:
        """By one tap on his own page, an hour ago: a callback agent calls him within four."""
        client = self.neighbour(site)
        number = yield from self._reported(client, site, window)
        yield self.ago(150)
        clerk = self.company.one("hanmei")
        reviewing.review_accept(number, by=clerk, at=self.p.now)
        yield self.ago(70)
        account = open_accounts([client.id], by=clerk, at=self.p.now)[client.id]
        evaluate(number, satisfied=False, words="用了两天又有异响", by=get_actor(account), at=self.p.now)

    def _reported(self, client: Client, site: Site, window: int) -> Generator[datetime, None, str]:
        technician = site.technicians[0]
        number = yield from self._booked(client, site, technician, self._tomorrow(window))
        yield from self._visited(number, technician)
        self.finish(number, technician)
        yield self.p.minutes(4, 9)
        visits.report_completion(number, by=technician, at=self.p.now)
        return number

    def _stuck(self, site: Site) -> Story:
        """In guarantee, and its part has been on the way for a fortnight: an exchange or a spare is owed soon."""
        technician = site.technicians[0]
        client, machine = self._guaranteed(site)
        number = yield from self._booked(client, site, technician, self._tomorrow(3), machine)
        yield from self._visited(number, technician)
        yield from self.ask_part(number, technician, ("approved", 20, 60), ("shipped", 120, 300))

    def _visited(self, number: str, technician: Actor) -> Story:
        order = get_order(number, by=technician)
        yield order.row.window_start or self.p.now
        visits.depart(number, by=technician, at=self.p.now)
        yield self.p.minutes(15, 25)
        yield from self.work(number, technician, 35)

    def _tomorrow(self, number: int) -> Window:
        """The window of this number of the next day."""
        windows = list_windows(local(self.p.now).date() + timedelta(days=1), 1)
        return Window(windows[number].start, windows[number].end)

    def _guaranteed(self, site: Site) -> tuple[Client, MachineRow]:
        """A neighbour with a machine in guarantee."""
        agent, today = self.company.one("wangfang"), local(self.p.now).date()
        for _ in range(40):
            client = self.neighbour(site)
            for machine in list_of_customer(client.id, by=agent, on=today):
                if machine.verdict and machine.verdict.state == "in":
                    return client, machine
        raise Refused("附近没有保内的机器。", "No machine near is in guarantee.", code="nobody-near")
