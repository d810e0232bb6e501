"""Further addresses of many customers at once: the facts of `contacts.add_address`, a statement a table."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.drafts import Complaints, NewAddress, check_address
from liuke.areas.customers.models import Address, Contact, Customer
from liuke.areas.customers.rules import searching
from liuke.events.customers import AddressAdded
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry

_SEARCH: Final = """
    INSERT INTO customers_searchentry (customer_id, words) SELECT * FROM unnest(%s::bigint[], %s::tsvector[])
    ON CONFLICT (customer_id) DO UPDATE SET words = excluded.words"""


def add_addresses(rows: Sequence[tuple[int, NewAddress]], *, by: Actor, at: datetime) -> list[int]:
    """An address for each (customer, address); returns their ids in order. Customers are winners, each may come often.

    Raises Invalid with `rows.<n>.<field>` where an address is wrong, Missing where a customer is not to be seen.
    """
    found = Complaints()
    for place, (_, address) in enumerate(rows):
        check_address(address, found, f"rows.{place}.")
    if found.fields:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=found.fields)
    if not rows:
        return []
    with transaction.atomic():
        owners = _locked({owner for owner, _ in rows}, by)
        made = writing.write_addresses([(owners[owner], address) for owner, address in rows])
        refresh_searches(owners)
        events = [
            Entry(AddressAdded(owners[owner].code, new.pk, new.division, new.masked), on=owner)
            for (owner, _), new in zip(rows, made, strict=True)
        ]
        record_many(events, by=by, at=at)
    return [new.pk for new in made]


def refresh_searches(customer_ids: Collection[int]) -> None:
    """The search words of these customers anew from what stands in the tables, in one write."""
    ids = sorted(customer_ids)
    names: dict[int, list[str]] = {pk: [] for pk in ids}
    streets: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, name in Customer.objects.filter(pk__in=ids).values_list("pk", "name"):
        names[pk].append(name)
    for pk, name in Contact.objects.filter(customer__in=ids).values_list("customer_id", "name"):
        names[pk].append(name)
    for pk, masked in Address.objects.filter(customer__in=ids).values_list("customer_id", "masked"):
        streets[pk].append(masked)
    with connection.cursor() as cursor:
        cursor.execute(_SEARCH, [ids, [searching.words_of(names[pk], streets[pk]) for pk in ids]])


def _locked(ids: set[int], by: Actor) -> dict[int, Customer]:
    lock_timelines(ids)
    found = {c.pk: c for c in Customer.objects.filter(pk__in=ids, merged_into__isnull=True)}
    if ids - (set(found) & access.visible(ids, by)):
        raise Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
    return found
