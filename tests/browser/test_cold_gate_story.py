"""The customer who brings a device for data repair, is met coldly at the gate, waits forty minutes and is led into the
workroom: his complaint from the guard's colleague to the improvement that is verified after thirty played days."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connections
from playwright.sync_api import Page, sync_playwright

from liuke.areas.complaints.models import Complaint, Improvement
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Promise
from tests.browser.conftest import Served
from tests.browser.serving import served
from tests.browser.walking import Walk
from tests.given import care
from tests.given.care import World
from tests.given.service import PIXEL
from tests.support.databases import Database
from tests.web.entering import as_

pytestmark = pytest.mark.browser
TEN = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PHOTO = {"name": "gate.png", "mimeType": "image/png", "buffer": PIXEL}
SAID = (
    "我带着移动硬盘来做数据恢复，门口的保安爱理不理，态度很冷淡。我在大厅等了四十分钟没有人接待。"
    "最后有人把我直接领进了维修间，里面乱七八糟的，真让人心里不踏实。硬盘里是孩子的照片，希望你们尽快恢复，也给我一个说法。"
)


class Company(Walk):
    """The house of this test, walked through by its people, whose clock stands where it is put."""

    at = TEN
    number = ""

    @contextmanager
    def by(self, person: Actor, *, language: str = "zh-hans", width: int = 1440) -> Iterator[Page]:
        """This person's browser, signed in already."""
        with self.as_("", language=language, width=width) as page:
            session = as_(person).cookies["sessionid"].value
            page.context.add_cookies([{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}])
            yield page

    def until(self, at: datetime) -> None:
        """Time passes; whatever falls due meanwhile is seen to, twice a day."""
        while self.at < at:
            self.at = min(self.at + DAY / 2, at)
            run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=self.at)
        self.served = replace(self.served, ahead=(self.at - datetime.now(clock.LOCAL)).total_seconds())

    def case(self, page: Page, tab: str) -> None:
        page.goto(f"/complaints/{self.number}/?tab={tab}")


