"""The site's desk: its own orders in the order of its work, and nobody else's."""

from __future__ import annotations

import pytest

from liuke.areas.service.actions import dispatching
from liuke.areas.service.models import Visit, WorkOrder
from liuke.foundation import clock
from tests.given import service
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def state(number: str) -> str:
    return WorkOrder.objects.get(number=number).state


def test_the_clerk_sees_what_lies_with_the_site_with_one_button_each(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    seen = as_(c.cast.east_clerk).get("/site-desk/").content.decode()
    assert number in seen and f"/orders/{number}/acts/acceptance/" in seen and "约满" in seen


def test_accepting_and_assigning_come_back_to_the_desk(c: Company) -> None:
    number, clerk = service.dispatched(c, clock.now()), as_(c.cast.east_clerk)
    back = posted(clerk, f"/orders/{number}/acts/acceptance/", next="/site-desk/")
    assert back.headers["Location"] == "/site-desk/" and state(number) == "booked"
    posted(clerk, f"/orders/{number}/acts/assignment/", technician=c.cast.east_technician.pk, next="/site-desk/")
    assert Visit.objects.get(order__number=number).technician_id == c.cast.east_technician.pk


def test_who_is_free_in_the_window_is_offered_first(c: Company) -> None:
    now, clerk = clock.now(), c.cast.east_clerk
    window = service.windows(c, now)[0]
    service.assigned(c, now, window)
    second = service.dispatched(c, now, window, machine=False)
    dispatching.accept(second, by=clerk, at=now)

    seen = as_(clerk).get("/site-desk/").content.decode()

    choice = seen[seen.index(f'id="t-{second}"') :]
    choice = choice[: choice.index("</select>")]
    free, busy = c.cast.east_second, c.cast.east_technician
    assert choice.index(f'value="{free.pk}"') < choice.index(f'value="{busy.pk}"')
    assert f"{busy.name} · 该时段已有约" in choice
    assert posted(as_(clerk), f"/orders/{second}/acts/assignment/", technician=free.pk).status_code == 302


def test_another_site_s_desk_is_not_there(c: Company) -> None:
    clerk = as_(c.cast.north_clerk)
    assert clerk.get(f"/site-desk/?site={c.sites.east}").status_code == 404
    assert as_(c.cast.east_technician).get("/site-desk/").status_code == 403


def test_a_commissioned_site_books_the_window_it_agreed(c: Company) -> None:
    now = clock.now()
    number, clerk = service.commissioned(c, now), as_(c.cast.north_clerk)
    dispatching.accept(number, by=c.cast.north_clerk, at=now)
    assert number in clerk.get("/site-desk/").content.decode()
    day = (clock.local(now).date()).toordinal() + 2
    from datetime import date

    answer = posted(
        clerk, f"/orders/{number}/acts/booking/", window="other", window_day=date.fromordinal(day).isoformat(),
        window_from="09:00", window_until="11:00", next="/site-desk/",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert state(number) == "booked"


def test_a_typed_window_that_is_none_is_told_beside_its_field(c: Company) -> None:
    number = service.commissioned(c, clock.now())
    dispatching.accept(number, by=c.cast.north_clerk, at=clock.now())
    answer = posted(as_(c.cast.north_clerk), f"/orders/{number}/acts/booking/", window="other", window_day="soon")
    assert answer.status_code == 422 and "请选择时段" in answer.content.decode()


def test_the_manager_sees_kept_rate_and_grade(c: Company) -> None:
    seen = as_(c.cast.east_manager).get("/site-desk/").content.decode()
    assert "承诺兑现率" in seen and "等级" in seen


def test_the_desk_asks_the_database_no_more_than_its_budget(c: Company) -> None:
    service.assigned(c, clock.now())
    clerk = as_(c.cast.east_clerk)
    clerk.get("/site-desk/")
    within_budget("page.site", lambda: clerk.get("/site-desk/"))
