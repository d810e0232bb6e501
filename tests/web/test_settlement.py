"""The settlement pages: a month's statements, one statement with the next step, appeals, workbook and paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from liuke.areas.care.rules.calling import HERE
from liuke.areas.settlement.actions import making, sending
from liuke.areas.settlement.jobs import find_holdings
from liuke.areas.settlement.models import LineAppeal, Statement
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.kernel.promises import words as promise_kinds
from liuke.kernel.promises.models import Promise
from tests.given import care, settlement
from tests.given.care import World
from tests.given.service import PIXEL
from tests.given.settlement import Desk, Journal, locked, statement_of
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 10, 5, 9, tzinfo=HERE)
THIRD = datetime(2026, 11, 3, 10, tzinfo=HERE)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: THIRD + DAY)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def desk(world: World) -> Desk:
    return settlement.desk(MORNING - HOUR)


@pytest.fixture
def journal(world: World) -> Journal:
    return Journal(world, world.net.east, world.cast.administrator)


@pytest.fixture
def sent(world: World, desk: Desk, journal: Journal) -> Statement:
    journal.order("WO-900001", MORNING, area="country")
    journal.order("WO-900009", MORNING, outcome="dissatisfied")
    journal.fault("WO-900009", MORNING + DAY)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    return statement_of(world.net.east, OCTOBER)


def shown(client: Client, place: str) -> str:
    answer = client.get(place)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def test_the_clerk_drafts_a_month_and_sends_it(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    browser = as_(desk.clerk)
    assert "还没有结算单" in shown(browser, "/settlement/")

    assert posted(browser, "/settlement/", act="make", month="2026-10").status_code == 302
    page = shown(browser, "/settlement/")
    assert "城东服务网点" in page and "草稿" in page and "¥80.64" in page
    assert posted(browser, "/settlement/", act="send", month="2026-10").status_code == 302

    assert statement_of(world.net.east, OCTOBER).state == "sent"
    assert "待网点确认" in shown(browser, "/settlement/?month=2026-10&state=sent")
    assert posted(browser, "/settlement/", act="make", month="2026-12").status_code == 422
    assert posted(as_(desk.finance), "/settlement/", act="make", month="2026-10").status_code == 403


def test_the_sites_manager_comes_from_today_reads_why_and_signs(world: World, desk: Desk, sent: Statement) -> None:
    owed = Promise.objects.get(what="confirm-statement", about=sent.number)
    place = promise_kinds.find("confirm-statement").page.format(about=sent.number)  # type: ignore[union-attr]
    site = as_(world.cast.east_manager)
    page = shown(site, f"{place}?promise={owed.pk}")
    assert "网点责任：回访不满意，工时费按 80% 计" in page
    assert "乡镇上门，每户一次" in page
    assert "/orders/WO-900009/" in page and "价目执行自 2026-01-01" in page
    assert 'value="confirm"' in page and 'value="sign"' not in page

    said = {"form_number": issue(), "act": "confirm", "seen": sent.version, "promise": owed.pk}
    assert site.post(place, said).status_code == 302
    assert site.post(place, said).status_code == 302  # a second click
    assert posted(site, place, act="confirm", seen=sent.version).status_code == 409  # another tab

    owed.refresh_from_db()
    sent.refresh_from_db()
    assert (owed.state, sent.state) == ("kept", "confirmed")


def test_region_signs_finance_locks_takes_the_invoice_and_pays(world: World, desk: Desk, sent: Statement) -> None:
    posted(as_(world.cast.east_manager), f"/settlement/{sent.number}/", act="confirm")
    place, region, finance = f"/settlement/{sent.number}/", as_(desk.regional), as_(desk.finance)
    assert posted(region, place, act="sign").status_code == 302
    assert posted(region, place, act="lock").status_code == 403
    assert posted(finance, place, act="lock").status_code == 302
    page = shown(finance, place)
    assert 'value="take_invoice"' in page and 'value="pay"' not in page
    assert posted(finance, place, act="take_invoice", invoice_no="", amount="1").status_code == 422
    assert posted(finance, place, act="take_invoice", invoice_no="26337", amount="x").status_code == 422
    sent.refresh_from_db()
    from liuke.areas.settlement.queries.statements import invoiced_cents

    amount = f"{invoiced_cents(sent) / 100:.2f}"
    assert posted(finance, place, act="take_invoice", invoice_no="26337", amount=amount).status_code == 302
    assert posted(finance, place, act="pay", paid_on="soon").status_code == 422
    assert posted(finance, place, act="pay", paid_on="2026-11-04").status_code == 302
    assert "已付款" in shown(as_(world.cast.east_clerk), place)


def test_an_appeal_with_a_photo_is_decided_by_another(world: World, desk: Desk, sent: Statement) -> None:
    site, place = as_(world.cast.east_manager), f"/settlement/{sent.number}/appeal/?order=WO-900009&item=deduction"
    assert "网点责任" in shown(site, place)
    bare = posted(site, f"/settlement/{sent.number}/appeal/", order="WO-900009", item="deduction", reason="用户已签字")
    assert bare.status_code == 422 and "请上传证据" in bare.content.decode()

    photo = SimpleUploadedFile("floor.png", PIXEL, content_type="image/png")
    done = posted(
        site, f"/settlement/{sent.number}/appeal/", order="WO-900009", item="deduction", reason="用户已签字", files=photo,
        seen=sent.version,
    )  # fmt: skip
    assert done.status_code == 302
    appeal = LineAppeal.objects.get()
    page = f"/settlement/line-appeals/{appeal.number}/"
    assert appeal.number in shown(site, f"/settlement/{sent.number}/")
    assert site.get(place).status_code == 404  # once for each line
    assert "须由另一人裁定" in shown(as_(desk.clerk), page)
    region = as_(desk.regional)
    assert "用户已签字" in shown(region, page)
    assert region.get(f"{page}files/{appeal.files[0]}/").status_code == 200
    assert posted(region, page, verdict="granted", answer="可").status_code == 422
    assert posted(region, page, verdict="", answer="可").status_code == 422
    assert posted(region, page, verdict="granted", amount="0", answer="核实无误").status_code == 302

    assert "按申诉" in shown(site, f"/settlement/{sent.number}/")
    assert "核实无误" in shown(site, page)


def test_a_serial_and_a_supplement_are_decided_on_the_page(world: World, desk: Desk, journal: Journal) -> None:
    for n in (1, 2):
        journal.order(f"WO-90000{n}", MORNING + n * HOUR, kind="install", serials=("LK-TWICE",))
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    number = statement_of(world.net.east, OCTOBER).number
    browser, place = as_(desk.clerk), f"/settlement/{number}/"
    page = shown(browser, f"{place}?flagged=1")
    assert "LK-TWICE" in page and "WO-900001" not in page and "照付" in page

    assert posted(browser, place, act="serial", order="WO-900002", counts="maybe").status_code == 422
    assert posted(browser, place, act="serial", order="WO-900002", counts="yes").status_code == 302
    assert posted(browser, place, act="supplement", order="WO-900002", item="height").status_code == 302
    assert posted(browser, place, act="supplement", order="WO-900002", item="height").status_code == 409
    page = shown(browser, f"{place}?item=height")
    assert "¥80.00" in page and "经审批的附加费" in page


def test_the_workbook_names_each_line_with_its_events(world: World, desk: Desk, sent: Statement) -> None:
    answer = as_(world.cast.east_clerk).get(f"/settlement/{sent.number}/export/")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    by_line = {(row[0], row[1]): row for row in rows[1:]}
    assert by_line[("WO-900009", "扣款")][2] == -16
    assert by_line[("WO-900009", "扣款")][4] == "coefficient.dissatisfied"
    assert len(rows) == sent.lines.count() + 1
    assert round(sum(row[2] for row in rows[1:]), 2) == sent.total_cents / 100
    assert str(sent.lines.get(item="deduction").events[0]) in by_line[("WO-900009", "扣款")][8]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_and_the_paper_stand_in_both_languages(
    world: World, desk: Desk, sent: Statement, language: str
) -> None:
    browser = as_(desk.clerk)
    browser.cookies["django_language"] = language
    for place in ("/settlement/", f"/settlement/{sent.number}/"):
        shown(browser, place)
    answer = browser.get(f"/settlement/{sent.number}/paper/")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_another_site_finds_nothing_and_others_have_no_page(world: World, desk: Desk, sent: Statement) -> None:
    north = as_(world.cast.north_manager)
    assert sent.number not in shown(north, "/settlement/")
    for more in ("", "export/", "paper/", "appeal/?order=WO-900009&item=deduction"):
        assert north.get(f"/settlement/{sent.number}/{more}").status_code == 404
    assert posted(north, f"/settlement/{sent.number}/", act="confirm").status_code == 404
    assert as_(world.cast.east_technician).get("/settlement/").status_code == 403
    assert as_(world.cast.agent).get(f"/settlement/{sent.number}/").status_code == 403
    clerk = as_(world.cast.east_clerk)
    assert 'value="confirm"' not in shown(clerk, f"/settlement/{sent.number}/")
    assert posted(clerk, f"/settlement/{sent.number}/", act="confirm").status_code == 403


@pytest.mark.parametrize("query", ["?item=lost", "?flagged=2", "?after=x", "?after=²"])
def test_a_wrong_address_is_refused_by_name(desk: Desk, sent: Statement, query: str) -> None:
    assert as_(desk.clerk).get(f"/settlement/{sent.number}/{query}").status_code == 422


@pytest.mark.parametrize("query", ["?month=soon", "?month=2026-13", "?state=lost"])
def test_a_wrong_month_is_refused_by_name(desk: Desk, query: str) -> None:
    assert as_(desk.clerk).get(f"/settlement/{query}").status_code == 422


def test_the_pages_stay_within_their_budgets(world: World, desk: Desk, journal: Journal) -> None:
    for n in range(6):
        journal.order(f"WO-90001{n}", MORNING + n * HOUR, area="country")
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    number = statement_of(world.net.east, OCTOBER).number
    locked(number, desk, world.cast.east_manager, THIRD + HOUR)
    browser = as_(desk.clerk)
    for name, place in {
        "page.settlement": "/settlement/",
        "page.settlement_statement": f"/settlement/{number}/",
    }.items():
        shown(browser, place)
        within_budget(name, lambda place=place: shown(browser, place))  # type: ignore[misc]


def test_an_order_tells_with_what_it_was_settled(world: World, desk: Desk) -> None:
    order = care.order_to_call_back(world, MORNING)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    found = statement_of(world.net.east, OCTOBER)

    assert f"/settlement/{found.number}/?order={order}" in shown(as_(world.cast.east_manager), f"/orders/{order}/")
    assert found.number not in shown(as_(world.cast.agent), f"/orders/{order}/")


def test_finance_gives_retention_back_from_the_promise_and_a_second_click_is_told_so(
    world: World, desk: Desk, sent: Statement, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked(sent.number, desk, world.cast.east_manager, THIRD + HOUR)
    finance = as_(desk.finance)
    assert "没有应返还的款项" in shown(finance, "/settlement/holdings/")
    assert "公司暂存款项" in shown(finance, f"/settlement/{sent.number}/")
    a_year_on = datetime(2027, 11, 2, 10, tzinfo=HERE)
    monkeypatch.setattr(clock, "now", lambda: a_year_on)
    find_holdings(a_year_on)
    promise = Promise.objects.get(what="give-back-holding")
    finance = as_(desk.finance)
    place = f"/settlement/holdings/?number={promise.about}&promise={promise.pk}"
    within_budget("page.settlement_holdings", lambda: shown(finance, place))
    page = shown(finance, place)
    assert "留存满约定月数" in page and sent.number in page

    said = {"number": promise.about, "seen": "1", "promise": str(promise.pk)}
    assert posted(finance, "/settlement/holdings/", **said).status_code == 302
    assert posted(finance, "/settlement/holdings/", **said).status_code == 409
    promise.refresh_from_db()
    assert promise.state == "kept"
    assert "已返还" in shown(as_(world.cast.east_manager), "/settlement/holdings/?state=given_back")
    assert posted(as_(desk.clerk), "/settlement/holdings/", number=promise.about).status_code == 403


def test_a_negative_month_says_that_it_is_carried_and_offers_no_payment(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    journal.cash("WO-900001", MORNING, 50_000)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    found = statement_of(world.net.east, OCTOBER)
    locked(found.number, desk, world.cast.east_manager, THIRD + HOUR)

    page = shown(as_(desk.finance), f"/settlement/{found.number}/")

    assert "将在下一张结算单中抵扣" in page and "付款日期" not in page
    making.make_month(NOVEMBER, by=desk.clerk, at=THIRD + DAY)
    november = statement_of(world.net.east, NOVEMBER).number
    assert november in shown(as_(desk.finance), f"/settlement/{found.number}/")
    assert f"{found.number} 结算为负，结转本月抵扣" in shown(as_(desk.finance), f"/settlement/{november}/")
