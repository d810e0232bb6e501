"""Takes the README's pictures, in both languages; each page has to open without an error in the console."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import Served
from tests.browser.pages import open_page

pytestmark = pytest.mark.browser
SHOTS = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
FIND = """
from liuke.areas.care.models import Callback
from liuke.areas.service.models import WorkOrder
from liuke.areas.customers.models import Customer
from liuke.kernel.promises.models import Promise
owed = Promise.objects.filter(state="open").values_list("timeline_id", flat=True)
rich = Customer.objects.filter(pk__in=owed, orders__isnull=False).order_by("-grade", "pk").first()
callback = Callback.objects.filter(state__in=["due", "later", "not_reached"]).order_by("pk").first()
order = WorkOrder.objects.filter(technician__username="zhangwei", state__in=["booked", "on_the_way", "in_service"]).order_by("window_start").first()
print(rich.code, callback.number if callback else "-", order.number if order else "-")
"""


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_the_readme_open_and_are_pictured(served: Served, play: Playwright, language: str) -> None:
    customer, callback, order = served.ask(FIND).split()
    pages = [
        ("hotline", "wangfang", f"/calls/?customer={customer}", 1440),
        ("today", "hanmei", "/", 1440),
        ("customer-file", "zhaomin", f"/customers/{customer}/", 1440),
        ("dispatch", "liudiao", "/dispatch/", 1440),
        ("callback", "fengxue", f"/callbacks/{callback}/" if callback != "-" else "/callbacks/", 1440),
        ("handbook", "qianping", "/handbook/", 1440),
        ("field", "zhangwei", f"/field/orders/{order}/" if order != "-" else "/field/", 390),
    ]
    wrong: list[str] = []
    for name, user, url, width in pages:
        page = open_page(play, served.base, user, served.password, width=width, language=language, ahead=served.ahead)
        page.on("pageerror", lambda error, name=name: wrong.append(f"{name}: {error}"))  # type: ignore[misc]
        answer = page.goto(url)
        page.wait_for_load_state("networkidle")
        if answer is None or answer.status != 200:
            wrong.append(f"{name}: {answer and answer.status}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"):
            wrong.append(f"{name}: wider than the screen")
        if os.environ.get("LIUKE_WRITE_DOCS"):
            SHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SHOTS / f"{name}-{language[:2]}.png")
        browser = page.context.browser
        assert browser is not None
        browser.close()
    assert wrong == []
