"""A leak in the browser: reported by anybody, taken on, told and closed by those whom it is for."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.secrecy.models import Leak
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import words as promise_kinds
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
stand = standing(secrecy.world)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return stand(NOW - timedelta(days=1))


def shown(by: Actor, url: str, status: int = 200) -> str:
    answer = as_(by).get(url)
    assert answer.status_code == status, answer.content.decode()[:500]
    return str(answer.content.decode())


def reported(world: World, by: Actor | None = None) -> str:
    answer = posted(
        as_(by or world.cast.east_technician), "/secrecy/leaks/new/", words="陌生人知道客户的机型", about="来电"
    )
    assert answer.status_code == 302
    return str(Leak.objects.latest("pk").number)


def test_whoever_works_here_finds_the_way_and_reads_how_it_stands(world: World) -> None:
    assert 'href="/secrecy/leaks/new/"' in shown(world.cast.agent, "/")
    number = reported(world)
    own = shown(world.cast.east_technician, f"/secrecy/leaks/{number}/")
    assert "待核查" in own and "感谢报告" in own and "受理并固定证据" not in own
    shown(world.cast.agent, f"/secrecy/leaks/{number}/", 404)
    assert number not in shown(world.cast.agent, "/secrecy/leaks/")
    wrong = posted(as_(world.cast.agent), "/secrecy/leaks/new/", words="")
    assert wrong.status_code == 422 and "请写明看到或听到了什么" in wrong.content.decode()


def test_from_the_promise_to_the_end(world: World) -> None:
    number, boss = reported(world), world.cast.manager
    place = promise_kinds.find("examine-leak").page.format(about=number)  # type: ignore[union-attr]
    assert "受理并固定证据" in shown(boss, place)

    def act(**said: str) -> int:
        version = str(Leak.objects.values_list("version", flat=True).get(number=number))
        return int(posted(as_(boss), place, seen=version, **said).status_code)

    assert act(act="take_on", concerned="张三", since="2026-11-20", until="2026-11-23", severity="grave") == 422
    assert act(act="take_on", concerned="", since="x", until="2026-11-23", severity="grave") == 422
    assert (
        act(act="take_on", concerned="", since="2026-11-20", until="2026-11-23", severity="grave", of_persons="1")
        == 302
    )
    told = shown(boss, place)
    assert "该时段无人查阅" in told and "告知主管部门" in told and "办结泄密事件" in told
    assert act(act="close", ending="完") == 409
    lead = str(world.cast.lead.pk)
    assert act(act="measure", words="停用账号", responsible=lead, due_on="2026-11-25") == 302
    for whom in ("authority", "persons"):
        assert act(act="tell", whom=whom, outcome="told", words="书面告知") == 302
    page = shown(world.cast.lead, f"/secrecy/leaks/measures/{number}-1/")
    assert "停用账号" in page
    assert posted(as_(world.cast.lead), f"/secrecy/leaks/measures/{number}-1/", proof="已停用").status_code == 302
    assert act(act="close", ending="书面警告") == 302
    assert "已办结" in shown(boss, place) and act(act="whatever") == 422
    assert number in shown(boss, "/secrecy/leaks/?which=closed")
    browser = as_(boss)
    within_budget("page.leak", lambda: browser.get(place))
    within_budget("page.leaks", lambda: browser.get("/secrecy/leaks/?which=closed"))
    assert posted(as_(world.cast.agent), place, act="close").status_code == 404
