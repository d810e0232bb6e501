"""A day in the season's peak, worked through in the browser by everybody it takes: a scene each, in both languages."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, sync_playwright

from liuke.foundation.clock import LOCAL
from tests.browser.conftest import Served
from tests.browser.walking import Walk

pytestmark = pytest.mark.browser
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PHOTO = {"name": "machine.png", "mimeType": "image/png", "buffer": PIXEL}
SENT = "[data-outbox]:not([data-count])"
PHONES = {"张伟": "zhangwei", "李军": "lijun"}
MANAGERS = {"城东服务网点": "chengdong.m", "北郊特约服务站": "beijiao.m", "武侯服务网点": "wuhou.m"}
PLATFORM = "JD-S"


@dataclass
class Day:
    """What the scenes hand on: the orders by what becomes of them."""

    part: str = ""
    paid: str = ""
    trip: str = ""
    ill: str = ""
    repeat: str = ""
    crew: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def walk(served: Served) -> Iterator[Walk]:
    with sync_playwright() as play:
        one = Walk(play, served)
        yield one
        one.close()


def test_a_day_in_the_peak_of_the_season(walk: Walk) -> None:
    day = Day()

    _take_in(walk, day)
    _fall_ill(walk, day)
    _place(walk, day)
    _miss_a_part(walk, day)
    _send_the_part(walk, day)
    _come_again(walk, day)
    _charge(walk, day)
    _take_cash(walk, day)
    _reconcile(walk)
    _go_in_vain(walk, day)
    _review(walk, day)
    _hear_that_it_is_not_fixed(walk, day)
    _judge(walk, day)
    _lock_the_month(walk)

    assert walk.wrong == []


def _take_in(walk: Walk, day: Day) -> None:
    """The administrator makes a token; with it the platform's orders come in, one told twice, one called off again."""
    with walk.as_("admin", language="en") as page:
        walk.open(page, "/tokens/")
        page.fill("[name=name]", "平台接单")
        page.check("[name=scopes][value=intake]")
        with page.expect_navigation():
            page.click("form[action='/tokens/'] button.btn-primary")
        token = page.locator("code.mono").inner_text()
        numbers = [_placed(page, token, n) for n in range(4)]
        assert _placed(page, token, 0) == numbers[0]
        off = _placed(page, token, 4)
        _called_off(page, token, 4)
        walk.open(page, f"/orders/{off}/")
        assert "Cancelled" in page.inner_text("main") or "cancelled" in page.inner_text("main")
    day.part, day.paid, day.trip, day.ill = numbers


def _placed(page: Page, token: str, n: int) -> str:
    """An order as the platform tells it; the answer is our number."""
    wish = {
        "source": "jd", "external_no": f"{PLATFORM}{n:04}", "kind": "repair", "payer": "user" if n in (1, 3) else "platform",
        "verification_code": f"88{n:02}", "fault": "不吸烟，声音大", "machines": [{"product_line": "hood"}],
        "new_customer": {
            "name": f"旺季{n}", "phone": f"1390571{n:04}",
            "address": {"text": f"文三路 {n + 1} 号", "division": "330106", "lng": 120.13, "lat": 30.27},
        },
    }  # fmt: skip
    return str(_told(page, token, "orders", wish, f"{PLATFORM}{n}", 201)["order"])


def _called_off(page: Page, token: str, n: int) -> None:
    """The platform calls its order off before anybody was at the door: it is cancelled at once."""
    wish = {"source": "jd", "external_no": f"{PLATFORM}{n:04}"}
    assert _told(page, token, "cancellations", wish, f"{PLATFORM}off{n}", 200)["settled"]


def _told(page: Page, token: str, noun: str, wish: dict[str, object], key: str, status: int) -> dict[str, object]:
    head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
    answer = page.request.post(f"/api/v1/intake/{noun}", data=json.dumps(wish), headers=head)
    assert answer.status == status, answer.text()
    told: dict[str, object] = answer.json()
    return told


