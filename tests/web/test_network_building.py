"""The network's pages: the pipeline, a candidate from found to open, a site's agreement, insurance and training."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.customers.models import Address
from liuke.areas.network.actions import sites, standing
from liuke.areas.network.models import Agreement, Candidate, Insurance, Site, Technician, Training
from liuke.areas.products.models import Machine
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.insight.where_to_open import where_to_open
from liuke.kernel.promises import words as promise_kinds
from liuke.kernel.promises.models import Promise
from liuke.web.desk.promise_rows import place_of
from tests.given import care, customers
from tests.given.care import World
from tests.given.service import PIXEL
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)
SHEET = {
    "act": "assess", "standards": ["licence", "certified", "insured", "record"], "cost_labour": "16,000",
    "cost_rent": "4000", "once": "48000", "orders": "300", "likelihood_peak": "3", "impact_peak": "2",
    "measure_peak": "旺季借调",
}  # fmt: skip


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return care.world(NOW - 5 * DAY)


@pytest.fixture
def regional(world: World) -> Client:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    return as_(identity.add_person(username="quyu", name="马区域", roles=["regional_manager"], by=boss, at=NOW))


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("agreement.png", PIXEL, content_type="image/png")


def noted(browser: Client) -> Candidate:
    posted(
        browser, "/network/", name="余杭顺达家电维修", division="330110", mode="commissioned", phone="13900005678",
        source="经销商推荐",
    )  # fmt: skip
    return Candidate.objects.get()


def act(browser: Client, c: Candidate, **said: object) -> int:
    c.refresh_from_db()
    return int(posted(browser, f"/network/candidates/{c.number}/", seen=c.version, **said).status_code)


def test_a_candidate_is_led_from_found_to_open_on_its_page(regional: Client) -> None:
    c = noted(regional)
    assert "13900005678" not in shown(regional, f"/network/candidates/{c.number}/")
    assert act(regional, c, **SHEET) == 302
    page = shown(regional, f"/network/candidates/{c.number}/")
    assert "73.33" in page and "旺季借调" in page
    assert act(regional, c, act="on", to="negotiating") == 302
    assert (
        act(regional, c, act="contract", mode="agent", starts_on="2026-12-01", ends_on="2027-11-30", papers=paper())
        == 302
    )
    assert act(regional, c, act="on", to="training") == 302
    assert act(regional, c, act="open", address="五常街道1号") == 302

    site = Site.objects.get(name="余杭顺达家电维修")
    page = shown(regional, f"/network/sites/{site.number}/")
    assert "区域代理" in page and "2027-11-30" in page
    key = Agreement.objects.get().papers[0]
    assert regional.get(f"/network/sites/{site.number}/files/{key}/").status_code == 200
    assert regional.get(f"/network/candidates/{c.number}/files/{key}/").status_code == 200
    assert regional.get(f"/network/candidates/{c.number}/files/{'A' * 22}/").status_code == 404
    agreed = Promise.objects.get(what="renew-agreement")
    place = promise_kinds.find(agreed.what).page.format(about=agreed.about)  # type: ignore[union-attr]
    assert regional.get(place).url == f"/network/sites/{site.number}/#agreement"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"cost_labour": "much"}, 422), ({"orders": "some"}, 422), ({"impact_peak": "9"}, 422), ({"impact_peak": ""}, 422),
        ({"measure_peak": ""}, 409), ({"standards": ["licence"]}, 409), ({"standards": ["x"]}, 422), ({"act": "x"}, 422),
        ({"seen": "0"}, 409), ({"cost_labour": "9" * 30}, 422),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_whole_is_refused_and_nothing_is_kept(
    regional: Client, change: dict[str, object], status: int
) -> None:
    c = noted(regional)

    answer = posted(regional, f"/network/candidates/{c.number}/", **(SHEET | {"seen": c.version} | change))

    assert answer.status_code == status
    c.refresh_from_db()
    assert (c.stage, c.standards) == ("found", [])


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": " "}, "name"), ({"division": "99"}, "division"), ({"mode": "x"}, "mode"), ({"phone": "12"}, "phone")],
)
def test_a_candidate_that_makes_no_sense_is_not_noted(regional: Client, change: dict[str, str], field: str) -> None:
    said = {"name": "余杭顺达", "division": "330110", "mode": "agent"} | change

    answer = posted(regional, "/network/", **said)

    assert answer.status_code == 422
    assert not Candidate.objects.exists()


def test_a_contract_without_its_paper_is_not_signed(regional: Client) -> None:
    c = noted(regional)
    act(regional, c, **SHEET)
    act(regional, c, act="on", to="negotiating")

    assert act(regional, c, act="contract", mode="agent", starts_on="2026-12-01", ends_on="2027-11-30") == 422
    assert act(regional, c, act="contract", mode="agent", starts_on="soon", ends_on="2027-11-30", papers=paper()) == 422
    assert act(regional, c, act="reject", because="要求独家") == 302
    assert "要求独家" in shown(regional, f"/network/candidates/{c.number}/")
    assert c.number in shown(regional, "/network/?stage=rejected")
    assert regional.get("/network/?stage=dreamt").status_code == 422


def test_a_sites_people_see_their_own_standing_and_no_candidate(world: World, regional: Client) -> None:
    noted(regional)
    east, place = as_(world.cast.east_manager), f"/network/sites/{world.net.east}/"
    assert "未登记保险" in shown(east, place)
    assert east.get("/network/").status_code == 403
    assert as_(world.cast.north_manager).get(place).status_code == 404
    assert as_(world.cast.east_technician).get(place).status_code == 403
    assert posted(east, place, act="insure", kind="gas", policy_no="P1", valid_until="2027-01-01").status_code == 403
    assert not Insurance.objects.exists()


def test_an_insurance_is_noted_and_its_promise_leads_back_to_it(world: World, regional: Client) -> None:
    place = f"/network/sites/{world.net.east}/"
    posted(regional, place, act="insure", kind="liability", policy_no="PICC3301002026", valid_until="2026-12-10")

    page = shown(regional, place)
    assert "公众责任险" in page and "即将到期" in page and "PICC3301002026" not in page
    assert "公众责任险" in shown(regional, "/network/")
    owed = Promise.objects.get(what="renew-insurance")

    led = as_(world.cast.east_manager).get(place_of(owed.what, about=owed.about, customer="", promise=owed.pk))
    assert led.url == f"{place}?promise={owed.pk}#insurance"
    assert posted(regional, place, act="insure", kind="gas", policy_no="P1", valid_until="x").status_code == 422


def test_a_desk_assigns_a_course_and_the_company_confirms_it(world: World, regional: Client) -> None:
    number = Technician.objects.get(pk=world.cast.east_technician.pk).number
    east, place = as_(world.cast.east_manager), f"/network/sites/{world.net.east}/"
    page = shown(east, place)
    assert "燃气安全操作" in page and "应训未安排" in page

    sent = posted(east, place, act="assign", technician=number, courses=["gas-safety"], due_on="2026-12-20")
    assert sent.status_code == 302
    training = Training.objects.get()
    assert east.get(f"/network/training/{training.number}/").url == f"{place}#training"
    assert 'value="pass"' not in shown(east, place)
    assert posted(east, place, act="pass", training=training.number, passed_on="2026-11-24").status_code == 403
    assert posted(regional, place, act="pass", training=training.number, passed_on="2026-11-24").status_code == 302
    assert "2028-11-24" in shown(east, place)
    assert posted(east, place, act="assign", technician=number, courses=[], due_on="2026-12-20").status_code == 422
    assert as_(world.cast.north_manager).get(f"/network/training/{training.number}/").status_code == 404


def test_where_to_open_counts_machines_that_nobody_serves(world: World, regional: Client) -> None:

    Machine.objects.filter(number=world.hood).update(address_id=Address.objects.filter(customer=world.li).first().pk)
    assert where_to_open(by=world.cast.administrator, on=NOW.date()) == ()
    sites.set_coverage(world.net.east, areas={"3301": []}, by=world.cast.administrator, at=NOW)

    [district] = where_to_open(by=world.cast.administrator, on=NOW.date())

    assert (district.division, district.machines, district.homes) == (customers.EAST[:6], 1, 1)
    assert district.nearest and district.nearest_km and district.nearest_km > 10
    assert district.place in shown(regional, "/network/")
    sites.set_coverage(
        world.net.east, areas={"3301": [], customers.EAST[:4]: ["stove"]}, by=world.cast.administrator, at=NOW
    )
    assert len(where_to_open(by=world.cast.administrator, on=NOW.date())) == 1  # the hood is not served
    sites.set_coverage(world.net.east, areas={customers.EAST[:2]: ["hood"]}, by=world.cast.administrator, at=NOW)
    assert where_to_open(by=world.cast.administrator, on=NOW.date()) == ()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_stand_in_both_languages(world: World, regional: Client, language: str) -> None:
    c = noted(regional)
    regional.cookies["django_language"] = language
    for place in ("/network/", f"/network/candidates/{c.number}/", f"/network/sites/{world.net.east}/"):
        shown(regional, place)


def test_the_pages_stay_within_their_budgets(world: World, regional: Client) -> None:
    c = noted(regional)
    number = Technician.objects.get(pk=world.cast.east_technician.pk).number
    codes = ["gas-safety", "service-manner", "paid-work"]
    standing.assign_course(number, courses=codes, due_on=date(2026, 12, 20), by=world.cast.administrator, at=NOW)
    places = {
        "page.network": "/network/", "page.candidate": f"/network/candidates/{c.number}/",
        "page.site_standing": f"/network/sites/{world.net.east}/",
    }  # fmt: skip
    for name, place in places.items():
        shown(regional, place)
        within_budget(name, lambda place=place: shown(regional, place))  # type: ignore[misc]
