"""Dispatch: the list by risk, the suggestion taken or overruled, the drop checked before it falls."""

from __future__ import annotations

import re

import pytest

from liuke.areas.network.actions import sites
from liuke.areas.service.actions import dispatching, orders, requests
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import Offer, Visit, WorkOrder
from liuke.foundation import clock
from liuke.foundation.gateways.models import Notice
from liuke.web.desk.orders import asking
from tests.given import service
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def waiting(c: Company) -> str:
    asked = service.request(c, clock.now())
    return orders.order_visit(
        asked, machines=[MachineDraft(product_line="hood")], by=c.cast.agent, at=clock.now()
    ).number


def state(number: str) -> str:
    return WorkOrder.objects.get(number=number).state


def window_of(c: Company) -> str:
    first = service.windows(c, clock.now())[0]
    return f"{first.start.isoformat()}/{first.end.isoformat()}"


def test_the_first_by_risk_is_chosen_and_its_suggestion_stands_ready(c: Company) -> None:
    number = waiting(c)
    seen = as_(c.cast.dispatcher).get("/dispatch/").content.decode()
    assert number in seen and "派工至城东服务网点" in seen and "余量" in seen and "km" in seen


def test_an_order_of_a_platform_says_who_pays_and_that_a_code_is_to_be_used(c: Company) -> None:
    orders.receive_order(
        c.known.li, kind="repair", source="jd", external_no="JD-77", machines=[MachineDraft(product_line="hood")],
        address_id=c.li_address, payer="platform", verification_code="8801", by=c.cast.agent, at=clock.now(),
    )  # fmt: skip
    seen = as_(c.cast.dispatcher).get("/dispatch/").content.decode()
    assert seen.count("京东 · 平台付费 · 凭核销码") == 2 and "8801" not in seen


def test_enter_takes_the_suggestion(c: Company) -> None:
    number = waiting(c)
    desk = as_(c.cast.dispatcher)
    answer = posted(
        desk, f"/orders/{number}/acts/dispatch/", site=c.sites.east, window=window_of(c), seen=1, next="/dispatch/"
    )
    assert answer.headers["Location"] == "/dispatch/" and state(number) == "offered"


def test_overruling_takes_one_click_and_keeps_the_reason(c: Company) -> None:
    number = orders.order_visit(
        requests.open_request(
            c.known.zhou, kind="repair", fault="漏油", product_line="hood", address_id=c.zhou_address, by=c.cast.agent,
            at=clock.now(),
        ).number,
        machines=[MachineDraft(product_line="hood")], by=c.cast.agent, at=clock.now(),
    ).number  # fmt: skip
    sites.set_coverage(c.sites.east, areas={"330205": []}, by=c.cast.administrator, at=clock.now())
    desk = as_(c.cast.dispatcher)
    page = desk.get(f"/dispatch/?order={number}").content.decode()
    other = page.split('class="other-site"')[1].split('name="site" value="')[1].split('"')[0]
    posted(desk, f"/orders/{number}/acts/dispatch/", site=other, overrule_reason="knows_household")
    offer = Offer.objects.get(order__number=number, answer="")
    assert offer.site.number == other and offer.overruled_reason == "knows_household"


def test_only_dispatchers_come_in(c: Company) -> None:
    for person in (c.cast.east_clerk, c.cast.east_technician, c.cast.callback_agent):
        assert as_(person).get("/dispatch/").status_code == 403


def test_a_drop_is_tried_before_it_falls_and_nothing_of_the_trial_stays(c: Company) -> None:
    number, desk = waiting(c), as_(c.cast.dispatcher)
    where = {"order": number, "technician": c.cast.east_technician.pk, "window": window_of(c)}

    assert desk.get("/dispatch/conflicts/", where).json()["fits"] is True
    assert state(number) == "to_dispatch" and not Visit.objects.exists()
    posted(desk, "/dispatch/placements/", **where)
    assert state(number) == "booked" and Visit.objects.get().technician_id == c.cast.east_technician.pk

    second = orders.order_visit(
        service.request(c, clock.now()), machines=[MachineDraft(product_line="stove")], by=c.cast.agent, at=clock.now()
    ).number
    said = desk.get("/dispatch/conflicts/", {**where, "order": second}).json()
    assert said["fits"] is False and said["words"]
    assert posted(desk, "/dispatch/placements/", **{**where, "order": second}).status_code in (409, 422)
    assert state(second) == "to_dispatch"


def test_dropping_a_booked_order_elsewhere_asks_who_wished_it(c: Company) -> None:
    number = service.assigned(c, clock.now())
    other = service.windows(c, clock.now())[-1]
    where = {
        "order": number, "technician": c.cast.east_technician.pk,
        "window": f"{other.start.isoformat()}/{other.end.isoformat()}",
    }  # fmt: skip
    answer = posted(as_(c.cast.dispatcher), "/dispatch/placements/", **where)
    assert answer.headers["Location"].startswith(f"/orders/{number}/acts/rescheduling/")
    form = as_(c.cast.dispatcher).get(answer.headers["Location"]).content.decode()
    assert re.search(rf'value="{re.escape(asking.key_of(other))}" checked', form)
    assert re.search(rf'<option value="{c.cast.east_technician.pk}" selected', form)


def test_another_site_s_people_cannot_try_a_drop(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    where = {"order": number, "technician": c.cast.north_technician.pk, "window": window_of(c)}
    assert as_(c.cast.north_clerk).get("/dispatch/conflicts/", where).json()["fits"] is False


def test_several_go_at_once_after_a_preview(c: Company) -> None:
    numbers = [waiting(c), orders.order_visit(
        service.request(c, clock.now()), machines=[MachineDraft(product_line="stove")], by=c.cast.agent, at=clock.now()
    ).number]  # fmt: skip
    desk = as_(c.cast.dispatcher)
    page = desk.get("/dispatch/several/").content.decode()
    plans = [part.split('"')[0] for part in page.split('name="plan" value="')[1:]]
    assert len(plans) == 2
    posted(desk, "/dispatch/several/", plan=plans)
    assert [state(n) for n in numbers] == ["offered", "offered"]


def test_urging_tells_the_site_once_a_minute(c: Company) -> None:
    number, desk = service.dispatched(c, clock.now()), as_(c.cast.dispatcher)
    before = Notice.objects.count()
    for _click in range(2):
        posted(desk, "/dispatch/reminders/", order=number)
    assert Notice.objects.count() - before in (1, 2)


def test_recall_takes_one_click_with_its_reason(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    posted(as_(c.cast.dispatcher), f"/orders/{number}/acts/recall/", because="centre")
    assert state(number) == "to_dispatch"


def test_an_accepted_order_can_be_reassigned_from_dispatch(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    dispatching.accept(number, by=c.cast.east_clerk, at=clock.now())
    assert as_(c.cast.dispatcher).get(f"/dispatch/?order={number}").status_code == 200


def test_the_page_asks_the_database_no_more_than_its_budget(c: Company) -> None:
    waiting(c)
    desk = as_(c.cast.dispatcher)
    desk.get("/dispatch/")
    within_budget("page.dispatch", lambda: desk.get("/dispatch/"))