def _fall_ill(walk: Walk, day: Day) -> None:
    """An order is given to 李军, who calls in sick: two clicks give his visits to others, and the customers are told."""
    _dispatch(walk, [day.ill], roomy=True)
    _share_out(walk, day, [day.ill], "李军", language="en")
    with walk.as_("liudiao") as page:
        page.goto(f"/dispatch/?order={day.ill}")
        lane = page.locator("tr", has=page.locator(f".visit-bar a[href$='{day.ill}']"))
        lane.locator("button[name=technician]").click()
        page.locator("form[action$='/acceptance/'] button[data-main]").wait_for()
        walk.look(page)
        with page.expect_navigation():
            page.click("form[action$='/acceptance/'] button[data-main]")
        walk.open(page, f"/orders/{day.ill}/")
        assert "张伟" in page.inner_text("main") and "已短信告知用户" in page.inner_text("main")
    day.crew[day.ill] = "张伟"


def _place(walk: Walk, day: Day) -> None:
    """The other three go out to whoever is left, each into a window that has room."""
    _dispatch(walk, [day.part, day.paid, day.trip], language="en")
    _share_out(walk, day, [day.part, day.paid, day.trip], "张伟")


def _dispatch(walk: Walk, numbers: list[str], *, roomy: bool = False, language: str = "zh-hans") -> None:
    """The dispatcher sees who sent it and who pays, takes it on and sends it where it is suggested."""
    with walk.as_("liudiao", language=language) as page:
        for place, number in enumerate(numbers):
            walk.open(page, f"/dispatch/?order={number}")
            assert re.search("京东|JD", page.inner_text(".suggestion"))
            with page.expect_navigation():
                page.click(".suggestion [data-main]")
            page.goto(f"/dispatch/?order={number}")
            windows = page.locator(".segments label")
            (windows.filter(has_text="余 2 单").first if roomy else windows.nth(place)).click()
            with page.expect_navigation():
                page.click(".suggestion [data-main]")


def _share_out(walk: Walk, day: Day, numbers: list[str], name: str, *, language: str = "zh-hans") -> None:
    """The site's clerk answers each order and gives its window to this technician, or to who is free then."""
    with walk.as_("chengdong", language=language) as page:
        walk.open(page, "/site-desk/")
        for number in numbers:
            with page.expect_navigation():
                page.click(f"[data-order='{number}'] form[action$='/acceptance/'] button")
            _give(page, day, number, name)


def _give(page: Page, day: Day, number: str, name: str) -> None:
    """On the site's desk: the window to this technician, or to who is free then."""
    crew = page.locator(f"[data-order='{number}'] select[name=technician]")
    his = crew.locator("option", has_text=name).filter(has_not_text=re.compile("taken|已有约"))
    chosen = his if his.count() else crew.locator("option")
    day.crew[number] = chosen.first.inner_text().split()[0]
    crew.select_option(chosen.first.get_attribute("value"))
    with page.expect_navigation():
        page.click(f"[data-order='{number}'] form[action$='/assignment/'] button")
    assert page.locator(f"[data-order='{number}'] select").count() == 0


@contextmanager
def _phone(walk: Walk, day: Day, number: str, *, language: str = "zh-hans") -> Iterator[Page]:
    """The phone of whoever has this stop, open at it."""
    with walk.as_(PHONES[day.crew[number]], language=language, width=390) as page:
        walk.open(page, f"/field/orders/{number}/")
        yield page


def _go_in(page: Page) -> None:
    """From the call ahead to the work begun."""
    for noun in ("call-ahead", "departure", "arrival", "start"):
        page.click(f"[data-step='{noun}'] form[action$='/acts/{noun}/'] button")
        page.wait_for_selector(SENT, state="attached")


