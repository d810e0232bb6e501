"""What sites are paid: finance states a new price from a day to come, and what has held stays as it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuke.areas.settlement.queries.tariffs import tariff
from liuke.foundation import clock
from liuke.foundation.dated.models import DatedRow
from liuke.kernel.journal.models import Event
from tests.given import settlement
from tests.given.settlement import Desk
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
PLACE = "/settlement/prices/"
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Desk:
    return settlement.desk(clock.now())


def today() -> date:
    return clock.local(clock.now()).date()


def said(**changed: object) -> dict[str, object]:
    tomorrow = (today() + DAY).isoformat()
    return {"key": "labour.repair", "cents": "95.50", "from_date": tomorrow, "reason": "2027 年度协议"} | changed


def test_a_new_price_follows_and_the_old_one_stays(desk: Desk) -> None:
    finance = as_(desk.finance)
    assert posted(finance, PLACE, **said()).status_code == 302

    prices = tariff()
    held, follows = (prices.find("labour.repair", day) for day in (today(), today() + DAY))
    assert held and follows and (held.value["cents"], follows.value["cents"]) == (8000, 9550)
    assert follows.source == "2027 年度协议" and held.until == today()
    assert Event.objects.filter(kind="settlement.price.set", subject="labour.repair").count() == 1
    page = finance.get(PLACE).content.decode()
    assert "95.50" in page and "80.00" in page and "工时费 · 维修" in page
    within_budget("page.settlement_prices", lambda: finance.get(PLACE))


@pytest.mark.parametrize(
    "change",
    [{"key": "labour.nothing"}, {"cents": "x"}, {"cents": "1.005"}, {"cents": "-1"}, {"cents": "9e99"}, {"cents": "nan"},
     {"from_date": "2020-01-01"}, {"from_date": ""}, {"reason": " "}],
)  # fmt: skip
def test_nonsense_and_what_has_held_already_are_refused(desk: Desk, change: dict[str, str]) -> None:
    before = DatedRow.objects.count()
    assert posted(as_(desk.finance), PLACE, **said(**change)).status_code == 422
    assert posted(as_(desk.finance), PLACE, **said(from_date=today().isoformat())).status_code == 422
    assert DatedRow.objects.count() == before


def test_others_read_and_state_none(desk: Desk) -> None:
    assert as_(desk.clerk).get(PLACE).status_code == 200
    assert posted(as_(desk.clerk), PLACE, **said()).status_code == 403
    assert posted(as_(desk.finance), PLACE, **said(site="S-9999")).status_code == 404
