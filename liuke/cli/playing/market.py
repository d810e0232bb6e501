"""The demo's customers and what stands in their kitchens."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.actions.filing import register_many
from liuke.areas.customers.queries.file import first_addresses
from liuke.areas.products.actions.intake import NewMachine
from liuke.areas.products.actions.intake import register_many as register_machines
from liuke.cli.playing import names
from liuke.cli.playing.cast import Client, Market
from liuke.cli.playing.company import MODELS, Company
from liuke.foundation.identity.models import Actor

_BATCH = 2_000
_SIZES = (1, 1, 1, 2, 2, 3)
_EVERY = 40
_THIRD_MONTH = timedelta(days=91)


def open_market(company: Company, count: int, chance: Random, *, at: datetime, until: datetime) -> Market:
    """Register `count` customers with one to three machines each; nothing is owed for what they bought before.

    Where the play is shorter than three months, some bought so that their third month ends with it.
    """
    third = None if until - _THIRD_MONTH >= at else (until - _THIRD_MONTH).date()
    admin, keeper = company.one("admin"), company.one("zhaomin")
    market = Market()
    for start in range(0, count, _BATCH):
        numbers = range(start, min(start + _BATCH, count))
        rows, phones = zip(*(_customer(n, chance, keeper) for n in numbers), strict=True)
        ids = register_many(rows, by=admin, at=at, rules="silent")
        clients = [
            Client(pk, phone, row.addresses[0].division[:6], row.is_core, third is not None and n % _EVERY == 3)
            for n, pk, phone, row in zip(numbers, ids, phones, rows, strict=True)
        ]
        market.clients += clients
        register_machines(_machines(clients, chance, at.date(), third, start), by=admin, at=at, rules="silent")
    return market


def _customer(number: int, chance: Random, keeper: Actor) -> tuple[NewCustomer, str]:
    city = names.CHENGDU if number % 5 in (1, 3) else names.HANGZHOU
    where = names.place(chance, city)
    phone = names.mobile(chance)
    address = NewAddress(
        where.text, where.division, where.lng, where.lat, chance.choice(("", "", "", "下午五点后在家"))
    )
    if number % 25 == 7:
        buyer, cook = names.person(chance), names.person(chance)
        contacts = [
            NewContact(buyer, "采购", role="采购经理", phones=[phone]),
            NewContact(cook, "厨房", role="厨师长", phones=[names.mobile(chance)]),
        ]
        core = number % 50 == 7
        return NewCustomer(
            "company", names.company(chance, city), contacts, [address], grade="A" if core else "B", is_core=core,
            secrecy="important" if core else "general", keeper_id=keeper.pk, source="dealer",
        ), phone  # fmt: skip
    name = names.person(chance)
    contacts = [NewContact(name, "本人", phones=[phone])]
    if chance.random() < 0.2:
        contacts.append(
            NewContact(names.person(chance), chance.choice(("配偶", "儿子", "女儿")), phones=[names.mobile(chance)])
        )
    grade = chance.choices(("A", "B", "C"), weights=(15, 25, 60))[0]
    source = chance.choice(("call", "jd", "tmall", "dealer"))
    return NewCustomer("household", name, contacts, [address], grade=grade, source=source), phone


def _machines(clients: list[Client], chance: Random, today: date, third: date | None, start: int) -> list[NewMachine]:
    homes = first_addresses([c.id for c in clients])
    made = []
    for n, client in enumerate(clients):
        for m in range(chance.choice(_SIZES)):
            code, _, _, _ = chance.choice(MODELS)
            installed = today - timedelta(days=chance.randint(20, 1500))
            if third and client.is_recent:
                installed = third + timedelta(days=chance.randint(-1, 3))
            made.append(
                NewMachine(
                    client.id, code, serial=f"NL{start + n:06}{m}{chance.randrange(1000):03}",
                    bought_date=installed - timedelta(days=chance.randint(1, 12)), installed_date=installed,
                    proof_of_purchase=chance.random() < 0.85, address_id=homes.get(client.id),
                )
            )  # fmt: skip
    return made
