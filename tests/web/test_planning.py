"""The day's plan in the browser: asked for, accepted, put aside; off sick in two clicks; locks on the board."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.areas.network.models import Departure
from liuke.areas.service.actions.planning_locks import lock_order
from liuke.areas.service.models import DayPlan, PlanRow, TechnicianLock, WorkOrder
from liuke.foundation import clock
from liuke.foundation.clock import local
from tests.given import planning
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return planning.company(clock.now())


def tomorrow() -> str:
    return (local(clock.now()).date() + timedelta(days=1)).isoformat()


def asked(c: Company, **values: str) -> str:
    """A plan of 城东's tomorrow, asked for in the browser and made by the job."""
    desk = as_(c.cast.dispatcher)
    answer = posted(desk, "/dispatch/plans/", **{"where": c.sites.east, "day": tomorrow(), "effort": "quick"} | values)
    number = answer.headers["Location"].rstrip("/").split("/")[-1]
    return planning.proposed(number, clock.now())


def two_far(c: Company) -> tuple[str, str]:
    at = clock.now()
    windows = planning.tomorrow(c, at)
    first, other = (planning.booked(c, windows[n], c.cast.east_second.pk, at) for n in (1, 2))
    return first, other


def technician(number: str) -> str:
    found = WorkOrder.objects.get(number=number).technician
    return found.name if found else ""


def test_a_plan_is_asked_for_watched_read_and_accepted(c: Company) -> None:
    first, other = two_far(c)
    desk = as_(c.cast.dispatcher)
    form = desk.get(f"/dispatch/plans/?day={tomorrow()}&site={c.sites.east}").content.decode()
    assert "当天排程" in form and "城东服务网点" in form and "浙江省杭州市" in form
    answer = posted(desk, "/dispatch/plans/", where=c.sites.east, day=tomorrow(), effort="quick")
    address = answer.headers["Location"]
    assert 'hx-trigger="every 1s"' in desk.get(address).content.decode()
    assert "HX-Refresh" not in desk.get(f"{address}state/").headers
    planning.proposed(address.rstrip("/").split("/")[-1], clock.now())
    assert desk.get(f"{address}state/").headers["HX-Refresh"] == "true"

    seen = desk.get(address).content.decode()
    assert first in seen and "原为李师傅" in seen and "张师傅" in seen and "路程" in seen
    assert seen.count('type="checkbox" class="tick"') == 2

    posted(desk, f"{address}acceptance/", order=[first, other])
    assert technician(first) == technician(other) == "张师傅"
    after = desk.get(address).content.decode()
    assert "已采纳" in after and "采纳勾选" not in after


def test_one_row_is_accepted_and_the_rest_put_aside(c: Company) -> None:
    first, other = two_far(c)
    number, desk = asked(c), as_(c.cast.dispatcher)
    posted(desk, f"/dispatch/plans/{number}/acceptance/", only=first)
    assert (technician(first), technician(other)) == ("张师傅", "李师傅")
    posted(desk, f"/dispatch/plans/{number}/withdrawal/")
    assert DayPlan.objects.get(number=number).state == "dropped"
    refused = posted(desk, f"/dispatch/plans/{number}/acceptance/", only=other)
    assert refused.status_code == 409
    assert technician(other) == "李师傅"


def test_a_stale_row_is_skipped_and_said_on_the_page(c: Company) -> None:
    first, _other = two_far(c)
    number, desk = asked(c), as_(c.cast.dispatcher)
    lock_order(first, by=c.cast.dispatcher, at=clock.now())
    posted(desk, f"/dispatch/plans/{number}/acceptance/", order=[first])
    assert technician(first) == "李师傅"
    assert "已锁定给原师傅" in desk.get(f"/dispatch/plans/{number}/").content.decode()