def _miss_a_part(walk: Walk, day: Day) -> None:
    """At the door a part is missing: asked for from the phone, and the site puts the order on hold for it."""
    with _phone(walk, day, day.part) as page:
        _go_in(page)
        again = page.locator("details", has=page.locator("form[data-act='second-visit']"))
        again.locator("summary").click()
        again.locator("label", has=page.locator("[name=reason][value=part]")).click()
        again.locator("[name=part]").fill("油烟机电机 HD-M12")
        again.locator("button[type=submit]").click()
        page.get_by_text("待批准").first.wait_for()
        walk.open(page, "/field/")
    with walk.as_("chengdong") as page:
        page.goto(f"/orders/{day.part}/")
        _act(page, "hold", "[name=reason][value=waiting_part]")
        assert "待配件" in page.inner_text("dl.facts >> nth=0")


def _act(page: Page, noun: str, *choices: str) -> None:
    """An act of an order from its page: its dialog, these choices, done."""
    page.click(f"a[href$='/acts/{noun}/']")
    for choice in choices:
        page.locator("#side label", has=page.locator(choice)).first.click()
    with page.expect_navigation():
        page.click("#side form button[type=submit]")


def _send_the_part(walk: Walk, day: Day) -> None:
    """The parts clerk approves and ships it, the site receives it; the order goes on by itself."""
    with walk.as_("hanmei", language="en") as page:
        walk.open(page, "/parts/")
        row = page.locator("tr[data-row]", has_text=day.part)
        with page.expect_navigation():
            row.locator("button[value=approve]").click()
        with page.expect_navigation():
            row.locator("a.btn-primary").click()
        walk.look(page)
        page.fill("[name=carrier]", "顺丰速运")
        with page.expect_navigation():
            page.click("button[value=ship]")
    with walk.as_("chengdong") as page:
        page.goto("/parts/")
        with page.expect_navigation():
            page.locator("tr[data-row]", has_text=day.part).locator("button[value=receive]").click()
        walk.open(page, f"/orders/{day.part}/")
        assert "待二次上门" in page.inner_text(".state-rail")


def _come_again(walk: Walk, day: Day) -> None:
    """The clerk agrees the second window and gives it out; the technician puts the part in and reports."""
    with walk.as_("chengdong", language="en") as page:
        page.goto("/site-desk/")
        page.click(f"[data-order='{day.part}'] a[href$='/acts/booking/']")
        with page.expect_navigation():
            page.click("#side form button[type=submit]")
        _give(page, day, day.part, "张伟")
    with _phone(walk, day, day.part) as page:
        _go_in(page)
        walk.open(page, f"/field/orders/{day.part}/parts/")
        page.locator("section.stop", has_text="HD-M12").locator("form button[type=submit]").first.click()
        page.get_by_text("旧件").first.wait_for()
        page.goto(f"/field/orders/{day.part}/")
        _report(page)


def _report(page: Page) -> None:
    page.wait_for_selector("[data-work=completion]:not([hidden])")
    page.set_input_files("[data-photo]", PHOTO)
    page.wait_for_selector(SENT, state="attached")
    for box in page.locator("[name=checklist]").all():
        box.check()
    page.select_option("select[name=result-1]", "repaired")
    _sign(page, "#form-completion")
    page.click("[data-step='completion'] button[type=submit]")
    page.get_by_text("待完工审核").first.wait_for()


def _sign(page: Page, form: str) -> None:
    pad = page.locator(f"{form} [data-signature]")
    pad.scroll_into_view_if_needed()
    frame = pad.bounding_box()
    assert frame is not None
    page.mouse.move(frame["x"] + 40, frame["y"] + 60)
    page.mouse.down()
    page.mouse.move(frame["x"] + 160, frame["y"] + 30, steps=6)
    page.mouse.up()


