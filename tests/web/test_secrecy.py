"""What leaves in bulk, in the browser: from a list's button to the file in its carrier's hands (H9)."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.models import PersonRequest, Release
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises import words as promise_kinds
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return secrecy.world(NOW - DAY)


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def asked(world: World, by: Actor, filter: str = "grade=C", **changes: object) -> Release:
    wish = {"fields": ["code", "name"], "purpose": "handover", "carrier": str(by.pk)} | changes
    answer = posted(as_(by), f"/secrecy/new/?{filter}&of=customers", **wish)
    assert answer.status_code == 302, answer.content.decode()
    return Release.objects.latest("pk")


def decided(release: Release, by: Actor, act: str = "approve", **said: str) -> int:
    told = {"act": act, "seen": str(release.version), **said}
    return int(posted(as_(by), f"/secrecy/{release.number}/", **told).status_code)


def test_a_list_leaves_from_its_button_to_the_carriers_hands(world: World) -> None:
    lead = world.cast.lead
    assert 'href="/secrecy/new/?grade=C&amp;of=customers"' in shown(as_(lead), "/customers/?grade=C")
    page = shown(as_(lead), "/secrecy/new/?grade=C&of=customers")
    assert "将外发行数" in page and "周建国" not in page and "等级 C 级" in page
    for of, filter, told in (("orders", "late=yes", "只看超时"), ("promises", "verdict=late", "超时")):
        assert told in shown(as_(lead), f"/secrecy/new/?{filter}&of={of}"), "never as it stands in the address"
    release = asked(world, lead)

    place = promise_kinds.find("decide-release").page.format(about=release.number)  # type: ignore[union-attr]
    told = shown(as_(world.complaints), place)
    assert "周班长" in told and "客户交接" in told and "等级 C 级" in told and "批准" in told
    assert decided(release, world.complaints) == 302
    assert "制作中" in shown(as_(lead), f"/secrecy/{release.number}/")
    jobs.make_release(release.number, at=NOW)
    assert "领取文件" in shown(as_(lead), f"/secrecy/{release.number}/progress/")
    moved = as_(lead).get(f"/secrecy/{release.number}/progress/?shown=approved")
    assert moved["HX-Refresh"] == "true", "the page above still says that the file is being made"

    taken = posted(as_(lead), f"/secrecy/{release.number}/workbook/")
    book = zipfile.ZipFile(io.BytesIO(taken.content))
    assert "周建国" in "".join(book.read(name).decode() for name in book.namelist())
    assert taken["Cache-Control"] == "private, no-store"
    assert posted(as_(lead), f"/secrecy/{release.number}/workbook/").status_code == 409
    assert "领取文件" not in shown(as_(lead), f"/secrecy/{release.number}/")


def test_who_asked_sees_no_decision_to_take_and_may_withdraw(world: World) -> None:
    release = asked(world, world.cast.manager)

    told = shown(as_(world.cast.manager), f"/secrecy/{release.number}/")
    assert "撤回" in told and 'value="approve"' not in told
    assert decided(release, world.cast.manager) == 403
    assert decided(release, world.cast.manager, "withdraw") == 302
    assert decided(release, world.complaints) == 409, "its page is a version behind"


def test_a_refusal_needs_its_reason_beside_the_field(world: World) -> None:
    release = asked(world, world.cast.lead)
    assert decided(release, world.complaints, "refuse") == 422
    assert decided(release, world.complaints, "refuse", because="请只选本月") == 302
    assert "请只选本月" in shown(as_(world.cast.lead), f"/secrecy/{release.number}/")


def test_others_find_neither_the_request_nor_the_list(world: World) -> None:
    release = asked(world, world.cast.lead)

    assert as_(world.cast.agent).get(f"/secrecy/{release.number}/").status_code == 404
    assert as_(world.cast.agent).get("/secrecy/").status_code == 403
    assert release.number not in shown(as_(world.cast.east_manager), "/secrecy/")
    assert as_(world.cast.lead).get("/secrecy/new/?of=nothing").status_code == 422
    assert as_(world.cast.east_manager).get("/secrecy/new/?of=customers").status_code == 403


def test_a_person_gets_his_copy_and_his_answer(world: World) -> None:
    code = Customer.objects.get(pk=world.known.zhou).code
    assert "本人资料" in shown(as_(world.cast.agent), f"/customers/{code}/")
    place = f"/secrecy/customers/{code}/rights/"
    assert "停止使用资料" in shown(as_(world.cast.agent), place)
    assert posted(as_(world.cast.agent), place, kind="copy", channel="call", words="要一份资料").status_code == 302
    [asked] = PersonRequest.objects.all()
    url = promise_kinds.find("answer-person").page.format(about=asked.number)  # type: ignore[union-attr]
    assert "由投诉经理或品质经理答复" in shown(as_(world.cast.agent), url)
    assert "要一份资料" in shown(as_(world.complaints), url)

    paper = posted(as_(world.complaints), f"{url}copy/")
    assert paper.content[:5] == b"%PDF-" and posted(as_(world.cast.agent), f"{url}copy/").status_code == 403
    assert posted(as_(world.complaints), url, outcome="refused", seen="1").status_code == 422
    assert posted(as_(world.complaints), url, outcome="done", seen="1").status_code == 302
    assert asked.number not in shown(as_(world.complaints), "/secrecy/rights/")
    looks = shown(as_(world.complaints), f"/secrecy/customers/{code}/looks/")
    assert "制作本人资料副本" in looks and "陈经理" in looks and "查看明文" in looks
    assert as_(world.cast.agent).get(f"/secrecy/customers/{code}/looks/").status_code == 403


def test_a_lead_reads_what_one_of_his_looked_at_and_nobody_else_does(world: World) -> None:
    assert "核实查看原因" in shown(as_(world.cast.lead), "/secrecy/people/wangfang/")
    assert as_(world.cast.east_manager).get("/secrecy/people/wangfang/").status_code == 404
    said = {"verdict": "work", "because": "整理回访名单"}
    assert posted(as_(world.cast.lead), "/secrecy/people/wangfang/", **said).status_code == 302


def test_the_register_of_requests_stays_within_its_budget(world: World) -> None:
    for _n in range(4):
        asked(world, world.cast.lead)
    browser = as_(world.complaints)

    within_budget("page.secrecy", lambda: shown(browser, "/secrecy/"))