def test_the_same_click_twice_accepts_once(c: Company) -> None:
    first, other = two_far(c)
    number, desk = asked(c), as_(c.cast.dispatcher)
    from liuke.foundation.forms.actions import issue

    form = {"form_number": issue(), "order": [first, other]}
    answers = [desk.post(f"/dispatch/plans/{number}/acceptance/", form) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert PlanRow.objects.filter(plan__number=number, state="done").count() == 2


def test_bad_input_is_named_and_leaves_nothing(c: Company) -> None:
    desk = as_(c.cast.dispatcher)
    for wrong in ({"day": "soon"}, {"day": "2020-01-01"}, {"where": "S-9999"}, {"where": "region:xx"}, {"effort": "x"}):
        given = {"where": c.sites.east, "day": tomorrow(), "effort": "quick"} | wrong
        assert 400 <= posted(desk, "/dispatch/plans/", **given).status_code < 500
    for said in ("", "x", "9" * 30, "-1"):
        assert 400 <= posted(desk, "/dispatch/sick-leaves/", technician=said).status_code < 500
        assert 400 <= posted(desk, "/dispatch/locks/", lock=said).status_code < 500
    assert not DayPlan.objects.exists() and not Departure.objects.exists() and not TechnicianLock.objects.exists()
    number = asked(c)
    assert posted(desk, f"/dispatch/plans/{number}/acceptance/").status_code == 422
    assert desk.get("/dispatch/plans/PL-999999/").status_code == 404


def test_off_sick_is_two_clicks_and_opens_the_replan(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now()
    morning = local(at).replace(hour=7, minute=30) + timedelta(days=1)
    first, _other = two_far(c)
    monkeypatch.setattr(clock, "now", lambda: morning)
    desk = as_(c.cast.dispatcher)
    board = desk.get(f"/dispatch/?site={c.sites.east}&day={morning.date()}").content.decode()
    assert "今天病假" in board and 'form="off-sick"' in board
    answer = posted(desk, "/dispatch/sick-leaves/", technician=str(c.cast.east_second.pk))
    address = answer.headers["Location"]
    planning.proposed(address.rstrip("/").split("/")[-1], morning)
    board = desk.get(f"/dispatch/?site={c.sites.east}&day={morning.date()}").content.decode()
    button = f'form="off-sick" name="technician" value="{c.cast.east_second.pk}"'
    assert "病假</span>" in board and button not in board and 'form="off-sick"' in board
    seen = desk.get(address).content.decode()
    assert "李师傅今天病假" in seen and "原为李师傅" in seen
    rows = PlanRow.objects.filter(kind__in=["assign", "free"]).select_related("order")
    posted(desk, f"{address}acceptance/", order=[row.order.number for row in rows])
    assert technician(first) == "张师傅"
    assert DayPlan.objects.get().state == "accepted"


def test_who_is_at_work_after_all_keeps_his_visits(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    morning = local(clock.now()).replace(hour=7, minute=30) + timedelta(days=1)
    first, _other = two_far(c)
    monkeypatch.setattr(clock, "now", lambda: morning)
    desk = as_(c.cast.dispatcher)
    address = posted(desk, "/dispatch/sick-leaves/", technician=str(c.cast.east_second.pk)).headers["Location"]
    assert "师傅在岗" in desk.get(address).content.decode()
    assert posted(as_(c.cast.north_clerk), f"{address}recovery/").status_code == 404
    assert posted(desk, f"{address}recovery/").headers["Location"] == "/dispatch/"
    assert not Departure.objects.exists() and DayPlan.objects.get().state == "dropped"
    assert technician(first) == "李师傅"
    assert posted(desk, f"{address}recovery/").status_code == 409


def test_the_board_shows_ways_and_locks_and_toggles_them(c: Company) -> None:
    first, _other = two_far(c)
    desk = as_(c.cast.dispatcher)
    address = f"/dispatch/?site={c.sites.east}&day={tomorrow()}"
    seen = desk.get(address).content.decode()
    assert "路程" in seen and f'name="lock" value="{first}"' in seen
    assert posted(desk, "/dispatch/locks/", lock=first, next=address).headers["Location"] == address
    assert f'name="open" value="{first}"' in desk.get(address).content.decode()
    posted(desk, "/dispatch/locks/", open=first, next=address)
    assert not TechnicianLock.objects.exists()


def test_a_site_plans_its_own_day_and_no_other(c: Company) -> None:
    two_far(c)
    number = asked(c)
    clerk, stranger = as_(c.cast.east_clerk), as_(c.cast.north_clerk)
    assert clerk.get(f"/dispatch/plans/{number}/").status_code == 200
    assert stranger.get(f"/dispatch/plans/{number}/").status_code == 404
    form = clerk.get("/dispatch/plans/").content.decode()
    assert "北郊" not in form and "region:" not in form
    assert as_(c.cast.east_technician).get("/dispatch/plans/").status_code == 403
    refused = posted(stranger, "/dispatch/sick-leaves/", technician=str(c.cast.east_second.pk))
    assert refused.status_code in (403, 404)
    assert posted(stranger, "/dispatch/plans/", where=c.sites.east, day=tomorrow(), effort="quick").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_plan_page_stays_within_its_budget(c: Company, language: str) -> None:
    two_far(c)
    number, desk = asked(c), as_(c.cast.dispatcher)
    desk.cookies["django_language"] = language
    desk.get(f"/dispatch/plans/{number}/")
    within_budget("page.plan", lambda: desk.get(f"/dispatch/plans/{number}/"))
    within_budget("page.plans", lambda: desk.get("/dispatch/plans/"))