def _charge(walk: Walk, day: Day) -> None:
    """Out of guarantee: quoted, accepted by the customer on the own page, paid to the company by QR; the receipt is there."""
    with _phone(walk, day, day.paid, language="en") as page:
        _go_in(page)
        walk.open(page, f"/field/orders/{day.paid}/charges/")
        page.locator(".charge-pick [name=pick]").first.check()
        with page.expect_navigation():
            page.click("[data-send-only]")
    _accept_the_quote(walk, day)
    with _phone(walk, day, day.paid) as page:
        page.goto(f"/field/orders/{day.paid}/charges/")
        with page.expect_navigation():
            page.click("form[action$='/charges/acts/code/'] button")
        page.locator(".charge-code img").wait_for()
        page.click("form[action$='/charges/acts/trial/'] button")
        page.locator(".charge-paid a").wait_for()
        walk.open(page, page.locator(".charge-paid a").get_attribute("href") or "")
        page.goto(f"/field/orders/{day.paid}/")
        page.fill("#platform-code", "8801")
        page.click("form[data-act=code] button")
        page.wait_for_selector(SENT, state="attached")
        _report(page)


def _accept_the_quote(walk: Walk, day: Day) -> None:
    """The agent copies the way to his page; without an account he reads the quote there and says yes."""
    with walk.as_("wangfang") as page:
        page.goto(f"/orders/{day.paid}/")
        page.click("form[action$='/own-page/'] button[value=copy]")
        address = page.locator("#own-page-address").input_value()
    with walk.as_("", width=390) as page:
        walk.open(page, address)
        page.locator("a.main").click()
        page.locator("button[value=accept]").wait_for()
        walk.look(page)
        with page.expect_navigation():
            page.click("button[value=accept]")
        assert page.locator("button[value=pay]").count() == 1


def _take_cash(walk: Walk, day: Day) -> None:
    """The customer signs on the phone and pays in cash; the site hands it in with the bank's number."""
    with _phone(walk, day, day.ill) as page:
        _go_in(page)
        page.goto(f"/field/orders/{day.ill}/charges/")
        page.locator(".charge-pick [name=pick]").first.check()
        _sign(page, "#form-agreement")
        page.click("button[form='form-agreement'][type=submit] >> nth=0")
        page.wait_for_selector(SENT, state="attached")
        page.goto(f"/field/orders/{day.ill}/charges/")
        page.locator("details", has=page.locator("form[data-act=cash]")).locator("summary").click()
        page.click("form[data-act=cash] button[type=submit]")
        page.wait_for_selector(SENT, state="attached")
        walk.open(page, f"/field/orders/{day.ill}/charges/")
    with walk.as_("chengdong", language="en") as page:
        walk.open(page, "/charges/?owed=yes")
        page.locator("tr[data-row]", has_text=day.ill).locator("a.row-link").click()
        page.locator("[name=reference]").fill("BANK-0001")
        walk.look(page)
        with page.expect_navigation():
            page.click("button[value=hand_in]")


def _reconcile(walk: Walk) -> None:
    """The settlement clerk sets yesterday beside the provider's statement and closes it; today cannot be closed yet."""
    with walk.as_("hanmei") as page:
        walk.open(page, "/charges/days/")
        rows = page.locator("tr[data-row]")
        rows.first.locator("a.row-link").click()
        page.locator("h1").wait_for()
        walk.look(page)
        assert page.locator("button[value=close]").count() == 0
        page.goto("/charges/days/")
        rows.nth(1).locator("a.row-link").click()
        page.locator("h1").wait_for()
        for act in ("fetch", "close"):  # the night's company may have done both before we came
            if page.locator("[name=note]").count():
                page.fill("[name=note]", "与渠道流水差一笔，已登记差异")
            if page.locator(f"button[value={act}]").count():
                with page.expect_navigation():
                    page.click(f"button[value={act}]")
        assert page.locator("button[value=close]").count() == 0 and "已对账" in page.inner_text("main")


def _go_in_vain(walk: Walk, day: Day) -> None:
    """Nobody opens: a photo of the door ends it as a no-service trip."""
    with _phone(walk, day, day.trip, language="en") as page:
        for noun in ("call-ahead", "departure", "arrival"):
            page.click(f"[data-step='{noun}'] form[action$='/acts/{noun}/'] button")
            page.wait_for_selector(SENT, state="attached")
        trip = page.locator("details", has=page.locator("form[data-act='no-service']"))
        trip.locator("summary").click()
        trip.locator("label.card-choice").first.click()
        trip.locator("input[type=file]").set_input_files(PHOTO)
        trip.locator("button[type=submit]").click()
        page.get_by_text("in review").first.wait_for()


