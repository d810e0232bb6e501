"""Checking in with a phone's position: the distance is kept, the position is not, and it never stands in the way."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.customers.models import Address
from liuke.areas.service.actions import visits
from liuke.areas.service.models import FieldAct, Visit, WorkOrder
from liuke.foundation import clock
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_
from tests.web.test_field import sent, state

pytestmark = pytest.mark.django_db
FAR = "service.visit.arrived_far"


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def on_the_way(c: Company) -> tuple[str, float, float]:
    """An order whose door has a place, and its technician set off."""
    number = service.assigned(c, clock.now())
    visits.depart(number, by=c.cast.east_technician, at=clock.now())
    order = WorkOrder.objects.get(number=number)
    Address.objects.filter(pk=order.address_id).update(lng="120.22", lat="30.25")
    return number, 120.22, 30.25


def test_five_kilometres_off_is_told_to_site_and_centre_and_stops_nobody(c: Company) -> None:
    number, lng, lat = on_the_way(c)
    phone = as_(c.cast.east_technician)
    assert "data-position" in phone.get(f"/field/orders/{number}/").content.decode()

    assert sent(phone, number, "arrival", lng=f"{lng:.6f}", lat=f"{lat + 0.0471:.6f}", accuracy="38") == 200

    visit = Visit.objects.get(order__number=number)
    assert (state(number), visit.away_metres, visit.away_accuracy) == ("on_the_way", 5200, 100)
    told = Event.objects.get(kind=FAR, subject=visit.number)
    assert told.facts["km"] == "5.2" and "30.29" not in str(told.facts)
    assert "30.29" not in str(list(FieldAct.objects.values()))
    for who in (c.cast.east_clerk, c.cast.dispatcher):
        assert "签到距地址约 5.2 公里" in as_(who).get(f"/orders/{number}/").content.decode()


def test_near_the_door_is_kept_and_not_told(c: Company) -> None:
    number, lng, lat = on_the_way(c)
    assert sent(as_(c.cast.east_technician), number, "arrival", lng=lng, lat=lat + 0.01, accuracy="500.4") == 200
    visit = Visit.objects.get(order__number=number)
    assert (visit.away_metres, visit.away_accuracy) == (1100, 500)
    assert not Event.objects.filter(kind=FAR).exists()
    assert "签到距地址约" not in as_(c.cast.dispatcher).get(f"/orders/{number}/").content.decode()


@pytest.mark.parametrize(
    "said",
    [{}, {"lng": "x", "lat": "30", "accuracy": "1"}, {"lng": "nan", "lat": "30", "accuracy": "1"},
     {"lng": "inf", "lat": "inf", "accuracy": "inf"}, {"lng": "500", "lat": "30", "accuracy": "1"},
     {"lng": "120", "lat": "30", "accuracy": "99999"}],
)  # fmt: skip
def test_without_a_position_one_arrives_all_the_same(c: Company, said: dict[str, str]) -> None:
    number, _lng, _lat = on_the_way(c)
    assert sent(as_(c.cast.east_technician), number, "arrival", **said) == 200
    assert Visit.objects.get(order__number=number).away_metres is None


def test_the_table_keeps_both_or_neither(c: Company) -> None:
    number, _lng, _lat = on_the_way(c)
    with pytest.raises(IntegrityError, match="a_distance_at_arrival_says_how_well_it_is_known"), transaction.atomic():
        Visit.objects.filter(order__number=number).update(away_metres=100)
