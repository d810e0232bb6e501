"""The hotline: who calls, what he wishes, and nothing half done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from liuke.areas.care.models import Dissatisfaction
from liuke.areas.customers.actions.contacts import add_phone
from liuke.areas.customers.models import Contact, Customer, Phone
from liuke.areas.customers.queries.file import get_file
from liuke.areas.products.models import Machine
from liuke.areas.service.actions import calls
from liuke.areas.service.models import Call, ServiceRequest, WorkOrder
from liuke.areas.service.queries.placing import offer_windows
from liuke.foundation import clock
from liuke.foundation.faults import Invalid
from liuke.foundation.forms.actions import issue
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises.models import Promise
from liuke.web.desk.hotline import sealed
from tests.given import care as given
from tests.given import customers
from tests.given.care import World
from tests.given.customers import EAST, LI_PHONE, SON_PHONE
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)
STRANGER = "13700001234"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.world(NOW - timedelta(days=5))


@pytest.fixture
def agent(world: World) -> Client:
    return as_(world.cast.agent)


def page_of(agent: Client, phone: str) -> str:
    """The address of the page of this number, as typing it leads there."""
    answer = posted(agent, "/calls/lookup/", number=phone)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def shown(agent: Client, url: str) -> str:
    answer = agent.get(url)
    assert answer.status_code == 200
    return str(answer.content.decode())


def windows(world: World) -> list[str]:
    offer = offer_windows(
        kind="repair", product_lines=["hood"], division=EAST, by=world.cast.agent, at=NOW, site=world.net.east
    )
    return [f"{w.start.isoformat()}~{w.end.isoformat()}" for w in offer.windows]


def address_of(world: World) -> int:
    return get_file(world.li, by=world.cast.agent).addresses[0].id


def repair(world: World, **changes: Any) -> dict[str, Any]:
    said = {
        "act": "dispatch", "fault": "开机后异响，吸力变小", "kind": "repair", "machine": world.hood,
        "address_id": address_of(world), "site": world.net.east, "has_windows": "1", "window": windows(world)[0],
    }  # fmt: skip
    return said | changes


def counts() -> tuple[int, ...]:
    models = (Call, ServiceRequest, WorkOrder, Dissatisfaction, Customer, Contact)
    return tuple(model.objects.count() for model in models)


def test_a_known_number_shows_its_customer_with_guarantee_and_the_question_to_ask_first(
    world: World, agent: Client
) -> None:
    text = shown(agent, page_of(agent, LI_PHONE))

    assert "李秀英" in text and "A 级客户" in text and "您贵姓" in text
    assert "保内·免费" in text and "派工至城东服务网点" in text
    assert LI_PHONE not in text and "138****2203" in text


def test_no_address_ever_holds_the_number(world: World, agent: Client) -> None:
    url = page_of(agent, LI_PHONE)
    moved = agent.get(f"/calls/?phone={LI_PHONE}")

    assert LI_PHONE not in url
    assert moved.status_code == 302 and LI_PHONE not in moved.headers["Location"]
    number = parse_qs(urlsplit(url).query)["who"][0]
    assert sealed.open_(number, at=NOW) == LI_PHONE
    with pytest.raises(Invalid):
        sealed.open_(number, at=NOW + timedelta(hours=13))
    with pytest.raises(Invalid):
        sealed.open_(f"{number[:-4]}AAAA", at=NOW)


def test_a_repair_goes_in_one_press_from_the_call_to_the_site_in_the_agreed_window(world: World, agent: Client) -> None:
    answer = posted(agent, page_of(agent, LI_PHONE), **repair(world))

    assert answer.status_code == 302, answer.content.decode()
    order = WorkOrder.objects.get()
    assert order.state == "offered" and order.site is not None and order.site.number == world.net.east
    assert order.window_start is not None and order.request is not None
    assert order.request.call is not None and order.request.call.customer_id == world.li
    text = shown(agent, answer.headers["Location"])
    assert order.number in text and "城东服务网点" in text


def test_a_second_click_makes_no_second_order(world: World, agent: Client) -> None:
    url, said = page_of(agent, LI_PHONE), repair(world) | {"form_number": issue()}

    first, second = agent.post(url, said), agent.post(url, said)

    assert first.headers["Location"] == second.headers["Location"]
    assert WorkOrder.objects.count() == Call.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"fault": ""}, "请填写故障现象"),
        ({"window": ""}, "请与用户约定时段"),
        ({"window": "morgen"}, "请重新选择时段"),
        ({"site": "S-9999"}, "没有这个网点"),
        ({"machine": "M-999999"}, "不在该客户名下"),
        ({"address_id": ""}, "请填写上门地址"),
        ({"kind": "teleport"}, ""),
        ({"act": "nothing"}, "请选择如何处理"),
        ({"fault": "长" * 1001}, "1000"),
    ],
)
def test_a_refused_form_writes_nothing_and_keeps_what_was_typed(
    world: World, agent: Client, wrong: dict[str, str], says: str
) -> None:
    url, before = page_of(agent, LI_PHONE), counts()

    answer = posted(agent, url, **repair(world, **wrong))

    assert answer.status_code in (409, 422)
    assert says in answer.content.decode()
    assert wrong.get("fault", "开机后异响")[:6] in answer.content.decode()
    assert counts() == before


def test_a_full_window_is_refused_with_nothing_left_behind(world: World, agent: Client) -> None:
    window = windows(world)[0]
    url = page_of(agent, LI_PHONE)
    another = repair(world, window=window, machine="", line="hood")
    while posted(agent, url, **another).status_code == 302:  # until both of the site who can are taken
        assert WorkOrder.objects.count() < 3
    before = counts()

    answer = posted(agent, url, **another)

    assert answer.status_code == 409 and "已约满" in answer.content.decode()
    assert counts() == before


def test_hostile_text_is_shown_as_text(world: World, agent: Client) -> None:
    evil = "<script>alert(1)</script>'\"{{ 7|add:7 }}"
    url = page_of(agent, LI_PHONE)
    answer = posted(agent, url, **repair(world, fault=evil, window=""))
    assert "<script>alert(1)" not in answer.content.decode() and "&lt;script&gt;" in answer.content.decode()

    assert posted(agent, url, **repair(world, fault=evil)).status_code == 302
    assert ServiceRequest.objects.get().fault == evil
    found = shown(agent, "/calls/?q=%3Cscript%3Ealert(1)")
    assert "<script>alert(1)" not in found


def test_danger_in_the_words_is_met_before_any_other_field_and_on_the_record(world: World, agent: Client) -> None:
    script = shown(agent, "/calls/safety/?fault=厨房有煤气味")
    assert "关闭燃气总阀" in script and 'role="alert"' in script
    assert "<section" not in shown(agent, "/calls/safety/?fault=灯不亮")
    assert "切断电源总闸" in shown(agent, "/calls/safety/?fault=&hazard=smoke")

    posted(agent, page_of(agent, LI_PHONE), **repair(world, fault="有煤气味", machine="", line="stove"))
    assert WorkOrder.objects.get().safety
    assert Promise.objects.filter(what="take-over-safety").exists()


def test_solved_on_the_phone_is_an_avoided_visit_with_its_reason(world: World, agent: Client) -> None:
    posted(agent, page_of(agent, LI_PHONE), **repair(world, act="solved:operation", window=""))
    request = ServiceRequest.objects.get()

    assert (request.state, request.solved_reason) == ("solved", "operation")
    assert not WorkOrder.objects.exists()


def test_only_noted_stays_an_open_request_that_can_become_an_order_later(world: World, agent: Client) -> None:
    posted(agent, page_of(agent, LI_PHONE), **repair(world, act="noted"))
    request = ServiceRequest.objects.get()
    assert request.state == "open" and not WorkOrder.objects.exists()
    assert "开机后异响" in shown(agent, f"/requests/{request.number}/")

    answer = posted(agent, f"/requests/{request.number}/", **repair(world))
    assert answer.status_code == 302, answer.content.decode()
    assert WorkOrder.objects.get().request_id == request.pk


def test_the_wish_turns_into_a_complaint_with_a_handler_owed_within_the_hour(world: World, agent: Client) -> None:
    posted(
        agent, page_of(agent, LI_PHONE), act="complaint", fault="约好上午来，下午才到", wants="道歉", about=world.hood
    )
    complaint = Dissatisfaction.objects.get()

    assert (complaint.customer_id, complaint.about, complaint.channel) == (world.li, world.hood, "call")
    assert Promise.objects.filter(what="name-handler", state="open").exists()
    assert "未结投诉" in shown(agent, page_of(agent, LI_PHONE))


def test_a_chase_up_counts_on_the_open_order_and_makes_no_second(world: World, agent: Client) -> None:
    url = page_of(agent, LI_PHONE)
    posted(agent, url, **repair(world))
    order = WorkOrder.objects.get()

    assert f"chase:{order.number}" in shown(agent, url)
    posted(agent, url, act=f"chase:{order.number}", fault="怎么还没来")

    order.refresh_from_db()
    assert (order.chases, WorkOrder.objects.count()) == (1, 1)
    assert "未完工单" in str(posted(agent, url, **repair(world)).content.decode())


def test_an_unknown_caller_is_completed_and_dispatched_in_one_go(world: World, agent: Client) -> None:
    url = page_of(agent, STRANGER)
    assert "怎么称呼您" in shown(agent, url)

    answer = posted(
        agent, url,
        **repair(
            world, name="王新客", customer_kind="household", relation="本人", machine="", line="hood", address_id="",
            address_text="宁波市鄞州区中河街道金家一路9号2幢301", division=EAST,
        ),
    )  # fmt: skip

    assert answer.status_code == 302, answer.content.decode()
    made = Customer.objects.get(name="王新客")
    assert made.kind == "household" and made.addresses.get().division == EAST
    assert WorkOrder.objects.get().customer_id == made.pk
    assert made.pk == Phone.objects.get(contact__customer=made).contact.customer_id
    assert STRANGER not in shown(agent, page_of(agent, STRANGER))


def test_a_newcomer_refused_at_the_window_is_not_left_in_the_file(world: World, agent: Client) -> None:
    url, before = page_of(agent, STRANGER), counts()
    said = repair(
        world, name="王新客", machine="", line="hood", address_id="", address_text="金家一路9号", division=EAST,
        window=f"{(NOW - timedelta(days=2)).isoformat()}~{(NOW - timedelta(days=2, hours=-2)).isoformat()}",
    )  # fmt: skip

    assert posted(agent, url, **said).status_code in (409, 422)
    assert counts() == before


def test_likely_duplicates_show_while_the_name_is_typed(world: World, agent: Client) -> None:
    who = parse_qs(urlsplit(page_of(agent, STRANGER)).query)["who"][0]
    text = shown(agent, f"/calls/duplicates/?who={who}&name=李秀英&address_text=宁波市鄞州区金家一路")

    assert "李秀英" in text and "姓名相同" in text and "customer=C-" in text


def test_a_known_customer_with_a_new_number_keeps_it_on_demand(world: World, agent: Client) -> None:
    code = Customer.objects.get(pk=world.li).code
    url = f"{page_of(agent, STRANGER)}&customer={code}"

    posted(agent, url, **repair(world, act="noted", remember="1", relation="女儿"))

    assert Contact.objects.filter(customer=world.li, relation="女儿", phones__isnull=False).exists()
    assert "李秀英" in shown(agent, page_of(agent, STRANGER))


def test_several_behind_a_number_are_asked_apart_before_anything_is_read_out(world: World, agent: Client) -> None:
    other = customers.chen(world.cast, NOW)
    contact = Contact.objects.get(customer=other)
    add_phone(contact.pk, LI_PHONE, by=world.cast.agent, at=NOW)
    url = page_of(agent, LI_PHONE)
    text = shown(agent, url)
    assert "李秀英" in text and "陈晨" in text and "派工至" not in text and "保内" not in text

    told = shown(agent, f"{url}&said=李")
    assert "派工至" in told
    assert posted(agent, url, **repair(world)).status_code == 409


def test_a_call_that_telephony_recorded_rings_until_one_agent_answers_it(world: World, agent: Client) -> None:
    machine = system_actor(Actor.Kind.JOB, "telephony")
    taken = calls.take_call(SON_PHONE, by=machine, at=NOW)
    assert "李秀英" in shown(agent, "/calls/ringing/")

    answer = posted(agent, f"/calls/{taken.number}/pickup/")
    assert f"call={taken.number}" in answer.headers["Location"]
    assert "李秀英" not in shown(as_(world.cast.lead), "/calls/ringing/")
    late = posted(as_(world.cast.lead), f"/calls/{taken.number}/pickup/")
    assert late.status_code == 409 and "王芳" in late.content.decode()

    assert posted(agent, answer.headers["Location"], **repair(world)).status_code == 302
    assert Call.objects.count() == 1
    assert ServiceRequest.objects.get().call is not None


def test_an_abandoned_call_is_called_back_and_keeps_what_was_owed(world: World, agent: Client) -> None:
    lost = calls.abandon_call(LI_PHONE, by=world.cast.agent, at=NOW - timedelta(minutes=3))
    owed = Promise.objects.get(what="return-call")
    assert lost.number in shown(agent, "/calls/")

    answer = posted(agent, f"/calls/{lost.number}/return/?promise={owed.pk}", act="reached", promise=str(owed.pk))

    owed.refresh_from_db()
    assert owed.state == "kept" and "customer=C-" in answer.headers["Location"]
    assert posted(agent, f"/calls/{lost.number}/return/", act="missed").status_code == 409


def test_a_commissioned_site_gets_the_wished_time(world: World, agent: Client) -> None:
    zhou = customers.zhou(world.cast, NOW)
    code = Customer.objects.get(pk=zhou).code
    text = shown(agent, f"/calls/offer/?code={code}&kind=repair&line=stove&division=330205103")
    assert "期望时间" in text and "派工至北郊特约服务站" in text

    start = NOW.replace(hour=14, minute=0) + timedelta(days=1)
    posted(
        agent, page_of(agent, customers.ZHOU_PHONE), act="dispatch", fault="打不着火", kind="repair", line="stove",
        address_text="宁波市江北区慈城镇新村36号", division="330205103", site=world.net.north,
        wished=f"{start.isoformat()}~{(start + timedelta(hours=2)).isoformat()}",
    )  # fmt: skip
    order = WorkOrder.objects.get()
    assert order.window_start is None and order.wished_start == start


@pytest.mark.parametrize("who", ["east_clerk", "east_technician", "callback_agent", "stranger"])
def test_the_hotline_is_for_those_who_take_calls(world: World, who: str) -> None:
    browser = as_(getattr(world.cast, who))
    for url in (
        "/calls/",
        "/calls/ringing/",
        "/calls/safety/?fault=1",
        "/calls/duplicates/?name=李秀英",
        "/calls/place/",
    ):
        assert browser.get(url).status_code == 403
    assert posted(browser, "/calls/lookup/", number=LI_PHONE).status_code == 403


@pytest.mark.parametrize("number", ["1234567", "00000000000", "+999 12345678"])
def test_a_number_that_is_none_is_told_beside_its_field(world: World, agent: Client, number: str) -> None:
    answer = posted(agent, "/calls/lookup/", number=number)
    assert answer.status_code == 422 and number.rsplit(maxsplit=1)[-1] in answer.content.decode()


def test_a_name_instead_of_a_number_finds_who_calls(world: World, agent: Client) -> None:
    answer = posted(agent, "/calls/lookup/", number="李秀英")
    text = shown(agent, answer.headers["Location"])
    assert "李秀英" in text and "/calls/?customer=C-" in text


def test_a_machine_bought_five_days_ago_may_be_returned_and_the_page_says_by_which_article(
    world: World, agent: Client
) -> None:
    Machine.objects.filter(number=world.hood).update(
        bought_date=NOW.date() - timedelta(days=5), made_date=None, installed_date=None, proof_of_purchase=True,
        has_installation_card=False,
    )  # fmt: skip
    page = shown(agent, page_of(agent, LI_PHONE))
    assert "购买第 5 天：可选退货、换货或修理" in page and "第九条" in page
