"""The customer's own page: where is my order, another time, away, hurry, satisfied or not, not me; by a link alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from liuke.areas.care.actions import links
from liuke.areas.care.models import Dissatisfaction, Evaluation
from liuke.areas.customers.models import Phone
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries import placing
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.links.models import LinkUse
from liuke.foundation.links.rules import sign
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import service as given
from tests.given.care import HANDBOOK, HOUR
from tests.given.service import Company
from tests.support.budget import within_budget

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    now = [NOW]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return lambda moment: now.__setitem__(0, moment)


@pytest.fixture
def c(told: Callable[[datetime], None]) -> Company:
    from liuke.kernel.playbook.loading import load

    made = given.company(NOW)
    load([HANDBOOK], by=made.cast.administrator, at=NOW)
    return made


@pytest.fixture
def phone() -> Client:
    """The customer's own phone, in Chinese; forgery is checked as in service."""
    return Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept": "text/html"})


def path_of(c: Company, order: str, at: datetime = NOW) -> str:
    address = links.copy_link(order, by=c.cast.agent, at=at)
    return address[address.index("/my/") :]


def page(phone: Client, path: str, status: int = 200, **headers: str) -> str:
    answer = phone.get(path, headers=headers)
    assert answer.status_code == status, answer.content.decode()[:800]
    return str(answer.content.decode())


def send(phone: Client, path: str, **values: Any) -> HttpResponse:
    """Press a button: with the page's own mark against forgery, and a one-time number unless one is given."""
    token = phone.cookies["csrftoken"].value
    return phone.post(path, {"csrfmiddlewaretoken": token, "form_number": issue(), **values})  # type: ignore[return-value]


def order_of(number: str) -> WorkOrder:
    return WorkOrder.objects.get(number=number)


def free(c: Company, order: str, at: datetime = NOW) -> list[str]:
    """Windows the page may offer, as it sends them."""
    found = placing.windows_for(order, by=c.cast.agent, at=at)
    taken = order_of(order).window_start
    return [f"{w.start.isoformat()}~{w.end.isoformat()}" for w in found if w.start not in (taken,) and w.start > at]