@pytest.fixture
def world(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return care.world(TEN - 2 * HOUR)


@pytest.fixture
def company(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    with served() as base, sync_playwright() as play:
        one = Company(play, Served(base, "", {}))
        monkeypatch.setattr(clock, "now", lambda: one.at)
        one.until(TEN)
        yield one
        one.close()
        connections.close_all()  # a browser is driven on connections of its own


def test_the_cold_gate(company: Company, world: World) -> None:
    quality = identity.add_person(
        username="pinzhi", name="钱品质", roles=["quality_manager"], by=world.cast.administrator, at=TEN - HOUR
    )
    officer, manager = world.cast.complaint_officer, world.cast.east_manager

    _take_in(company, world.cast.east_clerk)
    _soothe(company, officer)
    _find_out(company, officer)
    _make_right(company, officer)
    _learn(company, officer, manager)
    _close(company, officer)
    _improve(company, manager)
    _ask_again(company, officer)
    _verify(company, quality, officer)

    assert company.wrong == []
    numbers = [company.number, Improvement.objects.get().number]
    assert not Promise.objects.filter(about__in=numbers, state="open").exists()
    assert not Event.objects.filter(kind="promise.missed", subject__in=numbers).exists()


def _take_in(company: Company, clerk: Actor) -> None:
    """The guard's colleague: two fields and a click, on the phone in the hall."""
    with company.by(clerk, language="en", width=390) as page:
        company.open(page, "/complaints/new/")
        page.fill("[name=who]", "顾先生")
        page.fill("[name=words]", SAID)
        with page.expect_navigation():
            page.click("button[name=act][value=take]")
        company.number = Complaint.objects.get().number
        assert company.number in page.inner_text(".said")


def _soothe(company: Company, officer: Actor) -> None:
    """Ten minutes later it is the first thing of the officer's day; two clicks and it is his. He soothes, and listens."""
    company.until(TEN + 10 * MINUTE)
    with company.by(officer) as page:
        company.open(page, "/")
        first = page.locator("main a[href*='/complaints/']").first
        assert company.number in (first.get_attribute("href") or "")
        first.click()
        page.wait_for_url("**/complaints/**")
        company.look(page, state="to assign")
        _press(page, "take")
        for step in ("soothed", "restated", "asked"):
            with page.expect_navigation():
                page.click(f"form:has([name=step][value={step}]) button[value=step]")
        with page.expect_navigation():
            page.click("button[name=reached][value='1']")
        page.select_option("[name=topic]", "service/waiting")
        page.fill("[name=means]", "东西贵重，希望被当回事、被妥善保管")
        _press(page, "assess")
        company.look(page, state="talk")


def _find_out(company: Company, officer: Actor) -> None:
    """Feelings apart from facts as proposed; each fact with its evidence; then whose it was."""
    company.until(TEN + HOUR)
    with company.by(officer, language="en") as page:
        company.case(page, "facts")
        company.look(page, state="proposed")
        kinds = page.locator("[name=part_kind]").evaluate_all("all => all.map((one) => one.value)")
        assert {"feeling", "fact", "wish"} <= set(kinds)
        _press(page, "sort")
        for nth in range(kinds.count("fact")):
            form = page.locator("details[open] form:has([name=nth])").first
            form.locator("label", has=page.locator("[value=true]")).click()
            form.locator("[name=note]").fill("查看门岗与大厅监控")
            if not nth:
                form.locator("[name=files]").set_input_files(PHOTO)
            with page.expect_navigation():
                form.locator("button[value=judge]").click()
        page.locator("label", has=page.locator("[name=stance][value=ours]")).click()
        page.fill("[name=finding]", "门岗不知道送修如何接待；前台午间无人；维修间不应接待用户")
        _press(page, "stance")
        assert page.url.endswith("tab=remedy")
        company.case(page, "facts")
        company.look(page, state="judged")


def _make_right(company: Company, officer: Actor) -> None:
    """What the customer himself proposes; he agrees; it is done before the evening."""
    company.until(TEN + HOUR + 10 * MINUTE)
    with company.by(officer) as page:
        company.case(page, "remedy")
        company.look(page, state="to propose")
        page.select_option("[name=remedy]", "redo")
        page.fill("[name=remedy_words]", "今天优先恢复数据，18:00 前电话告知结果")
        page.fill("[name=done_by]", f"{TEN:%Y-%m-%d}")
        page.check("[name=by_customer]")
        _press(page, "propose")
        with page.expect_navigation():
            page.click("button[name=agrees][value='1']")
        company.look(page, state="agreed")
    company.until(TEN + 7 * HOUR)
    with company.by(officer, width=390) as page:
        company.case(page, "remedy")
        _press(page, "fulfil")
        assert page.url.endswith("tab=closing")


def _learn(company: Company, officer: Actor, manager: Actor) -> None:
    """It is not closed before it is said why it happened, who answers for mending it and until when."""
    company.until(TEN + 8 * HOUR)
    with company.by(officer) as page:
        company.case(page, "closing")
        assert "请写明原因、责任人、改进措施" in page.inner_text(".note-box")
        company.look(page, state="not yet")
        page.fill("[name=cause]", "没有送修接待流程，门岗没有培训")
        page.fill("[name=action]", "门岗设送修接待卡，前台排班不断岗，维修间设访客线")
        page.select_option("[name=responsible]", str(manager.pk))
        page.fill("[name=until]", f"{TEN + 3 * DAY:%Y-%m-%d}")
        _press(page, "improve")


def _close(company: Company, officer: Actor) -> None:
    """With the customer's word; the apology names what was changed, and goes out with proof."""
    with company.by(officer, language="en") as page:
        company.case(page, "closing")
        assert page.locator(".note-box").count() == 0
        page.locator("label", has=page.locator("[name=word][value=satisfied]")).click()
        page.fill("[name=summary]", "数据已恢复，当面致歉")
        _press(page, "close")
        company.look(page, state="closed")
        company.case(page, "letters")
        page.select_option("[name=letter]", "apology")
        _press(page, "write")
        company.look(page, state="letters")
        assert "门岗设送修接待卡" in page.input_value("textarea[name^=text_]")
        page.select_option("[name=via]", "hand")
        page.fill("[name=proof]", "顾先生当面签收")
        page.locator("form:has([name=via]) [name=files]").set_input_files(PHOTO)
        _press(page, "send")
        company.case(page, "history")
        company.look(page, state="history")


def _improve(company: Company, manager: Actor) -> None:
    """Who answers for it finds it among what he owes, wherever he works, and shows that it is done."""
    company.until(TEN + 2 * DAY)
    with company.by(manager, language="en", width=390) as page:
        company.open(page, "/")
        page.locator("main a[href*='/complaints/improvements/']").first.click()
        page.wait_for_url("**/improvements/**")
        company.look(page, state="owed")
        page.fill("[name=proof]", "接待卡照片、排班表")
        _press(page, "done")


def _ask_again(company: Company, officer: Actor) -> None:
    """Seven and thirty days after closing the customer is asked whether all is well."""
    for day in (7, 30):
        company.until(TEN + day * DAY)
        with company.by(officer) as page:
            page.goto("/")
            page.locator(f"main a[href*='{company.number}'][href*='tab=closing']").first.click()
            page.wait_for_url("**/complaints/**")
            page.locator("label", has=page.locator(f"[name=day][value='{day}']")).click()
            page.fill("[name=after_words]", "很好，照片都在")
            with page.expect_navigation():
                page.click("button[name=well][value='1']")


def _verify(company: Company, quality: Actor, officer: Actor) -> None:
    """Thirty days after it was carried out the system has looked for like complaints itself; another says that it helped."""
    company.until(TEN + 33 * DAY)
    assert Event.objects.filter(kind="complaints.recurrence.looked_for").count() == 1
    with company.by(quality, language="en") as page:
        page.goto("/")
        page.locator("main a[href*='/complaints/improvements/']").first.click()
        page.wait_for_url("**/improvements/**")
        company.look(page, state="to verify")
        _press(page, "works")
        company.look(page, state="verified")
    with company.by(officer) as page:
        for path in ("/complaints/", "/complaints/?which=closed", "/complaints/board/"):
            page.goto(path)
            company.look(page, state=path)
        company.case(page, "closing")
        assert "有效" in page.inner_text("main")
        card = page.request.get(f"/complaints/{company.number}/card/")
        assert card.body().startswith(b"%PDF-")


def _press(page: Page, act: str) -> None:
    """The button of this act; the page comes back with what came of it."""
    with page.expect_navigation():
        page.locator(f"button[name=act][value={act}]").first.click()
