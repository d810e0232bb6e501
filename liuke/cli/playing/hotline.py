"""The hotline: the phone rings, platforms send orders, and somebody says on the phone what he will do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from liuke.areas.customers.actions.drafts import NewAddress
from liuke.areas.customers.actions.filing import complete_provisional
from liuke.areas.customers.queries.file import get_file
from liuke.areas.products.actions.machines import register_machine
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.actions import calls, orders, requests, running
from liuke.areas.service.queries.orders import open_orders_of_customers
from liuke.cli.playing import names
from liuke.cli.playing.cast import Client
from liuke.cli.playing.company import MODELS
from liuke.cli.playing.player import Story
from liuke.cli.playing.sites import Sites
from liuke.cli.playing.words import FAULTS, HAND_MADE, SOLVED
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises.actions import HandMade, done, give

KINDS = ("repair", "maintenance", "inspection")


@dataclass(frozen=True)
class Asked:
    """A request as it was written down, with what an order needs."""

    request: str
    machine: str
    line: str
    address: int | None
    lines: list[orders.MachineDraft]


@dataclass(frozen=True)
class Came:
    """An order as a platform sent it."""

    order: str
    kind: str
    line: str
    address: int


class Hotline(Sites):
    """What comes in, by phone and from platforms."""

    def call(self) -> Story:
        """The phone rings: a known customer mostly, sometimes a new one, sometimes nobody answers in time."""
        p, agent = self.p, self.one("wangfang", "zhouting")
        client = p.chance.choice(self.market.clients)
        if p.happens(0.05):
            yield from self._returned(client, agent)
        elif p.happens(0.06):
            client = self._newcomer(client.phone, agent)
        taken = calls.take_call(client.phone, by=agent, at=p.now, customer_id=client.id, line="400")
        yield p.minutes(1, 2)
        asked = self.asked(client, taken.number, agent)
        yield p.minutes(1, 4)
        if p.happens(0.2):
            requests.solve_on_phone(asked.request, reason=p.chance.choice(SOLVED), by=agent, at=p.now)
        elif there := self._open_order(client.id, asked.machine):
            yield from self._chase_up(asked.request, there, agent)
        else:
            yield from self._ordered(client, asked, agent)

    def _returned(self, client: Client, agent: Actor) -> Story:
        p = self.p
        missed = calls.abandon_call(
            client.phone, by=agent, at=p.now, line="400", waited_seconds=p.chance.randint(20, 90)
        )
        yield p.minutes(4, 45 if p.happens(0.1) else 25)
        calls.return_call(missed.number, by=agent, at=p.now)

    def _newcomer(self, phone: str, agent: Actor) -> Client:
        """An unknown number: registered at once, named while speaking. He rings again from the phone he used."""
        p = self.p
        fresh, city = names.mobile(p.chance), p.chance.choice((names.HANGZHOU, names.CHENGDU))
        taken = calls.take_call(fresh, by=agent, at=p.now, line="400")
        who, where = names.person(p.chance), names.place(p.chance, city)
        assert taken.customer_id is not None
        complete_provisional(
            taken.customer_id, kind="household", name=who, contact_name=who,
            addresses=[NewAddress(where.text, where.division, where.lng, where.lat)], by=agent, at=p.now,
        )  # fmt: skip
        client = Client(taken.customer_id, fresh, where.division[:6])
        self.market.clients.append(client)
        return client

    def asked(self, client: Client, call: str, agent: Actor, *, machine: MachineRow | None = None) -> Asked:
        """Write down what he wishes: one of his machines, and what is wrong with it; a named one is to be repaired."""
        p = self.p
        machines = list_of_customer(client.id, by=agent, on=local(p.now).date())
        kind = "repair" if machine else p.chance.choices(KINDS, weights=(80, 14, 6))[0]
        machine = machine or (p.chance.choice(machines) if machines else None)
        line = machine.line.key if machine else "hood"
        fault = p.chance.choice(FAULTS.get(line, FAULTS["hood"]))
        address = next((a.id for a in get_file(client.id, by=agent).addresses), None)
        opened = requests.open_request(
            client.id, kind=kind, fault=fault, product_line=line, call=call, address_id=address, by=agent, at=p.now
        )
        lines = [orders.MachineDraft(machine=machine.number, fault=fault)] if machine else []
        return Asked(opened.number, machine.number if machine else "", line, address, lines)

    def _open_order(self, customer: int, machine: str) -> str:
        """The order of this machine that is still open, if there is one."""
        found = open_orders_of_customers([customer]).get(customer, ())
        return next((o.number for o in found if o.site and machine), "")

    def _chase_up(self, request: str, order: str, agent: Actor) -> Story:
        p = self.p
        requests.solve_on_phone(request, reason="normal", note="已有在办工单，已催单", by=agent, at=p.now)
        running.chase_up(order, by=agent, at=p.now)
        yield p.minutes(5, 40 if p.happens(0.1) else 25)
        running.tell_user(order, topic="chase_up", by=self.site_of(order).clerk, at=p.now)

    def _ordered(self, client: Client, asked: Asked, agent: Actor) -> Story:
        p = self.p
        order = self.place(asked.request, asked.line, asked.address, asked.lines, agent)
        if p.happens(0.08):
            due = p.now + timedelta(hours=p.chance.choice((3, 5, 22, 26)))
            made = HandMade(client.id, p.chance.choice(HAND_MADE), due, about=order)
            promise = give(made, by=agent, at=p.now)
            kept_at = due - timedelta(minutes=p.chance.randint(10, 150) if p.happens(0.93) else -20)
            p.begin("promise by hand", self._keep(promise, agent), max(kept_at, p.now))
        yield from self.run(order)

    def _keep(self, promise: int, agent: Actor) -> Story:
        """What was said on the phone is done, sometimes a little late."""
        done(promise, note="已办", by=agent, at=self.p.now)
        yield from ()

    def platform_order(self) -> Story:
        """A cleaning or an installation sold on a platform comes in; an agent takes it on, a dispatcher sends it."""
        p = self.p
        came = self.received(p.chance.choice(self.market.clients))
        yield p.minutes(2, 25 if p.happens(0.1) else 14)
        orders.take(came.order, by=self.one("wangfang", "zhouting"), at=p.now)
        yield p.minutes(2, 14)
        dispatcher = self.one("liudiao", "dengyu")
        self.send(came.order, self.offer(came.kind, came.line, came.address, dispatcher), dispatcher)
        yield from self.run(came.order)

    def received(self, client: Client) -> Came:
        """An order of a platform arrives by itself."""
        p, platform = self.p, system_actor("import", "平台")
        address = get_file(client.id, by=platform).addresses[0].id
        kind, machine, line = self._sold(client, address, platform)
        source = p.chance.choice(("jd", "tmall", "douyin"))
        came = orders.receive_order(
            client.id, kind=kind, source=source, external_no=f"{source.upper()}{p.chance.randrange(10**12):012}",
            machines=[orders.MachineDraft(machine=machine)], address_id=address, by=platform, at=p.now,
        )  # fmt: skip
        return Came(came.order, kind, line, address)

    def _sold(self, client: Client, address: int, platform: Actor) -> tuple[str, str, str]:
        """What was sold: half of it new machines that wait for their installation."""
        p = self.p
        today = local(p.now).date()
        machines = list_of_customer(client.id, by=platform, on=today)
        if machines and p.happens(0.5):
            machine = p.chance.choice(machines)
            return "maintenance", machine.number, machine.line.key
        code, _, line, _ = p.chance.choice(MODELS)
        number = register_machine(
            client.id, model=code, bought_date=today, address_id=address, status="stored", proof_of_purchase=True,
            source="platform", by=platform, at=p.now,
        )  # fmt: skip
        return "install", number, line
