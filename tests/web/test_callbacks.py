"""The callback page and the complaints: three keys, the outcome before it is saved, on to the next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import resolve

from liuke.areas.care.models import Callback, Dissatisfaction
from liuke.areas.care.queries.outcomes import foresee
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.service.models import WorkOrder
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.kernel.promises import words as promise_kinds
from liuke.kernel.promises.models import Promise
from tests.given import care as given
from tests.given.care import World
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
CONTENT = {
    "solved": "yes", "charged": "0", "attitude_good": "yes", "satisfied": "yes", "comes_back": "yes",
    "brings_friends": "yes", "words": "师傅很专业",
}  # fmt: skip


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.world(NOW - timedelta(days=5))


@pytest.fixture
def order(world: World) -> str:
    return given.order_to_call_back(world, NOW - timedelta(days=1, hours=2))


@pytest.fixture
def callback(order: str) -> Callback:
    return Callback.objects.get(about=order)


@pytest.fixture
def caller(world: World) -> Client:
    return as_(world.cast.callback_agent)


def shown(browser: Client, url: str) -> str:
    answer = browser.get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_the_page_holds_the_six_steps_the_words_and_the_story(caller: Client, callback: Callback) -> None:
    listed = shown(caller, "/callbacks/")
    assert callback.number in listed and "李秀英" in listed

    text = shown(caller, f"/callbacks/{callback.number}/")
    for said in ("准备", "寒暄", "自我介绍", "意图", "说明", "事后沟通", "请问是李女士吗", "问题解决了吗", "张师傅"):
        assert said in text
    assert "13812342203" not in text and "138****2203" in text


def test_satisfied_closes_the_order_and_keeps_the_promise(caller: Client, callback: Callback, order: str) -> None:
    owed = Promise.objects.get(what="callback-after-service")
    answer = posted(caller, f"/callbacks/{callback.number}/?promise={owed.pk}", promise=str(owed.pk), **CONTENT)

    assert answer.status_code == 302, answer.content.decode()
    callback.refresh_from_db()
    owed.refresh_from_db()
    assert (callback.outcome, callback.ladder, owed.state) == ("satisfied", "brings_friends", "kept")
    assert WorkOrder.objects.get(number=order).state == "closed"
    assert "满意" in shown(caller, answer.headers["Location"])


def test_the_outcome_is_told_with_its_reason_before_it_is_saved_and_is_what_saving_gives(
    world: World, caller: Client, callback: Callback
) -> None:
    url = f"/callbacks/{callback.number}/outcome/"
    assert "记录回答后" in shown(caller, f"{url}?solved=yes")
    told = shown(caller, f"{url}?solved=no&satisfied=no&attitude_good=no&charged=80")
    assert "维修后仍未解决" in told and "返修单" in told and "收费与上报不一致" in told
    assert not Callback.objects.get(pk=callback.pk).outcome

    foreseen = foresee(callback.number, Answers(solved=False, satisfied=False), by=world.cast.callback_agent, at=NOW)
    posted(caller, f"/callbacks/{callback.number}/", solved="no", satisfied="no")
    callback.refresh_from_db()
    assert callback.outcome == foreseen.primary
    assert WorkOrder.objects.filter(repeat_of__number=callback.about).exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"solved": ""}, "请记录用户对这一问的回答"),
        ({"satisfied": "maybe"}, "请记录用户对这一问的回答"),
        ({"charged": "eighty"}, "请填写金额"),
        ({"charged": "-5"}, "请填写金额"),
        ({"words": "长" * 2001}, "2000"),
        ({"act": "later", "until": "neulich"}, "看不懂这个时间"),
        ({"act": "later:2020-01-01T10:00:00+08:00"}, "请选择以后的时间"),
        ({"act": "dance"}, "请选择结果"),
    ],
)
def test_a_refused_answer_saves_nothing_and_keeps_the_words(
    caller: Client, callback: Callback, wrong: dict[str, str], says: str
) -> None:
    answer = posted(caller, f"/callbacks/{callback.number}/", **{**CONTENT, **wrong})

    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text and wrong.get("words", "师傅很专业")[:5] in text
    callback.refresh_from_db()
    assert callback.state == "due"


def test_a_second_click_answers_as_the_first_and_a_stale_page_is_told(caller: Client, callback: Callback) -> None:
    url, said = f"/callbacks/{callback.number}/", CONTENT | {"form_number": issue()}
    first, second = caller.post(url, said), caller.post(url, said)
    assert first.status_code == second.status_code == 302
    assert first.headers["Location"] == second.headers["Location"]

    stale = posted(caller, url, act="not_reached")
    assert stale.status_code == 409 and "已经结束" in stale.content.decode()
    assert "满意" in shown(caller, url)


def test_not_reached_counts_and_goes_on(caller: Client, callback: Callback) -> None:
    answer = posted(caller, f"/callbacks/{callback.number}/", act="not_reached")
    callback.refresh_from_db()

    assert callback.state == "not_reached" and callback.tries.count() == 1
    assert "1/3" in shown(caller, answer.headers["Location"])


def test_call_later_notes_the_time_the_customer_named(caller: Client, callback: Callback) -> None:
    posted(caller, f"/callbacks/{callback.number}/", act="later", until="明天15:00")
    callback.refresh_from_db()

    assert callback.agreed_at == NOW.replace(hour=15, minute=0) + timedelta(days=1)
    assert "稍后" in shown(caller, f"/callbacks/{callback.number}/")


def test_nobody_is_called_in_the_hours_of_rest(
    world: World, caller: Client, callback: Callback, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert posted(caller, f"/callbacks/{callback.number}/start/").status_code == 302
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=10) + timedelta(minutes=150))
    refused = posted(as_(world.cast.callback_agent), f"/callbacks/{callback.number}/start/")
    assert refused.status_code == 409 and "免打扰" in refused.content.decode()


def test_a_complaint_is_taken_without_leaving_and_keeps_the_callback_open(caller: Client, callback: Callback) -> None:
    said = {"complaint_words": "<b>师傅说话不耐烦</b>", "wants": "道歉", "form_number": issue()}
    answer = caller.post(f"/callbacks/{callback.number}/complaint/", said, headers={"HX-Request": "true"})

    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "liuke:close"
    made = Dissatisfaction.objects.get()
    assert made.number in answer.content.decode() and (made.about, made.channel) == (callback.about, "callback")
    text = shown(caller, f"/callbacks/{callback.number}/")
    assert "未结投诉" in text and "<b>师傅" not in text
    callback.refresh_from_db()
    assert callback.is_open


def test_a_promise_of_333_leads_to_its_callback_which_is_opened_by_a_press(world: World, caller: Client) -> None:
    machine = given.installed(world, (NOW - timedelta(days=3)).date(), NOW - timedelta(days=3))
    url = f"/callbacks/about/{machine}/day3/"
    assert "开始回访" in shown(caller, url) and not Callback.objects.exists()

    answer = posted(caller, f"{url}?promise=7")
    made = Callback.objects.get()
    assert (made.kind, made.about) == ("day3", machine)
    assert answer.headers["Location"] == f"/callbacks/{made.number}/?promise=7"
    assert caller.get(url).headers["Location"] == f"/callbacks/{made.number}/"


def test_a_promise_after_service_leads_to_its_callback(caller: Client, callback: Callback) -> None:
    answer = caller.get(f"/callbacks/about/{callback.about}/after_service/?promise=9")
    assert answer.headers["Location"] == f"/callbacks/{callback.number}/?promise=9"
    assert caller.get("/callbacks/about/WO-999999/any/").headers["Location"] == "/callbacks/"


@pytest.mark.parametrize("who", ["dispatcher", "east_clerk", "east_technician", "stranger"])
def test_callbacks_are_no_business_of_site_and_dispatch(world: World, callback: Callback, who: str) -> None:
    browser = as_(getattr(world.cast, who))
    for url in ("/callbacks/", f"/callbacks/{callback.number}/", f"/callbacks/about/{callback.about}/any/"):
        assert browser.get(url).status_code in (403, 404)
    assert posted(browser, f"/callbacks/{callback.number}/", **CONTENT).status_code in (403, 404)


def test_an_agent_sees_no_callback_after_service(world: World, callback: Callback) -> None:
    browser = as_(world.cast.agent)
    assert callback.number not in shown(browser, "/callbacks/")
    assert browser.get(f"/callbacks/{callback.number}/").status_code == 404


def test_what_he_complains_of_during_a_callback_is_a_complaint(
    world: World, caller: Client, callback: Callback
) -> None:  # fmt: skip
    posted(caller, f"/callbacks/{callback.number}/complaint/", complaint_words="等了一周没人回话")

    made = Dissatisfaction.objects.get()
    owed = Promise.objects.get(what="name-handler")
    assert owed.about == made.complaint
    officer = as_(world.cast.complaint_officer)
    assert "等了一周没人回话" in shown(officer, "/complaints/")
    old = officer.get(f"/dissatisfactions/{made.number}/?promise={owed.pk}")
    assert old.headers["Location"] == f"/complaints/{made.complaint}/?promise={owed.pk}"


def test_every_promise_kind_of_calls_and_care_leads_to_a_page_that_exists(world: World) -> None:
    known = ("/calls/", "/requests/", "/callbacks/", "/dissatisfactions/", "/complaints/")
    for kind in promise_kinds.list_all():
        if kind.page.startswith(known):
            path = kind.page.format(about="X-000001", customer="C-000001", promise=1).partition("?")[0]
            assert resolve(path).func is not None, kind.name
