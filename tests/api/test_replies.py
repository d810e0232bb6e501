"""The way out that stands in our messages leads somewhere: a carrier tells the answer, and the next one is not sent."""

from __future__ import annotations

from collections.abc import Callable

from liuke.areas.customers.actions import consents
from liuke.areas.customers.models import Consent
from liuke.areas.customers.queries.consents import allowed
from liuke.foundation import clock
from liuke.kernel.journal.models import Event
from tests.api.conftest import Caller
from tests.given.customers import LI_PHONE, SON_PHONE
from tests.given.service import Company


def test_a_reply_ends_what_came_by_message_for_all_behind_the_number(
    company: Company, call: Callable[..., Caller]
) -> None:
    li, zhou, at = company.known.li, company.known.zhou, clock.now()
    for customer, purpose in ((li, "marketing"), (li, "care"), (li, "recording"), (zhou, "marketing")):
        consents.give(customer, purpose, way="call", by=company.cast.agent, at=at)
    program = call("intake")
    said = {"phone": SON_PHONE, "text": "TD退订"}

    assert program.post("/messages/replies", said, key="sms-1").json() == {"ended": 2, "for_people": False}
    assert not allowed(li, "marketing") and not allowed(li, "care")
    assert allowed(li, "recording") and allowed(zhou, "marketing")
    assert program.post("/messages/replies", said, key="sms-1").json()["ended"] == 2, "told again, done once"
    assert program.post("/messages/replies", said).json()["ended"] == 0
    ended = Event.objects.filter(kind="customers.consent.ended")
    assert ended.count() == 2 and {one.facts["way_zh"] for one in ended} == {"短信"}


def test_what_is_no_way_out_changes_nothing(company: Company, call: Callable[..., Caller]) -> None:
    consents.give(company.known.li, "marketing", way="call", by=company.cast.agent, at=clock.now())
    program = call("intake")
    told = program.post("/messages/replies", {"phone": LI_PHONE, "text": "师傅什么时候到"})
    assert told.json() == {"ended": 0, "for_people": True}
    assert program.post("/messages/replies", {"phone": "13588880000", "text": "R"}).json()["ended"] == 0
    assert program.post("/messages/replies", {"phone": "abc", "text": "R"}).status_code == 422
    assert call("read").post("/messages/replies", {"phone": LI_PHONE, "text": "R"}).status_code == 403
    assert Consent.objects.filter(ended_at=None).count() == 1
