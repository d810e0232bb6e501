"""An account manager's first weeks in the browser: lists brought in, doubles merged, customers handed on, data taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import Served
from tests.browser.walking import Walk
from tests.given.files import text, xlsx

pytestmark = pytest.mark.browser
HOUSEHOLDS = 200
FIRMS = [
    ["公司名称", "联系方式", "", "地址", "电子邮箱"],
    ["", "手机", "备用电话", "", ""],
    ["杭州味源食堂管理有限公司", "13757140001", "0571-87650001", "杭州市西湖区文三路90号3栋1201室", "office@weiyuan.example"],
    ["杭州明湖酒店有限公司", "13757140002", "", "杭州市西湖区曙光路12号", ""],
]  # fmt: skip
TWINS = [
    ["味源食堂管理公司", "137 5714 0001", "杭州市西湖区文三路90号3栋1201室"],
    ["明湖酒店", "13757140002", "杭州市西湖区曙光路12号"],
]
WRONG = [["周建国", "12345", "杭州市西湖区文三路1号"], ["吴桂芳", "", "杭州市西湖区文三路2号"]]
NAMES = [a + b for a, b in product("赵钱孙李周吴郑王冯陈", ("国栋", "秀兰", "建平", "晓燕", "志强", "雪梅", "文博", "丽娟", "海涛", "小雨", "永康", "玉华", "伟民", "春霞", "少华", "美玲", "立新", "红英", "德明", "婷婷"))]  # fmt: skip


@dataclass
class Weeks:
    """What the scenes hand on."""

    handover: str = ""
    customer: str = ""
    release: str = ""


@pytest.fixture(scope="module")
def walk(served: Served) -> Iterator[Walk]:
    with sync_playwright() as play:
        one = Walk(play, served)
        yield one
        one.close()


def test_an_account_manager_comes_and_goes(walk: Walk) -> None:
    weeks = Weeks()

    _bring_in_firms(walk)
    _bring_in_households(walk)
    _merge_and_undo(walk)
    _leave(walk, weeks)
    _hand_over(walk, weeks)
    _take_over(walk, weeks)
    _ask_for_a_list(walk, weeks)
    _approve(walk, weeks)
    _take_the_list(walk, weeks)
    _ask_who_saw(walk, weeks)

    assert walk.wrong == []


def _bring_in_firms(walk: Walk) -> None:
    """A workbook with a heading of two lines, half of it merged: read as it is, looked over, taken in."""
    with walk.as_("linjie") as page:
        walk.open(page, "/imports/")
        _hand_in(page, "企业名单.xlsx", xlsx(FIRMS, merged="B1:C1"))
        page.get_by_role("link", name="各列含义").wait_for()
        walk.look(page)
        place = page.url
        walk.open(page, f"{place}columns/")
        assert page.locator("select[name='column.4'] option:checked").inner_text() == "电子邮箱"
        page.goto(place)
        _take_in(page)


def _bring_in_households(walk: Walk) -> None:
    """A GBK text with headings of its own; two rows are wrong and come back as a workbook, the others come in."""
    homes = [[name, f"1375716{n:04}", f"杭州市西湖区文三路{n + 100}号"] for n, name in enumerate(NAMES[:HOUSEHOLDS])]
    rows = [["顾客", "手机号", "住址"], *homes, *TWINS, *WRONG]
    with walk.as_("linjie", language="en") as page:
        page.goto("/imports/")
        _hand_in(page, "顾客.csv", text(rows, "gb18030"))
        page.locator("[name=leave_out]").wait_for(state="attached")
        assert "no phone number" in page.inner_text("main")
        walk.look(page)
        with page.expect_download() as refused:
            page.click("a[href$='/refused/']")
        assert refused.value.suggested_filename == "refused.xlsx"
        page.locator("label:has([name=leave_out])").click()
        _take_in(page)


def _hand_in(page: Page, name: str, data: bytes) -> None:
    page.set_input_files("[name=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    with page.expect_navigation():
        page.click("form[enctype] [data-main]")


def _take_in(page: Page) -> None:
    """Started, and watched to its end."""
    page.locator("form[action$='/intake/'] [data-main]").wait_for()
    with page.expect_navigation():
        page.click("form[action$='/intake/'] [data-main]")
    page.locator("a[href^='/duplicates/']").wait_for(timeout=60_000)


def _merge_and_undo(walk: Walk) -> None:
    """Both firms stand twice, found without waiting for the night: each is merged, one merge is taken back."""
    with walk.as_("linjie") as page:
        codes = [_merged(walk, page, name) for name in ("味源", "明湖")]
        page.goto(f"/customers/{codes[1]}/duplicates/")
        walk.look(page)
        page.click("a[href$='/undoing/']")
        page.locator("form [data-main]").wait_for()
        walk.look(page)
        with page.expect_navigation():
            page.click("form [data-main]")
        assert "已恢复为独立档案" in page.inner_text("body")
        for code, may_undo in zip(codes, (1, 0), strict=True):
            page.goto(f"/customers/{code}/duplicates/")
            assert page.locator("a[href$='/undoing/']").count() == may_undo


def _merged(walk: Walk, page: Page, name: str) -> str:
    """Merge the pair of this name, the full file goes on; its code."""
    row = page.locator("tr[data-row]", has_text=name)
    for _ in range(30):
        page.goto("/duplicates/?keeper=me")
        if row.count():
            break
        page.wait_for_timeout(1_000)
    walk.look(page)
    row.locator("a.row-link").click()
    page.locator("form [name=seen_first]").wait_for(state="attached")
    walk.look(page)
    if "有限公司" not in page.locator(".columns > * >> nth=0").inner_text():
        page.locator("a[href*='/merge/?with=']").first.click()
        page.locator("form [name=seen_first]").wait_for(state="attached")
    with page.expect_navigation():
        page.click("form:has([name=seen_first]) [data-main]")
    found = re.search(r"C-\d{6,}", page.url)
    assert found, page.url
    return found.group()


def _leave(walk: Walk, weeks: Weeks) -> None:
    """林杰 leaves; whoever decides finds his customers in Today."""
    with walk.as_("admin") as page:
        page.on("dialog", lambda asked: asked.accept())
        page.goto("/people/")
        page.locator("tr", has_text="林杰").locator("a").first.click()
        page.locator("form[action$='/leaving/'] button").wait_for()
        with page.expect_navigation():
            page.click("form[action$='/leaving/'] button")
    with walk.as_("huangzong", language="en") as page:
        walk.open(page, "/keeping/")
        weeks.handover = page.locator(".row-of", has_text="林杰").locator("a.code").inner_text()


def _hand_over(walk: Walk, weeks: Weeks) -> None:
    """Two hundred in one go, as proposed; the rest on the next page."""
    with walk.as_("huangzong") as page:
        walk.open(page, f"/keeping/handovers/{weeks.handover}/")
        assert page.locator("select[name^=keeper-]").count() == HOUSEHOLDS
        with page.expect_navigation():
            page.click("form [data-main]")
        assert f"{HOUSEHOLDS} 位客户" in page.inner_text("body")
        page.goto(f"/keeping/handovers/{weeks.handover}/")
        with page.expect_navigation():
            page.click("form [data-main]")
        page.goto(f"/keeping/handovers/{weeks.handover}/")
        assert page.locator("select[name^=keeper-]").count() == 0


def _take_over(walk: Walk, weeks: Weeks) -> None:
    """赵敏 reads a brief, promises when she calls, and calls."""
    with walk.as_("zhaomin") as page:
        walk.open(page, "/")
        walk.open(page, "/keeping/")
        page.locator("tr[data-row]", has_text="林杰").first.locator("a.row-link").click()
        page.locator("[name=contact_by]").wait_for()
        walk.look(page)
        weeks.customer = page.url.rstrip("/").rpartition("/")[2]
        page.fill("[name=contact_by]", "明天 10:00")
        with page.expect_navigation():
            page.click("form[action$='/acknowledgement/'] [data-main]")
        page.fill("[name=note]", "自我介绍，约下周上门看设备")
        with page.expect_navigation():
            page.click("form[action$='/first-contact/'] [data-main]")
        assert "交接完成" in page.inner_text("body")


def _ask_for_a_list(walk: Walk, weeks: Weeks) -> None:
    """She wishes to take her households along: what would leave, in which fields, what for."""
    with walk.as_("zhaomin", language="en") as page:
        walk.open(page, "/customers/?kind=household")
        page.click("details.more:has(a[href^='/secrecy/new/']) summary")
        page.click("a[href^='/secrecy/new/']")
        page.locator("[name=purpose]").wait_for()
        walk.look(page)
        page.select_option("[name=purpose]", index=1)
        with page.expect_navigation():
            page.click("form:has([name=purpose]) [data-main]")
        weeks.release = page.url
        walk.look(page)
        assert page.locator("button[value=approve]").count() == 0


def _approve(walk: Walk, weeks: Weeks) -> None:
    """Somebody else decides."""
    with walk.as_("huangzong") as page:
        page.goto(weeks.release)
        with page.expect_navigation():
            page.click("button[value=approve]")
        assert "已批准" in page.inner_text("body")


def _take_the_list(walk: Walk, weeks: Weeks) -> None:
    """The carrier takes the file, once."""
    with walk.as_("zhaomin") as page:
        page.goto(weeks.release)
        take = page.locator("form[action$='/workbook/'] button")
        take.wait_for(timeout=60_000)
        with page.expect_download() as taken:
            take.click()
        assert taken.value.suggested_filename.endswith(".xlsx")
        page.goto(weeks.release)
        assert "已领取" in page.inner_text("main") and page.locator("form[action$='/workbook/']").count() == 0


def _ask_who_saw(walk: Walk, weeks: Weeks) -> None:
    """Whose data left with it can be asked for each of them."""
    with walk.as_("qianping") as page:
        page.goto(f"/customers/{weeks.customer}/")
        walk.open(page, f"/secrecy/customers/{weeks.customer}/looks/")
        assert "赵敏" in page.inner_text("table") and weeks.release.rstrip("/").rpartition("/")[2] in page.inner_text(
            "table"
        )
