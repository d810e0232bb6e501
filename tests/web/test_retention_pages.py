"""How long data stay, in the browser: counted, allowed, stopped, a term stated."""

from __future__ import annotations

from datetime import datetime

import pytest

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy import jobs
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
PLACE = "/secrecy/retention/"
stand = standing(secrecy.world)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return stand(NOW.replace(year=2022))


def act(by: Actor, **said: str) -> int:
    return int(posted(as_(by), PLACE, **said).status_code)


def test_what_will_go_is_looked_at_then_let_go_and_can_be_stopped(world: World) -> None:
    boss, watcher = world.cast.manager, world.complaints
    page = as_(boss).get(PLACE).content.decode()
    assert "客户档案" in page and "尚未试算" in page and "电子商务法第三十一条" in page and "上门照片与签名" in page
    assert act(boss, act="allow", kind="customers") == 409
    assert act(watcher, act="look") == 302
    assert act(watcher, act="allow", kind="customers") == 403
    assert act(boss, act="allow", kind="customers") == 302
    assert act(boss, act="stop", kind="callers") == 302
    jobs.end_with_their_term(NOW)
    assert not Customer.objects.filter(erased_at=None).exists()

    browser = as_(boss)
    told = browser.get(PLACE).content.decode()
    assert "到期即清除" in told and "已清除" in told
    within_budget("page.retention", lambda: browser.get(PLACE))
    assert "停止清除" not in as_(watcher).get(PLACE).content.decode()
    assert as_(world.cast.agent).get(PLACE).status_code == 403


def test_what_cannot_be_meant_is_refused_beside_its_field(world: World) -> None:
    boss = world.cast.manager
    for said in (
        {"act": "x"}, {"act": "allow", "kind": "love"}, {"act": "term", "kind": "customers", "months": "三"},
        {"act": "term", "kind": "customers", "months": "3", "source": "决定"},
    ):  # fmt: skip
        assert act(boss, **said) == 422, said
    assert act(boss, act="term", kind="callers", months="6", source="公司决定") == 302
