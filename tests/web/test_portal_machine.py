"""The code on the machine: safety first, a report with the product known, nothing of whose it is; and its label."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from liuke.areas.customers.models import Customer
from liuke.areas.knowledge.actions import articles
from liuke.areas.knowledge.models import Article, ArticleUse
from liuke.areas.products.actions.labels import label_machine
from liuke.areas.service.models import ServiceRequest
from liuke.foundation import clock
from liuke.foundation.faults import Missing
from liuke.foundation.forms.actions import issue
from liuke.foundation.gateways.models import OutboxMessage
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service as given
from tests.given.care import HANDBOOK
from tests.given.service import Company
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
LI, STRANGER = "13812342203", "13900001234"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    now = [NOW]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return lambda moment: now.__setitem__(0, moment)


@pytest.fixture
def c(told: Callable[[datetime], None]) -> Company:
    made = given.company(NOW)
    load([HANDBOOK], by=made.cast.administrator, at=NOW)
    return made


@pytest.fixture
def path(c: Company) -> str:
    return f"/my/machine/{label_machine(c.hood, by=c.cast.agent, at=NOW)}/"


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept": "text/html"})


class Reporting:
    """Somebody before the machine: he opens the page, thinks for a minute, and sends what he wrote."""

    def __init__(self, phone: Client, path: str, told: Callable[[datetime], None]) -> None:
        self.phone, self.path, self.told, self.at = phone, path, told, NOW

    def opened(self, danger: str = "none") -> str:
        answer = self.phone.get(f"{self.path}?danger={danger}")
        assert answer.status_code == 200
        return str(answer.content.decode())

    def sent(self, *, danger: str = "none", thinks: timedelta = timedelta(minutes=1), **values: Any) -> HttpResponse:
        began = re.search(r'name="began" value="([^"]+)"', self.opened(danger))
        assert began
        self.at += thinks
        self.told(self.at)
        said = {
            "csrfmiddlewaretoken": self.phone.cookies["csrftoken"].value, "form_number": issue(), "began": began[1],
            "kind": "repair", "fault": "一开就响", "phone": STRANGER, "wish": "tomorrow", **values,
        }  # fmt: skip
        return self.phone.post(f"{self.path}?danger={danger}", said)  # type: ignore[return-value]


@pytest.fixture
def reporting(phone: Client, path: str, told: Callable[[datetime], None]) -> Reporting:
    return Reporting(phone, path, told)


def test_safety_comes_before_any_field(phone: Client, path: str) -> None:
    text = phone.get(path).content.decode()
    assert "安全第一" in text and "燃气泄漏" in text and "触电" in text
    assert not re.findall(r"<(?:input|textarea)(?![^>]*hidden)", text)


def test_a_danger_shows_what_to_do_above_the_form(reporting: Reporting) -> None:
    text = reporting.opened("smoke")
    assert text.index("切断电源总闸") < text.index("<textarea")
    assert 'href="tel:119"' in text


def test_nothing_of_the_owner_is_shown(c: Company, reporting: Reporting) -> None:
    text = reporting.opened()
    assert "油烟机" in text
    for secret in ("李秀英", "2203", "金家", c.hood, Customer.objects.get(pk=c.known.li).code):
        assert secret not in text, secret


def test_a_stranger_becomes_a_request_to_be_taken_within_fifteen_minutes(c: Company, reporting: Reporting) -> None:
    answer = reporting.sent()

    assert answer.status_code == 302, answer.content.decode()[:600]
    made = ServiceRequest.objects.get(source="scan")
    assert (made.kind, made.product_line, made.taken_at) == ("repair", "hood", None)
    assert made.fault.startswith("一开就响；期望上门：明天（扫码：") and c.hood in made.fault
    assert Customer.objects.get(pk=made.customer_id).kind == "provisional"
    assert made.address_id is None
    owed = Promise.objects.get(what="take-request", about=made.number)
    assert (owed.owner_role, owed.due_at - made.received_at) == ("agent", timedelta(minutes=15))
    thanks = reporting.phone.get(f"{reporting.path}{answer['Location']}").content.decode()
    assert made.number in thanks and f"{clock.local(owed.due_at):%H:%M} 前致电您" in thanks


def test_the_owner_is_known_by_his_number_and_so_is_the_place(c: Company, reporting: Reporting) -> None:
    reporting.sent(phone=LI)
    assert ServiceRequest.objects.get(source="scan").customer_id == c.known.li


def test_another_customers_number_is_taken_as_his_own(c: Company, reporting: Reporting) -> None:
    from liuke.areas.customers.actions.filing import register_unknown

    other = register_unknown(STRANGER, by=c.cast.agent, at=NOW)
    reporting.sent()
    assert ServiceRequest.objects.get(source="scan").customer_id == other


def test_the_same_report_twice_in_a_day_is_one(c: Company, reporting: Reporting) -> None:
    answers = [reporting.sent(), reporting.sent(fault="还是响")]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert ServiceRequest.objects.filter(source="scan").count() == 1
    assert Customer.objects.filter(kind="provisional").count() == 1


def test_a_danger_named_calls_the_duty_manager(reporting: Reporting) -> None:
    answer = reporting.sent(danger="gas", fault="")
    assert answer.status_code == 422  # what is wrong is asked all the same
    reporting.sent(danger="gas", fault="闻到味道")
    made = ServiceRequest.objects.get(source="scan")
    assert made.hazards[0] == "gas"
    assert Promise.objects.filter(about=made.number, owner_role="duty_manager").exists()


@pytest.mark.parametrize(
    ("field", "value"), [("phone", ""), ("phone", "12"), ("kind", "exchange"), ("wish", "x"), ("fault", "字" * 501)]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(reporting: Reporting, field: str, value: str) -> None:
    answer = reporting.sent(**{field: value})
    text = answer.content.decode()
    assert answer.status_code == 422 and "一开就响" in text or field == "fault"
    assert answer.status_code == 422 and "field-error" in text
    assert not ServiceRequest.objects.filter(source="scan").exists()


def test_a_robot_reports_nothing(reporting: Reporting) -> None:
    assert reporting.sent(thinks=timedelta(seconds=1)).status_code == 409
    assert reporting.sent(thinks=timedelta(hours=7)).status_code == 409
    assert reporting.sent(began="forged").status_code == 409
    assert reporting.sent(website="http://spam").status_code == 200
    assert not ServiceRequest.objects.filter(source="scan").exists()


def test_one_machine_takes_only_so_many_reports_an_hour(reporting: Reporting) -> None:
    answers = [reporting.sent(phone=f"1390000{n:04}").status_code for n in range(7)]
    assert answers == [302] * 6 + [429]
    assert ServiceRequest.objects.filter(source="scan").count() == 6


def test_the_label_is_made_once_printed_and_renewed(c: Company) -> None:
    agent = as_(c.cast.agent)
    place = f"/machines/{c.hood}/label/"
    assert "还没有报修二维码" in agent.get(place).content.decode()
    assert posted(agent, place).status_code == 302
    text = agent.get(place).content.decode()
    assert "data:image/png" in text and "李秀英" not in text.split("<main")[1]
    first = label_machine(c.hood, by=c.cast.agent, at=NOW)
    assert posted(agent, place, renew="1").status_code == 302
    second = label_machine(c.hood, by=c.cast.agent, at=NOW)

    assert first != second
    assert Client().get(f"/my/machine/{first}/").status_code == 410
    assert Client().get(f"/my/machine/{second}/").status_code == 200
    told = Event.objects.filter(kind="products.machine.labelled").order_by("id")
    assert [e.facts["renewed"] for e in told] == [False, True]


def test_a_site_labels_only_machines_of_its_own_customers(c: Company) -> None:
    with pytest.raises(Missing):
        label_machine(c.hood, by=c.cast.north_clerk, at=NOW)


def test_staff_send_or_copy_the_link_on_the_orders_page(c: Company) -> None:
    order = given.assigned(c, NOW)
    agent, clerk = as_(c.cast.agent), as_(c.cast.east_clerk)
    place = f"/orders/{order}/own-page/"

    assert "复制链接" in agent.get(f"/orders/{order}/").content.decode()
    assert "复制链接" not in clerk.get(f"/orders/{order}/").content.decode()
    assert posted(agent, place, via="sms").status_code == 302
    link = OutboxMessage.objects.get(template="own_page").values["link"]
    assert Client().get(link[link.index("/my/") :]).status_code == 200
    copied = posted(agent, place, via="copy")
    assert re.search(r'value="http://127.0.0.1:8000/my/[\w-]{24}/"', copied.content.decode())
    assert posted(agent, place, via="pigeon").status_code == 422
    assert posted(as_(c.cast.dispatcher), place, via="copy").status_code == 403
    assert posted(clerk, place, via="copy").status_code == 403


def test_what_customers_may_read_comes_before_the_form_after_safety_and_counts_where_it_helped(
    c: Company, phone: Client, path: str, reporting: Reporting
) -> None:
    articles.load_seed(owner=c.cast.lead, by=c.cast.administrator, at=NOW)
    tip = Article.objects.get(seed_key="hood_filter_how")
    assert tip.title not in phone.get(path).content.decode()
    assert tip.title not in reporting.opened("smoke")
    text = reporting.opened()
    assert text.index(tip.title) < text.index('name="fault"')
    assert "油烟机有异响" not in text

    for number in (tip.number, tip.number, Article.objects.get(seed_key="charges_policy").number):
        answer = reporting.sent(helped=number)
        assert answer.status_code == 200
    assert [(use.article_id, use.outcome) for use in ArticleUse.objects.all()] == [(tip.pk, "helped")]
    assert not ServiceRequest.objects.filter(source="scan").exists()
