"""A complaint's whole way over the API, as its page goes it: each act once, none out of turn, none by who may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from liuke.areas.complaints.models import Complaint, Remedy, Try
from liuke.kernel.journal.models import Event
from tests.api.conftest import NOW, Caller
from tests.given.service import Company

pytestmark = pytest.mark.django_db


def ok(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()  # type: ignore[no-any-return]


def taken(program: Caller) -> str:
    wish = {"words": "多收了80元", "who": "老周", "source": "social"}
    return str(ok(program.post("/complaints", wish), 201)["number"])


def test_from_intake_to_the_customers_word(
    call: Callable[..., Caller], company: Company, still: Callable[[datetime], None]
) -> None:
    program = call("intake", "complaints", "read")
    number = taken(program)
    at = f"/complaints/{number}"
    assert ok(program.post(f"{at}/handler"))["handler"] == company.cast.complaint_officer.name
    assert ok(program.post(f"{at}/acknowledgement", {"via": "mail"}))["state"] == "to_contact"
    still(NOW + timedelta(minutes=20))
    spoken = ok(program.post(f"{at}/contact", {"reached": True}))
    assert spoken["state"] == "investigating" and spoken["missing"]
    ok(program.post(f"{at}/assessment", {"kind": "contract", "sub": "price", "means": "讲信用"}))
    ok(program.post(f"{at}/stance", {"stance": "ours", "finding": "多收80元", "cause": "process.unclear"}))
    offer = {"remedy": "refund", "words": "今天退回80元", "cost": 0, "by_customer": True}
    assert ok(program.post(f"{at}/proposal", offer, key="one"))["state"] == "to_agree"
    assert ok(program.post(f"{at}/proposal", offer, key="one"))["state"] == "to_agree"
    assert Remedy.objects.count() == 1
    assert program.post(f"{at}/fulfilment").status_code == 409
    assert ok(program.post(f"{at}/answer", {"agrees": True}))["state"] == "fulfilling"
    refused = program.post(f"{at}/closure", {"word": "satisfied"})
    assert refused.status_code == 409 and "还没有办完" in refused.content.decode()
    ok(program.post(f"{at}/fulfilment"))
    ok(program.post(f"{at}/note", {"words": "已退款，截图在附件"}))
    seen = ok(program.get(at))["version"]
    assert program.post(f"{at}/closure", {"word": "satisfied", "version": seen - 1}).status_code == 409
    closed = ok(program.post(f"{at}/closure", {"word": "satisfied", "version": seen}))
    assert (closed["state"], closed["missing"]) == ("closed", [])
    assert ok(program.post(f"{at}/reopening", {"words": "钱没到"}))["state"] == "reopened"
    assert Event.objects.filter(kind="complaints.note.added", subject=number).count() == 1


@pytest.mark.parametrize(
    ("act", "wish", "field"),
    [
        ("handler", {"handler": "nobody"}, "handler"), ("handler", {"handler": "wangfang"}, "handler"),
        ("acknowledgement", {"via": "smoke"}, "via"), ("assessment", {"kind": "weather"}, "kind"),
        ("assessment", {"kind": "service", "sub": "late"}, "sub"), ("stance", {"stance": "theirs", "finding": "x"}, "stance"),
        ("stance", {"stance": "ours", "finding": "x", "cause": "weather"}, "cause"),
        ("proposal", {"remedy": "gold"}, "remedy"), ("note", {"words": " "}, "words"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_by_field(
    call: Callable[..., Caller], company: Company, act: str, wish: dict[str, str], field: str
) -> None:
    program = call()
    number = taken(program)

    answer = program.post(f"/complaints/{number}/{act}", wish)

    assert answer.status_code == 422 and {one["field"] for one in answer.json()["errors"]} == {field}


def test_a_try_is_counted_and_a_token_of_another_scope_does_nothing(
    call: Callable[..., Caller], company: Company
) -> None:
    number = taken(call())
    ok(call("complaints").post(f"/complaints/{number}/contact", {"reached": False}))
    assert Try.objects.count() == 1
    for other in (call("intake", "read", "callback"), call(roles=("agent",))):
        assert other.post(f"/complaints/{number}/contact", {"reached": True}).status_code == 403
    assert call().post("/complaints/CP-999999/contact", {"reached": True}).status_code == 404
    assert Complaint.objects.get().contacted_at is None
