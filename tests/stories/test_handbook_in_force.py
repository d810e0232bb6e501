"""The default handbook, loaded and played: the parts of it that no room's own story shows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import care, network
from tests.given.care import World

pytestmark = pytest.mark.django_db
TEN = datetime(2026, 11, 23, 10, tzinfo=HERE)


@pytest.fixture
def world() -> World:
    return care.world(TEN)


def certify(world: World, expires_on: date, at: datetime) -> None:
    network.certify(world.cast, world.cast.east_second, "gas", at, number="T330102198001011234", expires_on=expires_on)


def renewals() -> list[Promise]:
    return list(Promise.objects.filter(what="renew-certificate").order_by("pk"))


def test_a_certificate_owes_its_renewal_thirty_days_before_it_ends(world: World) -> None:
    certify(world, date(2027, 6, 30), TEN)

    [owed] = renewals()
    assert owed.due_at == datetime(2027, 5, 31, tzinfo=HERE)
    assert owed.owner_team == f"site:{world.net.east}"


def test_a_renewed_certificate_keeps_that_promise_and_owes_the_next(world: World) -> None:
    certify(world, date(2027, 6, 30), TEN)
    certify(world, date(2029, 6, 30), TEN + timedelta(days=100))

    assert [(p.state, p.due_at.year) for p in renewals()] == [("kept", 2027), ("open", 2029)]


def test_loading_the_same_handbook_again_changes_nothing(world: World) -> None:
    loaded = load([care.HANDBOOK], by=world.cast.administrator, at=TEN + timedelta(hours=1))

    assert (loaded.added, loaded.changed, loaded.withdrawn) == (0, 0, 0)
    assert loaded.unchanged > 40
