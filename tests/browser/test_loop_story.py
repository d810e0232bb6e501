"""The loop, as one story in the browser: from a ringing phone to a satisfied customer, each in their own role."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Playwright, sync_playwright

from tests.browser.conftest import Served
from tests.browser.pages import open_page

pytestmark = pytest.mark.browser
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
KNOWN = """
from liuke.areas.customers.models import Address
from liuke.areas.products.models import Machine
from liuke.areas.service.models import WorkOrder
busy = set(WorkOrder.objects.values_list("customer_id", flat=True))
near = Address.objects.filter(division__startswith="330106").values_list("customer_id", flat=True)
found = Machine.objects.filter(model__line__key="hood", customer__in=near, customer__kind="household")
machine = found.exclude(customer__in=busy).order_by("pk").first()
print(machine.customer.code, machine.number)
"""


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


def test_from_a_ringing_phone_to_a_satisfied_customer(served: Served, play: Playwright) -> None:
    code, machine = served.ask(KNOWN).split()

    number = _take_the_call(served, play, code, machine)
    technician = _accept_and_assign(served, play, number)
    _visit(served, play, number, technician)
    _review(served, play, number)
    _call_back(served, play, number)

    with _as(served, play, "liudiao") as page:
        page.goto(f"/orders/{number}/")
        assert "已关闭" in page.inner_text("main")
        page.goto(f"/customers/{code}/")
        assert "满意" in page.inner_text("main")


@contextmanager
def _as(served: Served, play: Playwright, user: str, width: int = 1440) -> Iterator[Page]:
    page = open_page(play, served.base, user, served.password, width=width, language="zh-hans", ahead=served.ahead)
    try:
        yield page
    finally:
        browser = page.context.browser
        assert browser is not None
        browser.close()


def _take_the_call(served: Served, play: Playwright, code: str, machine: str) -> str:
    """Who calls is there before hello; the wish becomes an order at an own site in a real window."""
    with _as(served, play, "wangfang") as page:
        page.goto(f"/calls/?customer={code}")
        assert code in page.inner_text("main")
        page.fill("[name=fault]", "开机后异响,吸力变小")
        page.check(f"[name=machine][value='{machine}']")
        page.locator("[name=window]").first.wait_for(state="attached")
        page.locator("label:has([name=window])").first.click()
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        found = re.search(r"WO-\d{6,}", page.inner_text("body"))
        assert found, page.url
        return found.group()


def _accept_and_assign(served: Served, play: Playwright, number: str) -> str:
    """The site's clerk takes the order and gives its window to a technician."""
    with _as(served, play, "chengdong") as page:
        page.goto("/site-desk/")
        with page.expect_navigation():
            page.click(f"[data-order='{number}'] form[action$='/acceptance/'] button")
        choice = page.locator(f"[data-order='{number}'] select[name=technician]")
        name = choice.locator("option").first.inner_text().split()[0]
        with page.expect_navigation():
            page.click(f"[data-order='{number}'] form[action$='/assignment/'] button")
    return {"张伟": "zhangwei", "李军": "lijun"}[name]


def _visit(served: Served, play: Playwright, number: str, technician: str) -> None:
    """On the phone: call ahead, go, arrive, work, photo, signature, report."""
    with _as(served, play, technician, width=390) as page:
        page.goto(f"/field/orders/{number}/")
        for noun in ("call-ahead", "departure", "arrival", "start"):
            page.click(f"[data-step='{noun}'] form[action$='/acts/{noun}/'] button")
            page.wait_for_selector("[data-outbox]:not([data-count])", state="attached")
        page.wait_for_selector("[data-work=completion]:not([hidden])")
        page.set_input_files("[data-photo]", {"name": "machine.png", "mimeType": "image/png", "buffer": PIXEL})
        page.wait_for_selector("[data-outbox]:not([data-count])", state="attached")
        for box in page.locator("[name=checklist]").all():
            box.check()
        page.select_option("select[name=result-1]", "repaired")
        _sign(page)
        page.click("[data-step='completion'] button[type=submit]")
        page.get_by_text("待完工审核").first.wait_for()


def _sign(page: Page) -> None:
    pad = page.locator("#form-completion [data-signature]")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + 160, frame["y"] + 30, steps=6)
    page.mouse.up()


def _review(served: Served, play: Playwright, number: str) -> None:
    """The centre looks at the completion and accepts it."""
    with _as(served, play, "hanmei") as page:
        page.goto(f"/orders/{number}/")
        page.click("a[href$='/acts/review/']")
        page.locator("#side form button.btn-primary").wait_for()
        with page.expect_navigation():
            page.click("#side form button.btn-primary")


def _call_back(served: Served, play: Playwright, number: str) -> None:
    """Only satisfied is finished: the callback with its guide."""
    with _as(served, play, "fengxue") as page:
        page.goto(f"/callbacks/about/{number}/after_service/")
        page.click("#reached")
        page.wait_for_load_state("networkidle")
        for field in ("solved", "attitude_good", "satisfied", "comes_back", "brings_friends"):
            answer = page.locator(f"label:has([name={field}][value=yes])")
            if answer.count() and answer.first.is_visible():
                answer.first.click()
        if page.locator("[name=charged]").is_visible():
            page.fill("[name=charged]", "0")
        with page.expect_navigation():
            page.click("button[value=save]")
