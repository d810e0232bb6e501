"""Greetings, the public pool, sales and the roster in the browser (H7, H51)."""

from __future__ import annotations

import pytest

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.charges.jobs import count_sales
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions import pooling
from liuke.areas.keeping.models import Dropped, Gesture
from liuke.foundation import clock
from tests.given import care, customers, greetings, sales
from tests.given.care import World
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    """李秀英 complained and has a birthday next week; 海川, kept by 赵敏, was given back to the pool."""
    world, at = care.world(clock.now()), clock.now()
    voice_dissatisfaction(
        world.hood, words="修了三次还是响", wants="", channel="call", customer=world.li, by=world.cast.agent, at=at
    )
    greetings.birthday_coming(world.cast, world.li, at)
    haichuan = customers.haichuan(world.cast, at)
    pooling.give_back(haichuan, note="工厂搬走了", by=world.cast.manager, at=at)
    return world


def code_of(name: str) -> str:
    return Customer.objects.get(name__contains=name).code


def test_what_needs_a_yes_is_decided_in_one_go(world: World) -> None:
    keeper, number = as_(world.cast.account_manager), Gesture.objects.get().number
    text = keeper.get("/keeping/care/").content.decode()
    assert "李秀英" in text and "有未结投诉" in text and "生日" in text

    place = "/keeping/care/decisions/"
    assert posted(keeper, place, act="yes", view="asked").status_code == 422
    assert posted(keeper, place, act="perhaps", number=[number]).status_code == 422
    assert posted(keeper, place, act="yes", number=["CG-999999"]).status_code == 404
    assert posted(as_(world.cast.agent), place, act="yes", number=[number]).status_code == 403
    assert posted(keeper, place, act="yes", view="asked", number=[number]).status_code == 302
    assert Gesture.objects.get().state == "planned"

    page = f"/keeping/care/{number}/"
    assert "通话情况" in keeper.get(page).content.decode()
    assert posted(keeper, page + "call/", note="").status_code == 422
    assert posted(keeper, page + "call/", note="很高兴").status_code == 302
    assert "很高兴" not in keeper.get("/keeping/care/?view=done").content.decode()
    assert "已问候" in keeper.get("/keeping/care/?view=done").content.decode()


@pytest.mark.parametrize(
    "place",
    [
        "/keeping/care/?view=x", "/keeping/care/?after=x", "/keeping/care/?view=done&after=2026-01-01~1",
        "/keeping/pool/?kind=x", "/keeping/pool/?grade=D", "/keeping/pool/?after=x", "/keeping/sales/?period=7",
        "/keeping/sales/?month=2026-13", "/keeping/sales/?county=999999", "/keeping/sales/?after=x",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_meant_is_told_so(world: World, place: str) -> None:
    assert as_(world.cast.manager).get(place).status_code == 422


def test_a_keeper_takes_from_the_pool_and_a_manager_gives(world: World) -> None:
    keeper, manager, code = as_(world.cast.account_manager), as_(world.cast.manager), code_of("海川")
    text = keeper.get("/keeping/pool/").content.decode()
    assert "海川" in text and "后可再认领" in text and "今日已认领 0/5 位" in text
    assert posted(keeper, "/keeping/pool/takings/", customer=code).status_code == 409

    assert posted(keeper, "/keeping/pool/gifts/", customer=[code], keeper="1").status_code == 403
    assert posted(manager, "/keeping/pool/gifts/", customer=[code], keeper="x").status_code == 422
    chosen = str(world.cast.account_manager.pk)
    assert posted(manager, "/keeping/pool/gifts/", customer=[code], keeper=chosen).status_code == 302
    assert Customer.objects.get(code=code).keeper == world.cast.account_manager

    page = f"/keeping/pool/kept/{code}/"
    assert "由经理决定" in keeper.get(page).content.decode()
    assert "由经理决定" not in manager.get(page).content.decode()
    assert posted(keeper, page + "contact/", way="call", words="下周拜访").status_code == 302
    assert posted(keeper, page + "return/", note="").status_code == 422
    assert posted(keeper, page + "return/", note="停业了").status_code == 409, "a manager decides about a core customer"
    assert posted(manager, page + "return/", note="停业了").status_code == 302
    assert Dropped.objects.filter(ended_at=None).count() == 1
    assert "暂无即将收回" in manager.get("/keeping/pool/?view=warned").content.decode()


def test_sales_are_what_was_paid_cut_by_month_kind_and_area(world: World) -> None:
    at = clock.now()
    sales.paid(care.ordered(world, world.hood, at), 18_000, by=world.cast.east_technician, at=at)
    count_sales(at)

    text = as_(world.cast.manager).get("/keeping/sales/").content.decode()
    assert "李秀英" in text and "180.00" in text and "消费最多的 20% 客户（1 位）贡献了 100.0% 的收入" in text
    assert "鄞州区" in text and "油烟机" in text and "<polyline" in text
    assert "李秀英" not in as_(world.cast.account_manager).get("/keeping/sales/").content.decode()
    assert "/secrecy/new/?of=sales" in text
    asked = as_(world.cast.manager).get("/secrecy/new/?of=sales&period=3").content.decode()
    assert "销售分析" in asked and "实收" in asked
    roster = as_(world.cast.manager).get("/keeping/roster/").content.decode()
    assert "还没有客户指定负责人" in roster


@pytest.mark.parametrize(("name", "place"), [
    ("page.greetings", "/keeping/care/"), ("page.greeting", "/keeping/care/{greeting}/"),
    ("page.pool", "/keeping/pool/"), ("page.pool_warned", "/keeping/pool/?view=warned"),
    ("page.sales", "/keeping/sales/"), ("page.roster", "/keeping/roster/"),
])  # fmt: skip
def test_a_page_stays_within_its_budget(world: World, name: str, place: str) -> None:
    count_sales(clock.now())
    client, url = as_(world.cast.manager), place.format(greeting=Gesture.objects.get().number)
    client.get(url)

    def opened() -> None:
        assert client.get(url).status_code == 200

    within_budget(name, opened)
