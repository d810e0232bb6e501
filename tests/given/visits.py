"""Companies that 赵敏 keeps around 宁波, to be visited: places, best times, and one without an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.customers.actions import filing
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.visit_planning import ask_visits, make_route
from liuke.areas.keeping.models import VisitPlan
from tests.given import people
from tests.given.customers import EAST, HONGTANG, NORTH
from tests.given.people import Cast

DAY = date(2026, 11, 24)  # the Tuesday after
START = "宁波市江北区洪塘街道"
_PLACES = (
    ("宁波东钱湖酒店有限公司", "A", "宁波市鄞州区金家一路8号", EAST, 121.55, 29.87, "上午"),
    ("宁波甬江食堂有限公司", "B", "宁波市江北区慈城镇新村3号", NORTH, 121.45, 29.98, ""),
    ("宁波洪塘饭店有限公司", "C", "宁波市江北区洪塘工业园5号", HONGTANG, None, None, "周三 9:00-11:00"),
    ("宁波无址商贸有限公司", "", "", "", None, None, ""),
)


@dataclass(frozen=True)
class Tour:
    """The cast and the companies: east (mornings only), north, hongtang (known by its area, Wednesdays), nowhere."""

    cast: Cast
    east: str
    north: str
    hongtang: str
    nowhere: str

    @property
    def all(self) -> list[str]:
        return [self.east, self.north, self.hongtang, self.nowhere]


def tour(at: datetime) -> Tour:
    """All four, kept by 赵敏."""
    cast = people.cast(at)
    return Tour(cast, *(company(cast, n, *place, at=at) for n, place in enumerate(_PLACES)))


def planned(
    t: Tour, at: datetime, *, days: int = 1, codes: list[str] | None = None, day: date = DAY
) -> VisitPlan:  # fmt: skip
    """A plan of these days whose route the job has made."""
    number = ask_visits(
        codes or t.all, keeper=t.cast.account_manager.pk, first_day=day, days=days, start=START,
        by=t.cast.account_manager, at=at,
    )  # fmt: skip
    plan = VisitPlan.objects.get(number=number)
    make_route(number, plan.job, at=at)
    plan.refresh_from_db()
    return plan


def company(
    cast: Cast, n: int, name: str, grade: str, street: str, division: str, lng: float | None, lat: float | None,
    hours: str, *, at: datetime,
) -> str:  # fmt: skip
    pk = filing.register(
        kind="company", name=name, contacts=[NewContact("单经理", "采购", phones=[f"1380000{1000 + n}"])],
        addresses=[NewAddress(street, division, lng, lat)] if street else [], grade=grade,
        keeper=cast.account_manager, source="dealer", by=cast.agent, at=at,
    )  # fmt: skip
    if hours:
        set_fields(pk, {"best_time": hours}, told=Told("visit"), by=cast.account_manager, at=at)
    return Customer.objects.get(pk=pk).code
