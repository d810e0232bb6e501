"""Causes and incidents on the desk: from a cluster to the end, in both languages, within their budgets."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from liuke.areas.complaints.actions.taking import Heard, receive
from liuke.areas.complaints.models import Affected, Incident, Measure
from liuke.areas.products.models import Machine
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from tests.given import care, products
from tests.given.care import World
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 30, tzinfo=clock.LOCAL)


@pytest.fixture
def w(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: AT)
    return care.world(AT)


@pytest.fixture
def boss(w: World) -> Client:
    return as_(
        identity.add_person(username="pinzhi", name="品质甲", roles=["quality_manager"], by=w.cast.administrator, at=AT)
    )


@pytest.fixture
def heard(w: World) -> list[str]:
    said = ("油烟机面板进水,一按就短路跳闸", "面板进水了,油烟机短路,家里跳闸")
    return [receive(Heard(words, customer=w.li), by=w.cast.agent, at=AT) for words in said]


def test_a_cluster_becomes_an_incident_that_is_led_to_its_end(w: World, boss: Client, heard: list[str]) -> None:
    page = boss.get("/causes/").content.decode()
    assert all(number in page for number in heard) and "/incidents/new/?complaints=" in page

    products.machine(w.cast, w.li, AT, serial="LKA000101")
    code = Machine.objects.get(serial="LKA000101").model.code
    form = {
        "title": "面板进水短路", "sort": "batch", "owner": str(_actor(boss)), "complaints": ",".join(heard), "model": code,
        "serial_from": "lka000100", "serial_to": "LKA000199",
    }  # fmt: skip
    assert posted(boss, "/incidents/new/", **form).status_code == 302
    number = Incident.objects.get().number
    url = f"/incidents/{number}/"

    for act in (
        {"act": "measure", "words": "封存面板", "responsible": str(_actor(boss)), "until": "明天 15:00"},
        {"act": "owe"},
        {"act": "warn", "machine": Machine.objects.get(serial="LKA000101").number, "way": "phone"},
    ):
        assert posted(boss, url, **act).status_code == 302, act
    measure = Measure.objects.get()
    assert posted(boss, url, act="done", measure=measure.number, proof="封存单").status_code == 302
    assert Affected.objects.get().way == "phone"
    assert posted(boss, url, act="close", seen="1", ending="全部换新").status_code == 302
    assert Incident.objects.get().closed_at == AT
    assert posted(boss, url, act="measure", words="x", responsible=str(_actor(boss)), until="明天").status_code == 409


def test_machines_are_counted_then_listed_then_concerned(w: World, boss: Client) -> None:
    number, machine = _open(boss), products.machine(w.cast, w.li, AT, serial="LKA000101")
    code = Machine.objects.get(number=machine).model.code
    asked = f"/incidents/{number}/?find=1&model={code}&serial_from=lka000100&serial_to=LKA000199&installed_from="

    page = boss.get(asked).content.decode()
    assert "1 台，1 位用户" in page and machine in page and 'value="batch"' in page
    assert "没有符合条件的设备" in boss.get(f"{asked}2026-11-01").content.decode()
    assert boss.get(f"{asked}soon").status_code == 422
    assert 'value="batch"' not in as_(w.cast.callback_agent).get(asked).content.decode()
    form = {"act": "batch", "seen": "1", "serial_from": "LKA000100", "serial_to": "LKA000199"}
    assert posted(boss, f"/incidents/{number}/", **form).status_code == 422
    assert posted(boss, f"/incidents/{number}/", **form, model=code).status_code == 302
    assert posted(boss, f"/incidents/{number}/", **form, model=code).status_code == 409

    assert (Incident.objects.get().model, Affected.objects.count()) == (code, 0)
    assert posted(boss, f"/incidents/{number}/", act="owe").status_code == 302 and Affected.objects.count() == 1


def test_each_page_stands_in_both_languages_and_within_its_budget(w: World, boss: Client, heard: list[str]) -> None:
    number = _open(boss)
    for language, words in (("zh-hans", ("投诉成因", "突发事件")), ("en", ("Causes", "Incidents"))):
        posted(boss, "/language/", language=language)
        assert words[0] in boss.get("/causes/").content.decode()
        assert words[1] in boss.get("/incidents/").content.decode()
        assert boss.get("/incidents/?which=ended").status_code == 200
        assert boss.get("/incidents/new/").status_code == 200
    within_budget("causes", lambda: boss.get("/causes/"))
    within_budget("incidents", lambda: boss.get("/incidents/"))
    within_budget("incident", lambda: boss.get(f"/incidents/{number}/"))


def test_what_is_missing_is_told_and_nothing_is_written(w: World, boss: Client) -> None:
    number = _open(boss)
    wrong = (
        {"act": "measure", "words": "封存", "responsible": "0", "until": "明天"},
        {"act": "measure", "words": "封存", "responsible": str(_actor(boss)), "until": "看情况"},
        {"act": "measure", "words": "", "responsible": str(_actor(boss)), "until": "明天"},
        {"act": "nonsense"},
    )
    for form in wrong:
        assert posted(boss, f"/incidents/{number}/", **form).status_code == 422, form
    assert not Measure.objects.exists()
    assert boss.get("/causes/?span=7").status_code == 422
    assert boss.get("/incidents/?which=all").status_code == 422


def test_a_site_reads_none_and_an_agent_leads_none(w: World, boss: Client) -> None:
    number = _open(boss)
    assert as_(w.cast.east_clerk).get(f"/incidents/{number}/").status_code in (403, 404)
    agent = as_(w.cast.callback_agent)
    page = agent.get(f"/incidents/{number}/").content.decode()
    assert 'value="close"' not in page
    form = {"act": "close", "seen": "1", "ending": "完"}
    assert posted(agent, f"/incidents/{number}/", **form).status_code == 403


def _actor(client: Client) -> int:
    return int(client.session["_auth_user_id"])


def _open(boss: Client) -> str:
    form = {"title": "面板短路", "sort": "batch", "owner": str(_actor(boss)), "complaints": "", "model": ""}
    assert posted(boss, "/incidents/new/", **form).status_code == 302
    return Incident.objects.get().number
