"""A list that may leave: all customers, one column with the name; and people who decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.queries import lists
from liuke.areas.secrecy.queries.lists import Listing, Row
from liuke.foundation.export.cells import Column
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.words import Words
from tests.given import customers, people
from tests.given.customers import Known
from tests.given.people import Cast

TRIAL = "trial"


@dataclass(frozen=True)
class World:
    """`complaints` is a manager of general data; the cast's `manager` is the general manager."""

    cast: Cast
    known: Known
    complaints: Actor


def rows(filter: str, by: Actor, at: datetime) -> Iterator[Row]:
    for one in Customer.objects.exclude(grade=filter or "-").order_by("pk"):
        yield one.pk, (one.code, one.name)


def world(at: datetime) -> World:
    """The standing people and customers, with 海川 at the level important."""
    cast = people.cast(at)
    boss = system_actor(Actor.Kind.IMPORT, "given")
    complaints = identity.add_person(username="chenjingli", name="陈经理", roles=("complaint_manager",), by=boss, at=at)
    lists.register(Listing(TRIAL, Words("试用列表", "A list for trial"), frozenset({"hotline_lead"}), _columns, rows))
    return World(cast, customers.known(cast, at), complaints)


def _columns() -> dict[str, Column]:
    return {"code": Column("Code"), "name": Column("Name")}
