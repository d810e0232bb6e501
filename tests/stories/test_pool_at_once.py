"""Four keepers and one customer of the pool at the same moment, with real commits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions import pooling
from liuke.areas.keeping.models import Taken
from liuke.foundation.faults import Refused
from liuke.foundation.identity.actions import add_person
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from tests.given import customers, people
from tests.stories.test_customers_at_once import at_once
from tests.support.databases import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_of_four_who_take_one_customer_at_the_same_moment_one_has_him(fresh_database: Database) -> None:
    cast = people.cast(NOON - DAY)
    boss, haichuan = system_actor(Actor.Kind.IMPORT, "given"), customers.haichuan(cast, NOON - DAY)
    keepers = [
        add_person(username=f"keeper{n}", name=f"林{n}", roles=["account_manager"], by=boss, at=NOON - DAY)
        for n in range(4)
    ]
    pooling.give_back(haichuan, note="工厂搬走了", by=cast.manager, at=NOON)

    def take(by: Actor) -> Callable[[], object]:
        return lambda: pooling.take(haichuan, by=by, at=NOON + HOUR)

    ends = at_once([take(one) for one in keepers])

    assert sum(isinstance(end, Refused) for end in ends) == 3
    assert Taken.objects.count() == 1 and Customer.objects.get(pk=haichuan).keeper == Taken.objects.get().keeper