def _review(walk: Walk, day: Day) -> None:
    """The centre accepts the two completions and the trip."""
    with walk.as_("hanmei") as page:
        for number, state in ((day.part, "待回访"), (day.paid, "待回访"), (day.trip, "空跑结单")):
            page.goto(f"/orders/{number}/")
            _act(page, "review")
            assert state in page.inner_text("main")


def _hear_that_it_is_not_fixed(walk: Walk, day: Day) -> None:
    """The callback agent hears that it hums again: a repeat is opened, and its site sees it."""
    with walk.as_("fengxue", language="en") as page:
        page.goto(f"/callbacks/about/{day.part}/after_service/")
        walk.look(page)
        page.click("#reached")
        for question, answer in (("solved", "no"), ("attitude_good", "yes"), ("satisfied", "no")):
            page.locator(f"label:has([name={question}][value={answer}])").click()
        page.fill("[name=charged]", "0")
        page.fill("[name=words]", "又响了，和没修一样")
        with page.expect_navigation():
            page.click("button[value=save]")
    with walk.as_("chengdong.m") as page:
        walk.open(page, f"/orders/{day.part}/")
        day.repeat = page.locator("dd a.code[href^='/orders/WO-']").first.inner_text()
        walk.open(page, "/")
        assert day.repeat in page.inner_text("main")


def _judge(walk: Walk, day: Day) -> None:
    """Whose fault: the quality manager decides, the site appeals with a picture, the regional manager hears it."""
    with walk.as_("qianping") as page:
        walk.open(page, "/quality/")
        page.locator("tr[data-row]", has_text=day.part).locator("a.row-link").click()
        page.locator("[name=party][value=site]").wait_for(state="attached")
        walk.look(page)
        page.locator("label:has([name=party][value=site])").click()
        page.locator("[name=evidence]").first.check()
        page.fill("[name=reason]", "更换后未试运行")
        with page.expect_navigation():
            page.click("button[value=decide]")
        case = page.url
    with walk.as_("chengdong.m") as page:
        page.goto(case)
        page.fill("[name=reason]", "试运行照片在附件")
        page.set_input_files("[name=files]", PHOTO)
        with page.expect_navigation():
            page.click("button[value=appeal]")
    with walk.as_("luojun", language="en") as page:
        page.goto(case)
        page.locator("label:has([name=party][value=part])").click()
        page.locator("[name=evidence]").first.check()
        page.fill("[name=reason]", "新件不良，改判配件责任")
        with page.expect_navigation():
            page.click("button[value=hear]")
        assert "granted" in page.inner_text("main")


def _lock_the_month(walk: Walk) -> None:
    """Last month's statement: sent, confirmed by the site, signed for the company, locked; two people have signed."""
    with walk.as_("hanmei") as page:
        walk.open(page, "/settlement/")
        page.goto(f"/settlement/?month={_last_month(walk)}")
        with page.expect_navigation():
            page.click("button[value=send]")
        page.locator("a.row-link").first.click()
        page.locator("h1").wait_for()
        statement, site = page.url, page.inner_text("h1").split(" · ")[0]
    with walk.as_(MANAGERS[site], language="en") as page:
        walk.open(page, statement)
        with page.expect_navigation():
            page.click("button[value=confirm]")
    for user, act in (("luojun", "sign"), ("hanmei", "lock")):
        with walk.as_(user) as page:
            page.goto(statement)
            with page.expect_navigation():
                page.click(f"button[value={act}]")
    with walk.as_(MANAGERS[site]) as page:
        page.goto(statement)
        assert "已锁定" in page.inner_text("main") and page.locator("button[value=confirm]").count() == 0


def _last_month(walk: Walk) -> str:
    now = datetime.now(LOCAL) + timedelta(seconds=walk.served.ahead)
    return f"{now.replace(day=1) - timedelta(days=1):%Y-%m}"
