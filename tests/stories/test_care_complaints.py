"""H21: everybody of the centre writes down what a customer is not content with; the complaint opens from it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.care.actions import complaints
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.queries import complaints as queries
from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import merging
from liuke.foundation.faults import Forbidden, Invalid
from tests.given import care, customers
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=HERE)
HOUR = timedelta(hours=1)


@pytest.fixture
def world() -> World:
    return care.world(TEN - 2 * HOUR)


def voice(world: World, *, about: str = "", customer: int | None = None, at: datetime = TEN) -> str:
    return complaints.voice_dissatisfaction(
        about, words="多收了80元,没给收据", wants="退回多收的钱", channel="call", customer=customer or world.li,
        by=world.cast.agent, at=at,
    )  # fmt: skip


def test_grievances_of_many_customers_are_one_query_and_not_for_sites(world: World) -> None:
    voice(world)
    other = customers.zhou(world.cast, TEN)
    voice(world, customer=other)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = queries.grievances([world.li, other], by=world.cast.agent)

    assert set(found) == {world.li, other}
    assert len(asked) == 1
    assert queries.grievances([world.li], by=world.cast.east_clerk) == {}


def test_a_dissatisfaction_without_words_is_refused_by_name(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        complaints.voice_dissatisfaction("", words=" ", customer=world.li, by=world.cast.agent, at=TEN)

    assert set(refused.value.fields) == {"words"}


def test_sites_do_not_write_them_down_here(world: World) -> None:
    with pytest.raises(Forbidden):
        complaints.voice_dissatisfaction("", words="x", customer=world.li, by=world.cast.east_clerk, at=TEN)


def test_erasure_takes_the_customers_words_along(world: World) -> None:
    number = voice(world)

    merging.erase(world.li, reason="本人要求", by=world.cast.administrator, at=TEN + HOUR)

    d = Dissatisfaction.objects.get(number=number)
    assert (d.words, d.wants) == ("", "")