def test_the_page_says_where_the_order_stands_who_comes_and_when_and_nothing_else(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    text = page(phone, path_of(c, order))

    for said in ("上门时间已约好", "张师傅", "城东", "今天", "已安排师傅", "有问题要反映"):
        assert said in text, said
    for secret in (
        "李秀英",
        "2203",
        "13812342203",
        "金家",
        "不吸烟",
        "/orders/",
        "/customers/",
        "C-0",
        f'{c.known.li}"',
    ):
        assert secret not in text, secret


def test_english_is_complete(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    text = page(phone, path_of(c, order), **{"accept-language": "en"})

    assert "Your visit is arranged" in text and "Something is wrong" in text
    rest = re.sub(r"张师傅|城东[一-鿿]*|中文|[一-鿿]*(?:区|街道)", "", text)
    assert not re.findall(r"[一-鿿]{2,}", rest)


def test_its_address_is_told_to_nobody(c: Company, phone: Client) -> None:
    answer = phone.get(path_of(c, given.assigned(c, NOW)))

    assert answer["Cache-Control"] == "no-store, private"
    assert "noindex" in answer["X-Robots-Tag"] and answer["Referrer-Policy"] == "same-origin"
    assert answer.cookies["liuke_device"]["httponly"] and answer.cookies["liuke_device"]["path"] == "/my/"
    assert "<script" not in answer.content.decode()


@pytest.mark.parametrize("token", ["x" * 24, "short", "WO-000001", "%00", "A" * 300])
def test_a_forged_link_gets_a_friendly_page(c: Company, phone: Client, token: str) -> None:
    assert "链接不正确" in page(phone, f"/my/{token}/", 404)


def test_a_link_for_something_else_opens_nothing(c: Company, phone: Client) -> None:
    from liuke.foundation.keys import key

    path = path_of(c, given.assigned(c, NOW))
    code = path.split("/")[2][:12]
    assert "链接不正确" in page(phone, f"/my/{sign(key('links'), 'machine', code)}/", 404)


def test_an_expired_link_says_how_to_get_another(c: Company, phone: Client, told: Callable[[datetime], None]) -> None:
    path = path_of(c, given.assigned(c, NOW))
    told(NOW + timedelta(days=8))

    text = page(phone, path, 410)
    assert "链接已失效" in text and "新链接" in text


def test_whoever_sends_heaps_of_wrong_links_is_asked_to_stop(
    c: Company, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr("liuke.web.portal.links.MOST_WRONG", 3)
    assert [phone.get(f"/my/{n:024}/").status_code for n in range(5)] == [404, 404, 404, 429, 429]
    cache.clear()


def test_moving_the_visit_by_the_customer_is_his_move_and_not_ours(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    text = page(phone, f"{path}move/")
    wanted = free(c, order)[-1]
    assert wanted.partition("~")[0] in text

    answer = send(phone, f"{path}move/", window=wanted, seen=order_of(order).version)

    assert answer.status_code == 302, answer.content.decode()[:500]
    moved = order_of(order)
    assert (
        moved.window_start is not None
        and moved.window_start.isoformat()
        == datetime.fromisoformat(wanted.partition("~")[0]).astimezone(moved.window_start.tzinfo).isoformat()
    )
    assert (moved.moves, moved.moves_ours) == (1, 0)
    told = Event.objects.get(kind="service.order.rescheduled", subject=order)
    assert (told.facts["moved_by"], told.by.kind) == ("user", "customer")
    assert "上门时间已改好" in page(phone, path)


def test_a_second_click_moves_nothing_twice(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    values = {"window": free(c, order)[-1], "seen": order_of(order).version, "form_number": issue()}

    assert [send(phone, f"{path}move/", **values).status_code for _ in range(2)] == [302, 302]
    assert Event.objects.filter(kind="service.order.rescheduled").count() == 1


def test_a_page_that_is_out_of_date_is_told_kindly_and_shows_the_new_state(c: Company, phone: Client) -> None:
    from liuke.areas.service.actions.booking import reschedule
    from liuke.areas.service.rules.windows import Window

    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, f"{path}move/")
    seen, spans = order_of(order).version, [tuple(map(datetime.fromisoformat, s.split("~"))) for s in free(c, order)]
    reschedule(order, window=Window(*spans[0]), moved_by="site", reason="previous_job", by=c.cast.east_clerk, at=NOW)

    answer = send(phone, f"{path}move/", window="~".join(t.isoformat() for t in spans[-1]), seen=seen)

    assert answer.status_code == 409
    assert "刚被别人改过" in answer.content.decode() and "确认改约" in answer.content.decode()
    assert order_of(order).window_start == spans[0][0]


@pytest.mark.parametrize(
    "window", ["", "never", "2026-11-23T10:00~2026-11-23T12:00", "2020-01-01T00:00+08:00~2020-01-01T02:00+08:00"]
)
def test_no_window_of_ours_is_refused_beside_the_field(c: Company, phone: Client, window: str) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    assert send(phone, f"{path}move/", window=window, seen=order_of(order).version).status_code in (409, 422)
    assert order_of(order).moves == 0


def test_a_full_window_is_not_taken(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    midnight = NOW.replace(hour=2) + timedelta(days=1)
    span = f"{midnight.isoformat()}~{(midnight + 2 * HOUR).isoformat()}"
    assert send(phone, f"{path}move/", window=span, seen=order_of(order).version).status_code == 409


def test_where_the_site_books_itself_his_wish_is_noted(c: Company, phone: Client) -> None:
    order = given.commissioned(c, NOW)
    path = path_of(c, order)
    found = re.findall(r'name="window" value="([^"]+)"', page(phone, f"{path}move/"))

    assert send(phone, f"{path}move/", window=found[-1], seen=order_of(order).version).status_code == 302
    wished = order_of(order).wished_start
    assert wished is not None and wished == datetime.fromisoformat(found[-1].partition("~")[0])


def test_once_the_technician_is_on_his_way_only_a_call_helps(c: Company, phone: Client) -> None:
    from liuke.areas.service.actions import visits

    order = given.assigned(c, NOW)
    path = path_of(c, order)
    visits.depart(order, by=c.cast.east_technician, at=given.windows_of(order).start - timedelta(minutes=20))
    text = page(phone, path)

    assert "师傅正在路上" in text and "move/" not in text and "absence/" not in text
    assert page(phone, f"{path}move/", 409)
    version = order_of(order).version
    assert send(phone, f"{path}absence/", why="user_withdrew", seen=version).status_code == 409
    assert order_of(order).state == "on_the_way"


def test_away_without_a_time_rests_the_order_and_frees_the_technician(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, f"{path}absence/")

    assert send(phone, f"{path}absence/", why="later", seen=order_of(order).version).status_code == 302
    rested = order_of(order)
    assert (rested.state, rested.hold_reason, rested.technician) == ("on_hold", "waiting_user", None)
    assert Event.objects.get(kind="service.order.held").facts["declared_by"] == "customer"
    assert "工单暂缓处理中" in page(phone, path)


def test_calling_it_off_cancels_with_his_reason(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, f"{path}absence/")

    assert send(phone, f"{path}absence/", why="solved_itself", seen=order_of(order).version).status_code == 302
    assert order_of(order).state == "cancelled"
    assert Event.objects.get(kind="service.order.cancelled").facts["reason"] == "solved_itself"
    assert "此工单已取消" in page(phone, path)
    assert send(phone, f"{path}absence/", why="solved_itself", seen=order_of(order).version).status_code == 409


def test_hurrying_attaches_to_the_order_and_says_by_when_he_is_called(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)

    for _ in range(3):  # while an answer is owed, asking again escalates nothing
        assert send(phone, f"{path}chase-up/").status_code == 302
    assert order_of(order).chases == 1
    assert Promise.objects.get(what="answer-chase-up").state == "open"
    text = page(phone, path)
    assert "前致电您" in text and "09:30" in text and "chase-up/" not in text


def test_one_tap_is_enough_and_a_second_click_says_nothing_new(
    c: Company, phone: Client, told: Callable[[datetime], None]
) -> None:
    order = given.to_call_back(c, NOW)
    at = given.windows_of(order).start + 3 * HOUR
    told(at)
    path = path_of(c, order, at)
    assert "这次服务怎么样" in page(phone, path)
    number = issue()

    answers = [send(phone, f"{path}evaluation/", satisfied="yes", form_number=number) for _ in range(2)]

    assert [a.status_code for a in answers] == [302, 302]
    evaluation = Evaluation.objects.get()
    assert evaluation.satisfied and len(evaluation.device) == 32
    text = page(phone, path)
    assert "您的评价：满意" in text and "这次服务怎么样" not in text
    assert send(phone, f"{path}evaluation/", satisfied="no").status_code == 409


def test_not_satisfied_leads_to_what_was_wrong(c: Company, phone: Client, told: Callable[[datetime], None]) -> None:
    order = given.to_call_back(c, NOW)
    at = given.windows_of(order).start + 3 * HOUR
    told(at)
    path = path_of(c, order, at)
    page(phone, path)

    answer = send(phone, f"{path}evaluation/", satisfied="no")
    assert answer["Location"] == "../grievance/"
    assert "很抱歉" in page(phone, f"{path}grievance/")
    assert send(phone, f"{path}grievance/", words="  ").status_code == 422
    kept = send(phone, f"{path}grievance/", wrong=["private"], words="字" * 501)
    assert kept.status_code == 422 and "字字字" in kept.content.decode() and "checked" in kept.content.decode()
    assert send(phone, f"{path}grievance/", wrong=["private", "late"], words="要我付微信").status_code == 302

    said = Dissatisfaction.objects.get()
    assert (said.words, said.channel, said.about) == ("要求私下付款、没按约定时间来；要我付微信", "portal", order)
    assert Promise.objects.get(what="callback-dissatisfied").state == "open"
    due = clock.local(Promise.objects.get(what="name-handler").due_at)
    assert f"{due:%H:%M} 前指定专人负责" in page(phone, path)


def test_too_early_or_nothing_pressed_is_refused(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    assert "这次服务怎么样" not in page(phone, path)
    assert send(phone, f"{path}evaluation/", satisfied="yes").status_code == 409
    assert send(phone, f"{path}evaluation/").status_code == 422
    assert send(phone, f"{path}evaluation/", satisfied="yes", stars="9").status_code == 422


def test_not_me_closes_the_page_and_owes_a_check(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path, other = path_of(c, order), path_of(c, order)
    page(phone, f"{path}not-me/")

    answer = send(phone, f"{path}not-me/")
    assert answer.status_code == 200 and "本页已关闭" in answer.content.decode()
    for closed in (path, other):
        assert page(phone, closed, 410)
    owed = Promise.objects.get(what="check-number")
    assert (owed.owner_role, owed.due_at) == ("agent", NOW + 4 * HOUR)


def test_the_number_is_checked_on_the_file(c: Company, phone: Client) -> None:
    from liuke.areas.customers.models import Customer
    from tests.web.entering import as_, posted

    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, f"{path}not-me/")
    send(phone, f"{path}not-me/")
    code, agent = Customer.objects.get(pk=c.known.li).code, as_(c.cast.agent)

    assert "号码待核实" in agent.get(f"/customers/{code}/?tab=people").content.decode()
    assert posted(agent, f"/customers/{code}/numbers-confirmed/").status_code == 302
    assert Promise.objects.get(what="check-number").state == "kept"
    assert "号码待核实" not in agent.get(f"/customers/{code}/?tab=people").content.decode()


def test_forms_carry_a_mark_against_forgery_and_a_one_time_number(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    assert phone.post(f"{path}chase-up/", {"form_number": issue()}).status_code == 403
    assert send(phone, f"{path}chase-up/", form_number="forged").status_code == 422
    assert order_of(order).chases == 0


def test_one_link_acts_only_so_often(c: Company, phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    for _ in range(30):
        send(phone, f"{path}chase-up/")
    assert send(phone, f"{path}chase-up/").status_code == 429
    assert LinkUse.objects.count() == 30


def test_a_merged_customer_keeps_his_page(c: Company, phone: Client) -> None:
    from liuke.areas.customers.actions.merging import merge

    order = given.assigned(c, NOW)
    path = path_of(c, order)
    merge(c.known.li, c.known.zhou, by=c.cast.lead, at=NOW)
    assert "上门时间已约好" in page(phone, path)


def test_looking_asks_the_database_little(c: Company, phone: Client) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, path)
    within_budget("portal.order", lambda: page(phone, path))
    within_budget("portal.move", lambda: page(phone, f"{path}move/"))


def renewals() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(key__startswith="renewed:"))


def test_whoever_holds_a_link_that_is_over_has_a_new_one_sent_to_the_number_on_file_once_a_day(
    c: Company, phone: Client, told: Callable[[datetime], None]
) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    told(NOW + timedelta(days=8))
    assert "发送新链接" in page(phone, path, 410)

    for _ in range(2):
        answer = send(phone, f"{path}renewal/")
        assert answer.status_code == 302
    said = phone.get(answer["Location"])
    assert said.status_code == 410 and "新链接将以短信发送" in said.content.decode()

    (message,) = renewals()
    assert message.to.startswith("contact:") and message.values["number"] == order
    fresh = message.values["link"]
    assert page(phone, fresh[fresh.index("/my/") :])
    assert Event.objects.get(kind="care.link.sent", facts__via="renewed").subject == order


def test_nobody_learns_by_asking_for_a_new_link_whether_there_is_one(
    c: Company, phone: Client, told: Callable[[datetime], None]
) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    page(phone, f"{path}not-me/")
    send(phone, f"{path}not-me/")  # taken back
    open_one, forged = path_of(c, order), f"/my/{'x' * 24}/"

    for place in (path, open_one, forged):
        answer = send(phone, f"{place}renewal/")
        assert (answer.status_code, answer["Location"]) == (302, f"{place}?asked=1")
    assert renewals() == []

    told(NOW + timedelta(days=8))
    Phone.objects.update(detached_at=NOW)
    assert send(phone, f"{open_one}renewal/").status_code == 302
    assert renewals() == []


def test_asking_for_new_links_without_end_is_stopped(
    c: Company, phone: Client, told: Callable[[datetime], None]
) -> None:
    path = path_of(c, given.assigned(c, NOW))
    told(NOW + timedelta(days=8))
    page(phone, path, 410)
    assert [send(phone, f"{path}renewal/").status_code for _ in range(4)] == [302, 302, 302, 429]
