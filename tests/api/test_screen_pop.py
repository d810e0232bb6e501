"""A phone rings at the API: who it is, with everything that is open."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.queries.complaints import grievances
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.service.queries.orders import open_orders_of_customers
from liuke.insight.screen_pop import cards, screen_pop
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.actions import HandMade, give
from liuke.kernel.promises.queries import list_open
from tests.api.conftest import NOW, Caller
from tests.given import service
from tests.given.customers import HAICHUAN_PHONE, LI_PHONE
from tests.given.service import Company

pytestmark = pytest.mark.django_db
BUDGETS = json.loads((Path(__file__).parents[1] / "query_budgets.json").read_text())


@pytest.fixture
def busy(company: Company) -> str:
    """李秀英 has an order, a complaint, a promise that is open and one that is broken."""
    number = service.dispatched(company, NOW)
    voice_dissatisfaction(number, words="等了两天没人联系", channel="call", by=company.cast.agent, at=NOW)
    give(HandMade(company.known.li, "今天下午回电", NOW + timedelta(hours=6)), by=company.cast.agent, at=NOW)
    late = HandMade(company.known.li, "昨天回电", NOW - timedelta(hours=1))
    give(late, by=company.cast.agent, at=NOW - timedelta(days=1))
    return number


def test_a_known_number_answers_with_everything_to_know(
    call: Callable[..., Caller], company: Company, busy: str
) -> None:
    told = call("intake").post("/calls", {"phone": LI_PHONE}).json()

    (card,) = told["cards"]
    assert told["known"] and told["call"].startswith("CALL-") and told["customer"] == str(company.known.li)
    assert (card["customer"]["name"], card["customer"]["grade"]) == ("李秀英", "A")
    assert "A 级客户" in card["treatment"]
    assert [g["words"] for g in card["grievances"]] == ["等了两天没人联系"]
    assert "昨天回电" in [p["words"] for p in card["broken_promises"]]
    assert "今天下午回电" in [p["words"] for p in card["open_promises"]]
    assert [o["number"] for o in card["open_orders"]] == [busy]
    assert card["machines"][0]["number"] == company.hood
    assert card["machines"][0]["guarantee"]["state"] == "in" and card["machines"][0]["guarantee"]["source"]
    assert LI_PHONE not in json.dumps(told)


def test_looking_records_nothing_and_needs_no_key(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")
    before = Event.objects.count()

    answer = program.client.post(
        "/api/v1/calls?record=false",
        data=json.dumps({"phone": LI_PHONE}),
        content_type="application/json",
        headers={"authorization": f"Bearer {program.clear}"},
    )

    assert answer.status_code == 200 and answer.json()["call"] == ""
    assert Event.objects.count() == before


def test_an_unknown_number_becomes_a_provisional_customer(call: Callable[..., Caller], company: Company) -> None:
    told = call("intake").post("/calls", {"phone": "13588880000"}).json()

    assert not told["known"]
    assert told["cards"][0]["customer"]["kind"] == "provisional"
    assert "怎么称呼" in told["ask"]


def test_a_withheld_number_is_taken_and_a_strange_one_is_refused(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake")

    assert program.post("/calls", {"phone": ""}).json()["call"]
    assert program.post("/calls", {"phone": "abc"}).status_code == 422
    assert program.post("/calls?record=false", {"phone": "+++"}).status_code == 422


def test_a_number_of_two_people_shows_both_and_asks(call: Callable[..., Caller], company: Company) -> None:
    program = call("intake", "read")
    contact = program.get(f"/customers/{company.known.zhou}").json()["contacts"][0]["id"]
    program.post(f"/contacts/{contact}/phones", {"phone": LI_PHONE})

    told = program.post("/calls", {"phone": LI_PHONE}).json()

    assert {c["customer"]["name"] for c in told["cards"]} == {"李秀英", "周建国"}
    assert told["customer"] is None
    chosen = program.post(f"/calls/{told['call']}/caller", {"customer": str(company.known.zhou)}).json()
    assert chosen["customer"] == str(company.known.zhou)


def test_a_company_is_recognised_by_its_landline(call: Callable[..., Caller], company: Company) -> None:
    told = call("intake").post("/calls?record=false", {"phone": HAICHUAN_PHONE}).json()
    card = told["cards"][0]

    assert told["queue"] == card["queue"] == "senior", "telephony may ring at those who can solve it first"
    assert card["customer"]["is_core"] and "核心客户" in card["treatment"]


def test_the_screen_pop_reads_within_its_budget(company: Company, busy: str) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        screen_pop(LI_PHONE, by=company.cast.agent, at=NOW)

    assert len(asked) <= BUDGETS["insight.screen_pop"]


def test_a_look_over_http_reads_within_its_budget(call: Callable[..., Caller], company: Company, busy: str) -> None:
    program = call("intake")
    with CaptureQueriesContext(connection) as asked:
        program.post("/calls?record=false", {"phone": LI_PHONE})

    assert len(asked) <= BUDGETS["api.calls.look"]


def test_the_plain_statements_say_the_same_as_the_rooms(company: Company, busy: str) -> None:
    by, on = company.cast.agent, NOW.date()
    brief = get_brief(company.known.li, by=by)

    (card,) = cards([brief], by=by, at=NOW)

    assert card.orders == open_orders_of_customers([brief.id])[brief.id]
    assert card.machines == list_of_customer(brief.id, by=by, on=on)
    assert card.grievances == grievances([brief.id], by=by)[brief.id]
    assert sorted((*card.broken, *card.promises), key=lambda p: (p.due_at, p.id)) == list_open([brief.id], by=by)
