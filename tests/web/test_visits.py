"""Visits planned, changed, settled and made in the browser (H7)."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import liuke
from liuke.areas.keeping.actions.visit_planning import make_route
from liuke.areas.keeping.models import VisitPlan, VisitStop
from liuke.foundation import clock
from liuke.foundation.clock import local
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import visits
from tests.given.visits import START, Tour
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@standing
def _tour(at: datetime) -> Tour:
    tour = visits.tour(at)
    load([Path(liuke.__file__).parent / "handbook"], by=tour.cast.administrator, at=at)
    return tour


@pytest.fixture
def t() -> Tour:
    return _tour(clock.now() - timedelta(hours=1))


def planned(t: Tour, *, days: str = "7") -> VisitPlan:
    """A week's plan from tomorrow on, asked for on the page, its route made."""
    tomorrow = local(clock.now()).date() + timedelta(days=1)
    answer = posted(
        as_(t.cast.account_manager), "/keeping/visits/choice/", customers=t.all, first_day=tomorrow.isoformat(),
        days=days, start=START,
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()[:2000]
    plan = VisitPlan.objects.get()
    make_route(plan.number, plan.job, at=clock.now())
    plan.refresh_from_db()
    return plan


def page(plan: VisitPlan) -> str:
    return f"/keeping/visits/plans/{plan.number}/"


def test_whom_to_visit_is_chosen_by_filters_and_an_empty_choice_is_said(t: Tour) -> None:
    client = as_(t.cast.account_manager)
    every = client.get("/keeping/visits/choice/").content.decode()
    assert all(code in every for code in t.all) and "每天 09:00–11:30" in every
    grade_a = client.get("/keeping/visits/choice/?grade=A").content.decode()
    assert t.east in grade_a and t.north not in grade_a
    area = client.get("/keeping/visits/choice/?area=330205").content.decode()
    assert t.north in area and t.east not in area
    wednesdays = client.get("/keeping/visits/choice/?weekday=1").content.decode()
    assert t.hongtang not in wednesdays and t.north in wednesdays
    assert client.get("/keeping/visits/choice/?area=abc").status_code == 422
    assert client.get("/keeping/visits/choice/?unseen=7").status_code == 422
    wrong = posted(
        client, "/keeping/visits/choice/", first_day=local(clock.now()).date().isoformat(), days="1", start=START
    )
    assert wrong.status_code == 422 and "请至少勾选一位客户" in wrong.content.decode()


def test_a_plan_is_read_moved_tried_and_settled(t: Tour) -> None:
    plan, client = planned(t), as_(t.cast.account_manager)
    html = client.get(page(plan)).content.decode()
    assert "route-map" in html and "没有地址，无法排入路线" in html and "只知道所在区域" in html

    north, hong = (VisitStop.objects.get(customer__code=code) for code in (t.north, t.hongtang))
    tuesday = hong.day - timedelta(days=1)
    tried = client.get(f"{page(plan)}trial/?stop={hong.pk}&day={tuesday}&position=1").json()
    assert tried["may"] and not tried["fits"] and "洪塘饭店" in tried["words"]
    assert client.get(f"{page(plan)}trial/?stop={north.pk}&day={hong.day}&position=9").json()["fits"]
    assert client.get(f"{page(plan)}trial/?stop=x&day={tuesday}&position=1").json()["fits"] is False

    moved = posted(client, f"{page(plan)}placements/", stop=hong.pk, day=tuesday, position=1, seen=plan.version)
    assert moved.status_code == 302
    hong.refresh_from_db()
    assert (hong.day, hong.broken) == (tuesday, "closed")
    again = posted(client, f"{page(plan)}placements/", stop=hong.pk, day=tuesday, position=1, seen=plan.version)
    assert again.status_code == 409, "a stale tab"
    for act in ("lock", "remove"):
        assert posted(client, f"{page(plan)}stops/", act=act, stop=hong.pk).status_code == 302
    assert posted(client, f"{page(plan)}settlement/").status_code == 302
    assert Promise.objects.filter(what="visit-customer", state="open").count() == 2
    assert posted(client, f"{page(plan)}restoration/", version=1).status_code == 302
    assert client.get(page(plan)).status_code == 200
    assert posted(client, f"{page(plan)}withdrawal/").status_code == 302
    assert not Promise.objects.filter(what="visit-customer", state="open").exists()


def test_been_there_is_noted_from_the_day_on_the_phone(t: Tour) -> None:
    plan, client = planned(t), as_(t.cast.account_manager)
    posted(client, f"{page(plan)}settlement/", seen=plan.version)
    stop = VisitStop.objects.get(customer__code=t.north)
    day = client.get(f"/keeping/visits/day/?day={stop.day}").content.decode()
    assert f"/keeping/visits/customers/{t.north}/" in day

    form = f"/keeping/visits/customers/{t.north}/"
    assert client.get(form).status_code == 200
    assert posted(client, form, act="made", outcome="interest", words="").status_code == 422
    assert posted(client, form, act="made", outcome="interest", words="要两台", next_day="x").status_code == 422
    assert posted(client, form, act="made", outcome="interest", words="要两台").status_code == 302
    assert posted(client, f"/keeping/visits/customers/{t.east}/", act="failed", because="absent").status_code == 422
    assert "已拜访" in client.get(f"/keeping/visits/day/?day={stop.day}").content.decode()


def test_the_day_goes_on_paper_and_leaves_an_audit_row(t: Tour) -> None:
    from liuke.foundation.audit.models import AuditRow

    plan, client = planned(t), as_(t.cast.account_manager)
    stop = VisitStop.objects.get(customer__code=t.north)
    sheet = client.get(f"{page(plan)}paper/?day={stop.day}")
    assert sheet["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF")
    assert AuditRow.objects.filter(act="export.file.made", subject=plan.number).exists()
    assert client.get(f"{page(plan)}paper/?day=2020-01-01").status_code == 404


def test_others_do_not_see_it_and_managers_choose_whose(t: Tour) -> None:
    plan = planned(t)
    assert as_(t.cast.agent).get(page(plan)).status_code == 403
    boss = as_(t.cast.manager)
    assert boss.get(page(plan)).status_code == 200
    assert t.east not in boss.get("/keeping/visits/choice/").content.decode()
    assert t.east in boss.get(f"/keeping/visits/choice/?keeper={t.cast.account_manager.pk}").content.decode()


def test_tiles_come_from_the_company_s_server_alone(t: Tour, settings: pytest.FixtureRequest) -> None:
    plan, client = planned(t), as_(t.cast.account_manager)
    plain = client.get(page(plan))
    assert "<image" not in plain.content.decode() and "https:" not in plain["Content-Security-Policy"]
    settings.MAP_TILES = "https://tiles.example.com/{z}/{x}/{y}.png"  # type: ignore[attr-defined]
    online = client.get(page(plan))
    assert 'href="https://tiles.example.com/' in online.content.decode()
    assert "img-src 'self' data: blob: https://tiles.example.com;" in online["Content-Security-Policy"]


def test_the_pages_of_visits_ask_a_fixed_number_of_queries(t: Tour) -> None:
    plan, client = planned(t), as_(t.cast.account_manager)
    for name, place in {
        "page.visits": "/keeping/visits/", "page.visit_choice": "/keeping/visits/choice/", "page.visit_plan": page(plan),
    }.items():  # fmt: skip
        client.get(place)
        within_budget(name, lambda place=place: client.get(place))
