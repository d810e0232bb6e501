"""On his own page a customer reads what he agreed to and takes it back by one tap; the next message already knows it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from liuke.areas.care.actions import links
from liuke.areas.customers.actions import consents
from liuke.areas.customers.models import Consent, Phone
from liuke.areas.customers.queries.consents import allowed
from liuke.foundation import clock
from liuke.foundation.faults import Invalid
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.queue import running
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.support.budget import within_budget
from tests.web.entering import posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)


class Own:
    """李秀英 with the link to her order."""

    def __init__(self) -> None:
        self.c = service.company(NOW - timedelta(hours=1))
        self.order = service.dispatched(self.c, NOW - timedelta(hours=1))
        address = links.copy_link(self.order, by=self.c.cast.agent, at=NOW)
        self.path = f"{address[address.index('/my/') :]}consents/"
        self.phone = Client(headers={"accept": "text/html"})

    def shown(self) -> str:
        answer = self.phone.get(self.path)
        assert answer.status_code == 200, answer.content.decode()[:500]
        return str(answer.content.decode())

    def says(self, **said: str) -> int:
        return int(posted(self.phone, self.path, **said).status_code)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Own:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Own()


def offered(customer: int, key: str, at: datetime) -> str:
    contact = Phone.objects.filter(contact__customer=customer, kind="mobile").values_list("contact_id", flat=True)[0]
    post(
        [MessageDraft(key, "sms", "maintenance_offer", to=f"contact:{contact}", values={"product": "x", "years": "3"})],
        at=at,
    )
    running.run_waiting(at)
    return OutboxMessage.objects.values_list("state", flat=True).get(key=key)


def test_one_tap_takes_it_back_and_from_then_on_nothing_is_sent(own: Own) -> None:
    li = own.c.known.li
    consents.give(li, "marketing", way="call", by=own.c.cast.agent, at=NOW - timedelta(days=1))
    assert offered(li, "before", NOW) == "sent"
    page = own.shown()
    assert (
        "优惠与推介" in page and "marketing-1" in page and "撤回后：" in page and "不再收到优惠信息和推介电话。" in page
    )

    assert own.says(act="withdraw", purpose="marketing") == 302
    page = own.shown()
    assert "已撤回。不再收到优惠信息和推介电话。服务不受影响。" in page and 'value="withdraw"' not in page
    assert offered(li, "after", NOW) == "failed"
    said = Event.objects.get(kind="customers.consent.ended")
    assert (said.facts["way_zh"], said.by.kind) == ("本人页面", "customer")
    assert own.says(act="withdraw", purpose="marketing") == 302, "a second tap changes nothing"
    assert Event.objects.filter(kind="customers.consent.ended").count() == 1


def test_it_is_given_again_only_by_the_text_that_holds(own: Own) -> None:
    li = own.c.known.li
    assert own.says(act="give", purpose="care", text="care-0") == 409
    assert own.says(act="give", purpose="care", text="care-1") == 302 and allowed(li, "care")
    assert Consent.objects.get().way == "own_page"
    consents.state_text("care", "同意收到节日问候。", "Greetings.", by=own.c.cast.manager, at=NOW)
    assert "同意文本已更新" in own.shown() and not allowed(li, "care")


def test_what_cannot_be_meant_is_refused_and_staff_do_not_speak_as_the_customer(own: Own) -> None:
    for said in ({"act": "give", "purpose": "service"}, {"act": "burn", "purpose": "care"}, {"act": "give"}):
        assert own.says(**said) == 422
    assert own.phone.get(own.path.replace("consents", "x" * 24 + "/consents")).status_code == 404
    with pytest.raises(Invalid):
        consents.give(own.c.known.li, "care", way="own_page", by=own.c.cast.agent, at=NOW)
    assert not Consent.objects.exists()
    within_budget("page.own_consents", own.shown)
