"""The technician's phone without a signal, in WeChat's browser: nothing is lost, and everything is sent once."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from liuke.areas.service.models import FieldAct, Visit, WorkOrder
from liuke.foundation import clock
from liuke.kernel.journal.models import Event
from tests.browser.serving import browser_of, served
from tests.given import service
from tests.given.service import PIXEL, Company
from tests.support.databases import Database

pytestmark = pytest.mark.browser
SENT = "[data-outbox]:not([data-count])"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 "
    "XWEB/1160117 MMWEBSDK/20240301 Mobile Safari/537.36 MicroMessenger/8.0.48.2580(0x28003038) WeChat/arm64"
)


@pytest.fixture
def c(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    return service.company(clock.now())


@pytest.fixture
def number(c: Company) -> str:
    return service.assigned(c, clock.now())


@pytest.fixture
def phone(c: Company, number: str) -> Iterator[Page]:
    with served() as base, sync_playwright() as play:
        wechat = {"user_agent": WECHAT, "service_workers": "block"}
        with browser_of(play, base, c.cast.east_technician, **wechat) as browser:
            page = browser.new_page()
            page.goto(f"/field/orders/{number}/")
            yield page


def tap(page: Page, noun: str) -> None:
    page.locator(f"[data-step={noun}]:not([hidden]) button.btn-primary").click()


def test_acts_without_a_signal_survive_a_reload_and_are_sent_once(phone: Page, number: str) -> None:
    phone.context.set_offline(True)
    for noun in ("call-ahead", "departure", "arrival", "start"):
        tap(phone, noun)
    phone.wait_for_selector("[data-outbox][data-count='4']")
    assert "离线，已暂存" in phone.inner_text("[data-outbox]")
    assert WorkOrder.objects.get(number=number).state == "booked"

    phone.context.set_offline(False)
    phone.reload()
    phone.wait_for_selector("[data-work=completion]:not([hidden])")
    phone.wait_for_selector(SENT, state="attached")
    phone.reload()
    phone.wait_for_load_state("networkidle")

    assert WorkOrder.objects.get(number=number).state == "in_service"
    assert sorted(FieldAct.objects.values_list("act", flat=True)) == ["arrive", "call_ahead", "depart", "start"]
    assert Event.objects.filter(kind="service.visit.departed").count() == 1


def test_what_was_done_in_the_cellar_is_written_with_the_time_it_happened(phone: Page, number: str) -> None:
    phone.context.set_offline(True)
    tap(phone, "call-ahead")
    tap(phone, "departure")
    phone.wait_for_selector("[data-outbox][data-count='2']")
    happened = clock.now()
    phone.wait_for_timeout(1500)
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(SENT, state="attached")
    departed = Visit.objects.get(order__number=number).departed_at
    assert departed is not None and departed <= happened


def test_photo_signature_and_report_go_with_the_first_signal(phone: Page, number: str) -> None:
    for noun in ("call-ahead", "departure", "arrival", "start"):
        tap(phone, noun)
        phone.wait_for_selector(SENT, state="attached")
    phone.wait_for_selector("[data-work=completion]:not([hidden])")
    phone.context.set_offline(True)
    phone.set_input_files("[data-photo]", {"name": "machine.png", "mimeType": "image/png", "buffer": PIXEL})
    phone.wait_for_selector("[data-outbox][data-count='1']")
    sign(phone)
    tap(phone, "completion")
    phone.wait_for_selector("[data-outbox][data-count='2']")
    assert WorkOrder.objects.get(number=number).state == "in_service"

    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(SENT, state="attached")
    visit = Visit.objects.get(order__number=number)
    assert WorkOrder.objects.get(number=number).state == "in_review"
    assert len(visit.photos) == 1 and visit.signature


def test_a_refused_act_is_told_and_kept_until_somebody_decides(c: Company, phone: Page, number: str) -> None:
    phone.context.set_offline(True)
    tap(phone, "call-ahead")
    phone.wait_for_selector("[data-outbox][data-count='1']")
    from liuke.areas.service.actions import running

    running.cancel(number, reason="user_withdrew", by=c.cast.dispatcher, at=clock.now())
    phone.context.set_offline(False)
    phone.evaluate("dispatchEvent(new Event('online'))")
    phone.wait_for_selector(".outbox-refused")
    assert "未被接受" in phone.inner_text("[data-outbox]")


def sign(page: Page) -> None:
    pad = page.locator("#form-completion [data-signature]")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + 160, frame["y"] + 30, steps=6)
    page.mouse.up()
