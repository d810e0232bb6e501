"""The quality desk, a case and a site's grade: what each side is shown and may do."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.care.rules.outcome import Answers
from liuke.areas.network.models import Site
from liuke.areas.quality.jobs import grade_sites
from liuke.areas.quality.models import Appeal, Case, Score, Verdict
from liuke.foundation import clock
from liuke.foundation.dated.actions import set_value
from liuke.foundation.forms.actions import issue
from liuke.kernel.promises import words as promise_kinds
from liuke.kernel.promises.models import Promise
from tests.given import care, products, quality
from tests.given.care import World
from tests.given.quality import Judges
from tests.given.service import PIXEL
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
MORNING = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return care.world(MORNING - HOUR)


@pytest.fixture
def judges(world: World) -> Judges:
    return quality.judges(MORNING - HOUR)


@pytest.fixture
def case(world: World, judges: Judges) -> Case:
    return quality.case_of(quality.bad_order(world, MORNING))


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_a_case_is_decided_from_the_promise_in_one_form(judges: Judges, case: Case) -> None:
    owed = Promise.objects.get(about=case.number)
    browser = as_(judges.quality)
    listed = shown(browser, "/quality/")
    assert case.number in listed and "回访不满意" in listed
    place = f"{promise_kinds.find(owed.what).page.format(about=case.number)}?promise={owed.pk}"  # type: ignore[union-attr]
    page = shown(browser, place)
    assert "地上没收拾" in page  # the customer's own words are evidence
    [key] = quality.evidence(case, judges.quality)
    assert f'value="{key}"' in page

    answer = posted(
        browser, place, act="decide", party="site", reason="现场未清理", evidence=[key], seen=case.version,
        promise=owed.pk,
    )  # fmt: skip

    assert answer.status_code == 302
    case.refresh_from_db()
    owed.refresh_from_db()
    assert (case.party, owed.state) == ("site", "kept")


@pytest.mark.parametrize(
    ("missing", "field"), [("party", "party"), ("reason", "reason"), ("evidence", "evidence"), ("act", "")]
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_written(
    judges: Judges, case: Case, missing: str, field: str
) -> None:
    said = {
        "act": "decide", "party": "site", "reason": "未清理", "evidence": quality.evidence(case, judges.quality),
        "seen": case.version,
    }  # fmt: skip
    said.pop(missing)

    answer = posted(as_(judges.quality), f"/quality/{case.number}/", **said)

    assert answer.status_code == 422
    assert not Verdict.objects.exists()
    assert not field or f'name="{field}"' in answer.content.decode()


def test_a_second_click_and_a_stale_tab_decide_nothing_twice(judges: Judges, case: Case) -> None:
    browser, number = as_(judges.quality), issue()
    said = {
        "form_number": number, "act": "decide", "party": "site", "reason": "未清理",
        "evidence": quality.evidence(case, judges.quality), "seen": case.version,
    }  # fmt: skip
    assert browser.post(f"/quality/{case.number}/", said).status_code == 302
    assert browser.post(f"/quality/{case.number}/", said).status_code == 302
    stale = as_(judges.second).post(f"/quality/{case.number}/", said | {"form_number": issue()})

    assert stale.status_code == 409
    assert Verdict.objects.count() == 1


def test_the_site_reads_the_decision_and_appeals_with_a_photo_and_another_hears_it(
    world: World, judges: Judges, case: Case
) -> None:
    quality.decided(case, judges.quality, NOW - HOUR)
    case.refresh_from_db()
    site = as_(world.cast.east_manager)
    page = shown(site, f"/quality/{case.number}/")
    assert "现场未清理" in page and "沈品质" not in page and 'value="appeal"' in page
    assert "地上没收拾" not in page  # what a customer told the callback agent stays in the centre

    photo = SimpleUploadedFile("floor.png", PIXEL, content_type="image/png")
    sent = posted(
        site, f"/quality/{case.number}/", act="appeal", reason="用户已签字确认", files=photo, seen=case.version
    )
    assert sent.status_code == 302
    appeal = Appeal.objects.get()

    assert 'value="hear"' not in shown(as_(judges.quality), f"/quality/{case.number}/")
    second = as_(judges.second)
    assert second.get(f"/quality/appeals/{appeal.number}/").url == f"/quality/{case.number}/"
    assert 'value="hear"' in shown(second, f"/quality/{case.number}/")
    assert second.get(f"/quality/{case.number}/files/{appeal.files[0]}/").status_code == 200
    case.refresh_from_db()
    heard = posted(
        second, f"/quality/{case.number}/", act="hear", party="product", reason="面板批次问题",
        evidence=[f"file:{appeal.files[0]}"], seen=case.version,
    )  # fmt: skip
    assert heard.status_code == 302
    assert "面板批次问题" in shown(site, f"/quality/{case.number}/")


def test_an_appeal_without_a_file_says_so(world: World, judges: Judges, case: Case) -> None:
    quality.decided(case, judges.quality, NOW - HOUR)
    answer = posted(as_(world.cast.east_manager), f"/quality/{case.number}/", act="appeal", reason="不服")

    assert answer.status_code == 422
    assert "请上传证据" in answer.content.decode()


def test_another_sites_manager_finds_nothing_and_a_technician_no_page(world: World, case: Case) -> None:
    north = as_(world.cast.north_manager)
    assert case.number not in shown(north, "/quality/")
    assert north.get(f"/quality/{case.number}/").status_code == 404
    assert north.get(f"/site-grades/{world.net.east}/").status_code == 404
    assert as_(world.cast.east_technician).get("/quality/").status_code == 403
    assert as_(world.cast.agent).get(f"/quality/{case.number}/").status_code == 403


@pytest.mark.parametrize("place", ["/quality/?which=lost", "/quality/?before=x", "/quality/?which=decided&before=²"])
def test_a_wrong_address_is_refused_by_name(judges: Judges, place: str) -> None:
    assert as_(judges.quality).get(place).status_code == 422


def graded(world: World, judges: Judges) -> str:
    grade_sites(MORNING - HOUR)
    set_value(
        "site_grade", "minimum", {"orders": 1}, from_date=date(2026, 11, 1), source="story",
        by=world.cast.administrator, at=MORNING,
    )  # fmt: skip
    order = quality.bad_order(world, MORNING, Answers(solved=False, attitude_good=True, satisfied=False, words="没好"))
    quality.decided(quality.case_of(order), judges.quality, NOW - HOUR)
    Score.objects.all().delete()
    grade_sites(NOW + DAY)
    return order


def test_a_site_reads_its_grade_and_the_orders_behind_each_point(
    world: World, judges: Judges, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = graded(world, judges)
    site = as_(world.cast.east_manager)

    assert site.get("/site-grades/").url == f"/site-grades/{world.net.east}/"
    page = shown(site, f"/site-grades/{world.net.east}/")
    assert "68.00" in page and order in page and "一次维修不到位" in page
    assert "派工优先推荐评级高的" in page
    assert "人工评级" not in page and "北郊" not in page
    assert order in shown(site, f"/site-grades/{world.net.east}/?measure=first_fix")
    assert order not in shown(site, f"/site-grades/{world.net.east}/?measure=answer")
    assert site.get(f"/site-grades/{world.net.east}/?measure=x").status_code == 422
    assert site.get(f"/site-grades/{world.net.east}/?on=2020-01-01").status_code == 404
    assert site.get(f"/site-grades/{world.net.east}/?on=x").status_code == 422


def test_a_judge_grades_by_hand_and_lets_the_points_decide_again(world: World, judges: Judges) -> None:
    graded(world, judges)
    browser, place = as_(judges.regional), f"/site-grades/{world.net.east}/by-hand/"
    assert Site.objects.get(number=world.net.east).grade == "C"

    posted(browser, place, grade="B", because="整改完成", until_date="2026-12-20")
    assert Site.objects.get(number=world.net.east).grade == "B"
    assert "整改完成" in shown(as_(world.cast.east_manager), f"/site-grades/{world.net.east}/")
    posted(browser, place, act="end")
    assert Site.objects.get(number=world.net.east).grade == "C"

    assert posted(browser, place, grade="B", because="x", until_date="soon").status_code == 422
    assert (
        posted(as_(world.cast.east_manager), place, grade="A", because="x", until_date="2026-12-20").status_code == 403
    )
    assert (
        posted(browser, "/site-grades/S-9999/by-hand/", grade="A", because="x", until_date="2026-12-20").status_code
        == 404
    )


def test_the_comparison_names_nobody_and_waits_for_enough_sites(world: World, judges: Judges) -> None:
    graded(world, judges)
    place = f"/site-grades/{world.net.east}/"
    assert "全网排名" not in shown(as_(world.cast.east_manager), place)

    from liuke.areas.network.actions import sites

    day = Score.objects.latest("on_date").on_date
    for n in range(5):
        number = sites.open_site(
            name=f"网点{n}", mode="own", division="330102", by=world.cast.administrator, at=MORNING
        )
        Score.objects.create(
            site=Site.objects.get(number=number), on_date=day, from_date=day - 90 * DAY, points=80 + n, grade="B",
            confirmed=20, unconfirmed=0, computed_at=NOW,
        )  # fmt: skip
    page = shown(as_(world.cast.east_manager), place)
    assert "全网排名" in page and "网点0" not in page and ">6<" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_stand_in_both_languages(world: World, judges: Judges, case: Case, language: str) -> None:
    browser = as_(judges.quality)
    browser.cookies["django_language"] = language
    for place in ("/quality/", f"/quality/{case.number}/", "/site-grades/", f"/site-grades/{world.net.east}/"):
        shown(browser, place)


def test_the_pages_stay_within_their_budgets(world: World, judges: Judges) -> None:
    graded(world, judges)
    for n in (1, 2):
        hood = products.machine(world.cast, world.li, MORNING, serial=f"LKQUALITY000{n}")
        quality.bad_order(world, MORNING + n * DAY, machine=hood)
    number = Case.objects.latest("pk").number
    browser = as_(judges.quality)
    places = {
        "page.quality": "/quality/", "page.quality_case": f"/quality/{number}/", "page.site_grades": "/site-grades/",
        "page.site_grade": f"/site-grades/{world.net.east}/",
    }  # fmt: skip
    for name, place in places.items():
        shown(browser, place)
        within_budget(name, lambda place=place: shown(browser, place))  # type: ignore[misc]
