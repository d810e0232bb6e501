"""A million customers by the customers' own bulk action: contacts, phones, addresses, search words, sealed values.

`python -m bench.filling.customers FIRST LAST` files a range; two processes do it side by side.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from bench import home, people

if TYPE_CHECKING:
    from liuke.areas.customers.actions.drafts import NewCustomer

BATCH = 5_000


def fill(first: int, last: int, *, now: datetime, remember: bool = True) -> None:
    """Customers first..last-1, registered over the last year; the handbook stays silent."""
    from django.db import transaction

    from liuke.areas.customers.actions import filing
    from liuke.foundation.identity.queries import system_actor

    by = system_actor("import", "demo")
    for start in range(first, last, BATCH):
        rows = [draft(n) for n in range(start, min(start + BATCH, last))]
        at = now - timedelta(days=400) + timedelta(minutes=start // BATCH)
        with transaction.atomic():
            made = filing.register_many(rows, by=by, at=at.replace(microsecond=777_000), rules="silent")
            if remember:
                _remember(start, made)


def _remember(start: int, made: list[int]) -> None:
    """Which customer is the n-th, for what is laid upon them later."""
    from django.db import connection

    with connection.cursor() as cursor, cursor.copy("copy bench.customer (n, id) from stdin") as copy:
        for n, pk in enumerate(made, start=start):
            copy.write_row((n, pk))


def draft(n: int) -> NewCustomer:
    """The n-th customer: one in 25 a company, one in 20 graded A, one in ten with a second person who calls."""
    from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
    from liuke.cli.playing import names

    chance = Random(n)
    city = names.HANGZHOU if n % 5 < 3 else names.CHENGDU
    is_company = n % 25 == 7
    name = names.company(chance, city) if is_company else names.person(chance)
    place = names.place(chance, city)
    contact = names.person(chance) if is_company else name
    shared = people.shares_with(n)
    phones = [people.mobile(n), *([people.mobile(shared)] if shared is not None else [])]
    contacts = [NewContact(contact, "联系人" if is_company else "本人", phones=phones)]
    if n % 10 == 3:
        contacts.append(NewContact(names.person(chance), "家人", phones=[f"0571{80_000_000 + n}"]))
    return NewCustomer(
        kind="company" if is_company else "household",
        name=name,
        contacts=contacts,
        addresses=[NewAddress(place.text, place.division, place.lng, place.lat)],
        grade="A" if n % 20 == 0 else "B" if n % 5 == 1 else "C" if n % 3 == 0 else "",
        is_core=n % 500 == 0,
        source="import",
    )


if __name__ == "__main__":
    home.enter(sys.argv[1])
    fill(int(sys.argv[2]), int(sys.argv[3]), now=datetime.fromisoformat(sys.argv[4]))
