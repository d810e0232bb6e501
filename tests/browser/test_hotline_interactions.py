"""An agent takes a repair call of a known customer to a dispatched order in at most six interactions, counted."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, sync_playwright

from liuke.areas.service.actions import calls
from liuke.areas.service.models import Call, WorkOrder
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from tests.browser.pages import overflowing
from tests.browser.serving import browser_of, served
from tests.given import care as given
from tests.given import products
from tests.given.care import World
from tests.given.customers import LI_PHONE
from tests.support.databases import Database

pytestmark = pytest.mark.browser
MOST = 6


class Hands:
    """What the agent does, one by one: a key or text with its Enter, a click, a choice."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def type(self, field: str, text: str, *, enter: bool = False) -> None:
        self.count += 1
        self.page.keyboard.type(text)
        assert self.page.evaluate("document.activeElement.name") == field, "the field did not have the focus"
        if enter:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")

    def click(self, what: str) -> None:
        self.count += 1
        self.page.locator(what).first.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)


@pytest.fixture
def world(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> World:
    """李秀英 with two machines, so that the machine has to be chosen."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    made = given.world(clock.now())
    products.machine(made.cast, made.li, clock.now(), model=products.STOVE)
    return made


@pytest.fixture(params=[1440, 390])
def page(world: World, request: pytest.FixtureRequest) -> Iterator[Page]:
    with served() as base, sync_playwright() as play, browser_of(
        play, base, world.cast.agent, width=request.param
    ) as context:  # fmt: skip
        opened = context.new_page()
        opened.goto("/calls/")
        yield opened


def take_the_wish(page: Page, hands: Hands) -> None:
    """From the open page of the caller to the order; the fault has the focus."""
    hands.type("fault", "开机后异响，吸力变小")
    hands.click("label.card-choice:has([name=machine])")
    page.wait_for_selector("label.card-choice:has([name=window])")
    hands.click("label.card-choice:has([name=window])")
    with page.expect_navigation():
        hands.press("Control+Enter")


def test_from_the_typed_number_to_the_dispatched_order(page: Page, world: World) -> None:
    hands = Hands(page)

    hands.type("number", LI_PHONE, enter=True)
    assert "李秀英" in page.inner_text("main") and not overflowing(page)
    take_the_wish(page, hands)

    order = WorkOrder.objects.get()
    assert order.state == "offered" and order.window_start is not None and order.customer_id == world.li
    assert order.number in page.inner_text(".said")
    assert hands.count <= MOST, f"{hands.count} interactions"


def test_from_the_ringing_call_to_the_dispatched_order(page: Page, world: World) -> None:
    hands = Hands(page)
    calls.take_call(LI_PHONE, by=system_actor(Actor.Kind.JOB, "telephony"), at=clock.now())
    page.wait_for_selector(".ringing button", timeout=15_000)

    with page.expect_navigation():
        hands.click(".ringing button")
    take_the_wish(page, hands)

    assert WorkOrder.objects.get().request is not None and Call.objects.count() == 1
    assert hands.count <= MOST, f"{hands.count} interactions"


def test_words_of_danger_bring_the_script_at_once_and_a_reload_loses_nothing(page: Page) -> None:
    hands = Hands(page)
    hands.type("number", LI_PHONE, enter=True)
    hands.type("fault", "厨房有煤气味")

    page.wait_for_selector("#safety .danger")
    script, field = page.locator(".danger").bounding_box(), page.locator("[name=kind]").bounding_box()
    assert script and field and script["y"] < field["y"]

    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.input_value("[name=fault]") == "厨房有煤气味"
    page.wait_for_selector("#safety .danger")
