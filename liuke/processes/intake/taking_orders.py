"""A batch of a platform's orders into the tables, in the caller's transaction; safe to repeat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.areas.customers.actions.adding_addresses import add_addresses
from liuke.areas.customers.actions.drafts import NewAddress, NewCustomer
from liuke.areas.customers.actions.filing import register_many
from liuke.areas.customers.queries import known
from liuke.areas.customers.queries.known import Key
from liuke.areas.service.actions.platform_orders import find_externals, receive_orders
from liuke.areas.service.actions.platform_rows import PlatformOrder
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake.orders import Order


def take(orders: Sequence[Order], *, by: Actor, at: datetime, rules: Rules) -> None:
    """Receive a batch in the caller's transaction; a number that came before changes nothing."""
    came = find_externals((order.source, order.external_no) for order in orders)
    orders = [order for order in orders if (order.source, order.external_no, 0) not in came]
    owners = _owners(orders, by=by, at=at)
    places = _places(orders, owners, by=by, at=at)
    rows = [
        PlatformOrder(
            owner, order.kind, order.source, order.external_no, (order.machine,), place, order.wished, order.fault,
            order.ordered_at, order.payer, order.verification_code,
        )
        for order, owner, place in zip(orders, owners, places, strict=True)
    ]  # fmt: skip
    receive_orders(rows, by=by, at=at, rules=rules)


def _owners(orders: Sequence[Order], *, by: Actor, at: datetime) -> list[int]:
    """The customer of each order: known by name and number, else taken into the file, once.

    All who are known are locked together before anything is written: one order of locks everywhere.
    """
    wanted = [_key(order) for order in orders]
    standing = known.find_known(set(wanted))
    winners = lock_timelines(standing.values())
    new: dict[Key, NewCustomer] = {}
    for key, order in zip(wanted, orders, strict=True):
        if key not in standing:
            new.setdefault(key, order.customer)
    ids = register_many(list(new.values()), by=by, at=at, rules="silent", checked=True)
    owners = {key: winners[pk] for key, pk in standing.items()} | dict(zip(new, ids, strict=True))
    return [owners[key] for key in wanted]


def _places(orders: Sequence[Order], owners: Sequence[int], *, by: Actor, at: datetime) -> list[int]:
    """The address of each order in its customer's file, or a further one, once."""
    texts = [order.customer.addresses[0] for order in orders]
    wanted = [(owner, known.place_of(text.text)) for owner, text in zip(owners, texts, strict=True)]
    standing = known.find_places(set(owners))
    new: dict[tuple[int, known.Place], NewAddress] = {}
    for key, text in zip(wanted, texts, strict=True):
        if key not in standing:
            new.setdefault(key, text)
    ids = add_addresses([(owner, text) for (owner, _), text in new.items()], by=by, at=at)
    places = standing | dict(zip(new, ids, strict=True))
    return [places[key] for key in wanted]


def _key(order: Order) -> Key:
    key = known.key_of(order.customer.name, order.customer.contacts[0].phones[0])
    assert key is not None  # noqa: S101  # checked with the file
    return key
