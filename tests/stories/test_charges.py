"""Paid work from the quote to the closed day: openly priced, with a yes, to the company's account (H15, practice §1.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.care.actions import calling
from liuke.areas.care.models import Callback
from liuke.areas.charges import jobs
from liuke.areas.charges.actions import consent, days, differences, invoices, payments, prices, quotes, receiving
from liuke.areas.charges.actions.consent import Consent
from liuke.areas.charges.actions.invoices import Buyer
from liuke.areas.charges.actions.quotes import Wanted
from liuke.areas.charges.models import Day, Difference, Invoice, Payment, Quote
from liuke.areas.charges.queries import days as day_queries
from liuke.areas.charges.queries import payments as payment_queries
from liuke.areas.charges.queries.prices import prices_for
from liuke.areas.charges.queries.quotes import get_quote
from liuke.areas.products.models import Machine
from liuke.areas.service.actions import reviewing, verdicts, visits
from liuke.areas.service.actions.verdicts import Seen
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.visits import MachineDone
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.payments import choice, recording
from liuke.foundation.payments.provider import ProviderFault
from liuke.foundation.queue.register import get
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import charges, products, service
from tests.given.charges import CALL_OUT, CLEANING, LABOUR, MOTOR
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
HANDBOOK = Path(liuke.__file__).parent / "handbook"
DAY = timedelta(days=1)


@pytest.fixture
def c() -> Company:
    company = service.company(MONDAY)
    load([HANDBOOK], by=company.cast.administrator, at=MONDAY)
    return charges.old_hood(company, MONDAY)


@pytest.fixture
def clerk(c: Company) -> Actor:
    return hired("jiesuan", "settlement_clerk")


@pytest.fixture
def finance(c: Company) -> Actor:
    return hired("caiwu", "finance")


def hired(username: str, *roles: str) -> Actor:
    by = system_actor("job", "setup")
    return identity.add_person(username=username, name="周核算", roles=roles, by=by, at=MONDAY)


def at_the_door(c: Company) -> tuple[str, datetime]:
    number = service.in_service(c, MONDAY)
    return number, service.windows_of(number).start + timedelta(minutes=20)


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="charges.").order_by("id").values_list("kind", flat=True))


def owed(what: str) -> Promise:
    return Promise.objects.get(what=what)


# the whole way


def test_from_quote_to_closed_day(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when, CALL_OUT, LABOUR, MOTOR)
    assert made.amount_cents == 3000 + 10000 + 26000

    signed = Consent("screen", service.photo(c, order, when), "keep")
    consent.accept_quote(made.number, made.version, signed, by=c.cast.east_technician, at=when)
    row = get_quote(made.number, by=c.cast.east_technician)
    assert (row.state, row.old_parts, row.guarantee_days, row.signature != "") == ("accepted", "keep", 90, True)
    assert owed("collect-payment").state == Promise.State.OPEN

    asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
    assert asked.amount_cents == 39000
    assert payment_queries.get_payment(asked.number, by=c.cast.east_technician).code
    receipt = charges.told(asked.number, when)
    paid = Payment.objects.get(number=asked.number)
    assert (paid.state, paid.receipt, paid.via, paid.site) == ("received", receipt, "qr", c.sites.east)
    assert payment_queries.account_of(order, by=c.cast.east_technician).due_cents == 0
    assert owed("collect-payment").state == Promise.State.KEPT

    company = Buyer("company", "海川餐饮有限公司", "91110000600037341l")
    invoice = invoices.request_invoice(order, company, by=c.cast.agent, at=when)
    assert Invoice.objects.get(number=invoice).tax_id == "91110000600037341L"
    assert owed("issue-invoice").due_at > when + 2 * DAY
    invoices.issue_invoice(invoice, invoice_no="26317000001234567890", by=clerk, at=when + DAY)
    assert owed("issue-invoice").state == Promise.State.KEPT

    day = Day.objects.get()
    reconcile = owed("reconcile-day")
    assert (reconcile.about, reconcile.due_at) == (day.number, datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert days.fetch_statement(day.number, by=clerk, at=when + DAY) == 1
    assert days.close_day(day.number, by=clerk, at=when + DAY) == 0
    assert owed("reconcile-day").state == Promise.State.KEPT
    assert kinds() == [
        "charges.quote.made", "charges.quote.accepted", "charges.payment.requested", "charges.day.opened",
        "charges.payment.received", "charges.receipt.issued", "charges.invoice.requested", "charges.invoice.issued",
        "charges.day.reconciled",
    ]  # fmt: skip
    received = Event.objects.get(kind="charges.payment.received")
    assert (
        received.facts | {"number": asked.number, "order": order, "amount_cents": 39000, "via": "qr"} == received.facts
    )
    assert received.facts["collected_by"] == c.cast.east_technician.pk


def test_a_refused_quote_ends_the_trip_without_service(c: Company) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when)
    consent.refuse_quote(made.number, 1, reason="too_dear", by=c.cast.east_technician, at=when)
    charges.trip_refused(c, order, when)
    reviewing.review_accept(order, by=c.cast.administrator, at=when + timedelta(hours=1))

    assert WorkOrder.objects.get(number=order).state == "no_service_trip"
    assert Event.objects.get(kind="charges.quote.refused").facts["reason"] == "too_dear"
    with pytest.raises(Refused):
        charges.quoted(c, order, when)


def test_a_trip_that_ends_as_refused_answers_the_open_quote_itself(c: Company) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when)
    charges.trip_refused(c, order, when)

    assert Quote.objects.get(number=made.number).state == "refused"


# quoting


def test_under_guarantee_nothing_is_quoted_until_it_is_settled_as_out(c: Company) -> None:
    new = products.machine(c.cast, c.known.li, MONDAY, serial="LKNEW1", bought_date=date(2026, 3, 2))
    order, when = at_the_door(replace(c, hood=new))
    with pytest.raises(Refused) as refused:
        charges.quoted(c, order, when)
    assert refused.value.code == "under-guarantee"

    photo = service.photo(c, order, when)
    seen = Seen(exclusions=["misuse"], photos=[photo], consent=photo)
    verdicts.settle_guarantee(order, 1, seen, by=c.cast.east_technician, at=when)
    assert charges.quoted(c, order, when).amount_cents == 13000


def test_settled_as_free_withdraws_what_was_quoted(c: Company) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when)
    Machine.objects.filter(number=c.hood).update(bought_date=date(2026, 3, 2))
    verdicts.settle_guarantee(order, 1, Seen(), by=c.cast.east_technician, at=when)

    assert Quote.objects.get(number=made.number).reason == "guarantee"


def test_a_changed_quote_is_the_next_version_and_the_old_one_is_not_accepted(c: Company) -> None:
    order, when = at_the_door(c)
    first = charges.quoted(c, order, when, CALL_OUT)
    second = charges.quoted(c, order, when, CALL_OUT, LABOUR)
    assert (second.number, second.version) == (first.number, 2)

    signed = Consent("screen", service.photo(c, order, when))
    with pytest.raises(Stale) as stale:
        consent.accept_quote(first.number, 1, signed, by=c.cast.east_technician, at=when)
    assert stale.value.difference == {"油烟机中修工时": ("100.00", "0.00"), "total": ("130.00", "30.00")}
    assert Quote.objects.get().state == "made"
    with pytest.raises(Stale):
        quotes.make_quote(order, [Wanted(CALL_OUT)], seen=1, by=c.cast.east_technician, at=when)


def test_what_is_not_on_the_list_says_why(c: Company) -> None:
    order, when = at_the_door(c)
    free = Wanted("", 1, kind="labour", name="加开墙孔", unit_cents=8000)
    with pytest.raises(Invalid) as refused:
        quotes.make_quote(order, [Wanted(CALL_OUT), free], by=c.cast.east_technician, at=when)
    assert set(refused.value.fields) == {"lines.2.reason"}
    assert Quote.objects.count() == 0 and kinds() == []


def test_replaced_parts_are_the_customers_and_a_screen_is_signed(c: Company) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when, MOTOR)
    signature = service.photo(c, order, when)
    for given, field in ((Consent("screen", signature), "old_parts"), (Consent("screen", "", "keep"), "signature"),
                         (Consent("screen", "A" * 22, "keep"), "signature"), (Consent("fax", "", "keep"), "via")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            consent.accept_quote(made.number, 1, given, by=c.cast.east_technician, at=when)
        assert set(refused.value.fields) == {field}
    assert Quote.objects.get().state == "made"


def test_quote_and_yes_in_one_act_is_kept_on_the_phone_and_done_once(c: Company) -> None:
    order, when = at_the_door(c)
    sent, signed = uuid4(), Consent("screen", service.photo(c, order, when))
    for _ in range(2):
        consent.agree_on_screen(
            order, [Wanted(CALL_OUT)], 3000, signed, by=c.cast.east_technician, at=when + timedelta(hours=5),
            happened_at=when, client_uuid=sent,
        )  # fmt: skip
    assert list(Quote.objects.filter(order__number=order).values_list("state", "answered_at")) == [("accepted", when)]
    assert kinds() == ["charges.quote.made", "charges.quote.accepted"]


def test_a_total_that_is_not_ours_any_more_is_not_taken_for_a_yes(c: Company) -> None:
    order, when = at_the_door(c)
    signed = Consent("screen", service.photo(c, order, when))
    with pytest.raises(Stale) as stale:
        consent.agree_on_screen(order, [Wanted(CALL_OUT)], 2000, signed, by=c.cast.east_technician, at=when)
    assert stale.value.difference == {"total": ("30.00", "20.00")}
    assert kinds() == []


def test_others_people_neither_quote_nor_see_it(c: Company) -> None:
    order, when = at_the_door(c)
    made = charges.quoted(c, order, when)
    for stranger in (c.cast.north_technician, c.cast.north_clerk, c.cast.east_second):
        with pytest.raises(Missing):
            get_quote(made.number, by=stranger)
        with pytest.raises((Missing, Forbidden)):
            quotes.make_quote(order, [Wanted(CALL_OUT)], by=stranger, at=when)
    with pytest.raises(Forbidden):
        quotes.make_quote(order, [Wanted(CALL_OUT)], by=c.cast.callback_agent, at=when)


def test_the_price_list_is_dated_and_changed_by_a_decision(c: Company, finance: Actor) -> None:
    told = {"kind": "call_out", "zh": "上门费", "en": "call-out", "unit_zh": "次", "unit_en": "visit"}
    prices.set_price(
        "any",
        "call_out",
        cents=3500,
        from_date=date(2026, 12, 1),
        source="2026-11 价格会议",
        by=finance,
        at=MONDAY,
        **told,
    )
    before = {p.code: p.cents for p in prices_for(["hood"], on=date(2026, 11, 30))}
    after = {p.code: p.cents for p in prices_for(["hood"], on=date(2026, 12, 1))}
    assert (before[CALL_OUT], after[CALL_OUT]) == (3000, 3500)
    assert "stove.burner" not in before
    for wrong, field in (({"from_date": date(2026, 11, 1)}, "from_date"), ({"cents": 0}, "price"), ({"line": "tank"}, "line"),
                         ({"code": "A b"}, "code"), ({"kind": "tip"}, "kind"), ({"source": " "}, "source")):  # fmt: skip
        fine: dict[str, Any] = {"line": "any", "code": "call_out", "cents": 3600, "from_date": date(2026, 12, 2)} | told
        fine |= {"source": "x"} | wrong
        with pytest.raises(Invalid) as refused:
            prices.set_price(fine.pop("line"), fine.pop("code"), by=finance, at=MONDAY, **fine)
        assert set(refused.value.fields) == {field}
    with pytest.raises(Forbidden):
        prices.load_seed(by=c.cast.agent, at=MONDAY)


# paying


def test_asked_twice_it_shows_the_same_code_and_a_larger_sum_another(c: Company) -> None:
    order, when = at_the_door(c)
    charges.accepted(c, order, when, CALL_OUT)
    first = payments.request_payment(order, by=c.cast.east_technician, at=when)
    assert payments.request_payment(order, by=c.cast.east_technician, at=when) == first

    charges.accepted(c, order, when, LABOUR)
    second = payments.request_payment(order, by=c.cast.east_technician, at=when)
    assert second.amount_cents == 13000 and second.number != first.number
    assert Payment.objects.get(number=first.number).state == "cancelled"
    with pytest.raises(ProviderFault):
        recording.pay(first.number, at=when)


def test_told_twice_it_is_booked_once(c: Company) -> None:
    order, when = at_the_door(c)
    charges.accepted(c, order, when)
    asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
    notice, system = recording.pay(asked.number, at=when), system_actor("job", "payments")
    receipts = {receiving.note_paid(notice, provider="recording", by=system, at=when) for _ in range(2)}
    again = recording.pay(asked.number, at=when)  # the same payment, told by another message
    receipts.add(receiving.note_paid(again, provider="recording", by=system, at=when))

    assert len(receipts) == 1
    assert kinds().count("charges.payment.received") == 1


def test_a_wrong_amount_is_refused_and_shows_on_the_statement(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    charges.accepted(c, order, when)
    asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
    notice = recording.pay(asked.number, at=when, cents=1)
    with pytest.raises(Invalid) as refused:
        receiving.note_paid(notice, provider="recording", by=system_actor("job", "payments"), at=when)
    assert set(refused.value.fields) == {"cents"}
    assert Payment.objects.get(number=asked.number).state == "requested"


def test_a_second_payment_of_one_code_is_told_as_such(c: Company) -> None:
    order, when = at_the_door(c)
    number = charges.paid(c, order, when)
    again = replace(recording.pay(number, at=when), reference="TXOTHER", message="m2")
    with pytest.raises(Refused) as refused:
        receiving.note_paid(again, provider="recording", by=system_actor("job", "payments"), at=when)
    assert refused.value.code == "paid-twice"


def test_money_for_a_closed_code_is_booked_for_it_is_there(c: Company) -> None:
    order, when = at_the_door(c)
    charges.accepted(c, order, when)
    asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
    notice = recording.pay(asked.number, at=when)
    payments.take_cash(order, 13000, by=c.cast.east_technician, at=when)
    receiving.note_paid(notice, provider="recording", by=system_actor("job", "payments"), at=when)

    assert payment_queries.recorded_cents(order) == 26000
    assert payment_queries.account_of(order, by=c.cast.agent).due_cents == 0


def test_nothing_is_collected_without_a_yes_and_never_another_sum(c: Company) -> None:
    order, when = at_the_door(c)
    charges.quoted(c, order, when)
    with pytest.raises(Refused):
        payments.request_payment(order, by=c.cast.east_technician, at=when)
    made = Quote.objects.get()
    signed = Consent("screen", service.photo(c, order, when))
    consent.accept_quote(made.number, 1, signed, by=c.cast.east_technician, at=when)
    for cents in (12999, 13001, 0, -1):
        with pytest.raises(Invalid) as refused:
            payments.take_cash(order, cents, by=c.cast.east_technician, at=when)
        assert set(refused.value.fields) == {"amount"}
    with pytest.raises(Forbidden):
        payments.take_cash(order, 13000, by=c.cast.agent, at=when)


def test_cash_is_owed_by_the_site_until_it_is_handed_in(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    charges.accepted(c, order, when)
    sent = uuid4()
    for _ in range(2):
        payments.take_cash(order, 13000, by=c.cast.east_technician, at=when, client_uuid=sent)
    payment = Payment.objects.get()
    promise = owed("hand-in-cash")
    assert (promise.about, promise.owner_team, promise.state) == (payment.number, f"site:{c.sites.east}", "open")
    assert payment_queries.cash_owed(by=c.cast.east_clerk) == (1, 13000)
    assert payment_queries.cash_owed(by=c.cast.north_clerk) == (0, 0)
    day = day_queries.get_day(payment.day.number, by=clerk)
    assert [p.pair.result for p in day.pairs] == ["owed"]

    with pytest.raises(Missing):
        payments.hand_in_cash(payment.number, reference="B1", by=c.cast.north_clerk, at=when)
    payments.hand_in_cash(payment.number, reference="B20261123001", by=c.cast.east_clerk, at=when)
    assert owed("hand-in-cash").state == Promise.State.KEPT
    with pytest.raises(Refused):
        payments.hand_in_cash(payment.number, reference="B2", by=c.cast.east_clerk, at=when)


def test_money_is_given_back_the_way_it_came_and_not_by_who_took_it(c: Company, finance: Actor) -> None:
    order, when = at_the_door(c)
    number = charges.paid(c, order, when)
    with pytest.raises(Forbidden):
        payments.refund(number, note="多收", by=c.cast.east_manager, at=when)
    with pytest.raises(Invalid):
        payments.refund(number, note=" ", by=finance, at=when)
    payments.refund(number, note="机器仍在保内", by=finance, at=when + DAY)

    assert Payment.objects.get(number=number).refund_reference
    assert payment_queries.recorded_cents(order) == 0
    assert Event.objects.get(kind="charges.payment.refunded").personal["note"] == "机器仍在保内"
    with pytest.raises(Refused):
        payments.refund(number, note="再退", by=finance, at=when + DAY)


def test_a_paid_quote_is_not_withdrawn_before_its_money_is_back(c: Company, finance: Actor) -> None:
    order, when = at_the_door(c)
    number = charges.paid(c, order, when)
    quote = Quote.objects.get()
    with pytest.raises(Refused):
        quotes.withdraw_quote(quote.number, by=c.cast.east_technician, at=when)
    payments.refund(number, note="报错价", by=finance, at=when)
    quotes.withdraw_quote(quote.number, by=c.cast.east_technician, at=when)
    assert payment_queries.account_of(order, by=c.cast.agent).due_cents == 0


# reconciling


def test_a_day_that_differs_is_closed_with_a_word_why(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    number = charges.paid(c, order, when)
    day = Day.objects.get()
    with pytest.raises(Refused):
        days.close_day(day.number, by=clerk, at=when)  # it is not over
    with pytest.raises(Refused):
        days.close_day(day.number, by=clerk, at=when + DAY)  # no statement
    table = [["交易单号", "商户订单号", "金额"], ["TX-STRANGE", "", "55.00"]]
    days.take_statement(day.number, table, source="wechat.csv", by=clerk, at=when + DAY)
    results = {p.pair.result: p.pair.number for p in day_queries.get_day(day.number, by=clerk).pairs}
    assert results == {"missing": number, "unknown": ""}
    with pytest.raises(Invalid) as refused:
        days.close_day(day.number, by=clerk, at=when + DAY)
    assert set(refused.value.fields) == {"note"}

    assert days.close_day(day.number, note="已向微信支付查询，账单延迟一天", by=clerk, at=when + DAY) == 2
    with pytest.raises(Refused):
        days.take_statement(day.number, table, source="x", by=clerk, at=when + DAY)
    with pytest.raises(Refused):
        days.close_day(day.number, note="again", by=clerk, at=when + DAY)


def test_a_statement_of_one_wrong_row_changes_nothing(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    charges.paid(c, order, when)
    day = Day.objects.get()
    days.fetch_statement(day.number, by=clerk, at=when + DAY)
    with pytest.raises(Invalid):
        days.take_statement(
            day.number, [["交易单号", "金额"], ["T1", "1"], ["T2", "x"]], source="x", by=clerk, at=when + DAY
        )
    assert day.rows.count() == 1


def test_what_comes_after_the_close_is_money_of_the_day_it_is_heard_of(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    charges.paid(c, order, when, CALL_OUT)
    first = Day.objects.get()
    days.fetch_statement(first.number, by=clerk, at=when + DAY)
    days.close_day(first.number, by=clerk, at=when + DAY)
    charges.accepted(c, order, when, LABOUR)
    asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
    notice = recording.pay(asked.number, at=when)
    receiving.note_paid(notice, provider="recording", by=system_actor("job", "payments"), at=when + DAY)

    assert Payment.objects.get(number=asked.number).day.day == first.day + DAY


def test_whoever_keeps_no_accounts_sees_no_day(c: Company) -> None:
    order, when = at_the_door(c)
    charges.paid(c, order, when)
    day = Day.objects.get()
    for person in (c.cast.agent, c.cast.east_manager, c.cast.callback_agent):
        with pytest.raises(Missing):
            day_queries.get_day(day.number, by=person)
        with pytest.raises((Missing, Forbidden)):
            days.close_day(day.number, by=person, at=when + DAY)


# invoices


def test_an_invoice_is_over_what_was_paid_and_only_once(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    person = Buyer("person", "李秀英")
    with pytest.raises(Refused):
        invoices.request_invoice(order, person, by=c.cast.agent, at=when)
    charges.paid(c, order, when, CALL_OUT)
    for buyer, field in ((Buyer("company", "海川", "91110000600037341X"), "tax_id"), (Buyer("person", " "), "title"),
                         (Buyer("club", "x"), "buyer")):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            invoices.request_invoice(order, buyer, by=c.cast.agent, at=when)
        assert set(refused.value.fields) == {field}
    first = invoices.request_invoice(order, person, by=c.cast.agent, at=when)
    assert invoices.request_invoice(order, Buyer("person", "王某"), by=c.cast.agent, at=when) == first
    assert kinds().count("charges.invoice.requested") == 1
    with pytest.raises(Invalid):
        invoices.issue_invoice(first, invoice_no="123", by=clerk, at=when)
    with pytest.raises(Forbidden):
        invoices.issue_invoice(first, invoice_no="12345678", by=c.cast.agent, at=when)
    invoices.issue_invoice(first, invoice_no="12345678", by=clerk, at=when)
    with pytest.raises(Refused):
        invoices.request_invoice(order, person, by=c.cast.agent, at=when)
    assert [i.amount_cents for i in Invoice.objects.filter(order__number=order)] == [3000]


# private charging


def called_back(c: Company, order: str, when: datetime, charged: str | None) -> None:
    photo = service.photo(c, order, when)
    visits.finish(
        order, results=[MachineDone(1, "repaired")], photos=[photo], signature=photo, report=True,
        by=c.cast.east_technician, at=when,
    )  # fmt: skip
    reviewing.review_accept(order, by=c.cast.administrator, at=when, paid=True)
    told = calling.Answers(solved=True, satisfied=True, charged=Decimal(charged) if charged is not None else None)
    number = Callback.objects.get(about=order).number
    calling.answer(number, told, by=c.cast.callback_agent, at=when + DAY)


def test_what_he_says_he_paid_beside_what_was_recorded(c: Company) -> None:
    order, when = at_the_door(c)
    charges.paid(c, order, when)
    called_back(c, order, when, "260")

    found = Difference.objects.get()
    assert (found.told_cents, found.recorded_cents, found.site) == (26000, 13000, c.sites.east)
    promise = owed("explain-difference")
    assert (promise.about, promise.owner_role) == (found.number, "regional_manager")
    regional = hired("quyu", "regional_manager")
    with pytest.raises(Invalid):
        differences.explain_difference(found.number, finding="bribe", note="x", by=regional, at=when + DAY)
    with pytest.raises(Forbidden):
        differences.explain_difference(found.number, finding="unclear", note="x", by=c.cast.east_manager, at=when + DAY)
    differences.explain_difference(
        found.number, finding="private_charge", note="师傅承认多收 130 元", by=regional, at=when + DAY
    )
    assert owed("explain-difference").state == Promise.State.KEPT


@pytest.mark.parametrize(("charged", "paid"), [("130", True), (None, True), ("0", False), (None, False)])
def test_the_same_amount_or_no_answer_is_no_difference(c: Company, charged: str | None, paid: bool) -> None:
    order, when = at_the_door(c)
    if paid:
        charges.paid(c, order, when)
    called_back(c, order, when, charged)
    assert Difference.objects.count() == 0


def test_whoever_paid_counts_as_having_paid_when_he_is_called_back(c: Company) -> None:
    order, when = at_the_door(c)
    charges.paid(c, order, when)
    photo = service.photo(c, order, when)
    visits.finish(
        order, results=[MachineDone(1, "repaired")], photos=[photo], signature=photo, report=True,
        by=c.cast.east_technician, at=when,
    )  # fmt: skip
    reviewing.review_accept(order, by=c.cast.administrator, at=when)
    assert Event.objects.get(kind="service.completion.accepted").facts["paid"] is True


def test_private_charging_without_any_quote_is_seen_too(c: Company) -> None:
    order, when = at_the_door(c)
    called_back(c, order, when, "80.50")
    assert Event.objects.get(kind="charges.difference.found").facts["told"] == "80.50"


# what can never be in a table


def test_the_database_keeps_what_must_never_be_false(c: Company, clerk: Actor) -> None:
    order, when = at_the_door(c)
    number = charges.paid(c, order, when)
    payment, quote, day = Payment.objects.get(number=number), Quote.objects.get(), Day.objects.get()
    wrong: Sequence[tuple[str, Any]] = (
        ("money_received_has_time_day_and_receipt", lambda: Payment.objects.filter(pk=payment.pk).update(receipt="")),
        ("cash_is_never_only_asked_for", lambda: Payment.objects.filter(pk=payment.pk).update(via="cash", state="requested")),
        ("only_cash_is_handed_in_and_with_its_reference",
         lambda: Payment.objects.filter(pk=payment.pk).update(handed_in_at=when, handed_in_reference="x")),
        ("a_refund_has_time_and_day", lambda: Payment.objects.filter(pk=payment.pk).update(state="refunded")),
        ("a_transaction_is_booked_once", lambda: _twin(payment, receipt="RC-9", number="PY-9")),
        ("a_receipt_is_for_one_payment", lambda: _twin(payment, reference="", number="PY-9")),
        ("a_quote_signed_on_a_screen_holds_the_signature", lambda: Quote.objects.update(signature="")),
        ("an_answered_quote_says_who_when_and_how", lambda: Quote.objects.update(answered_by=None)),
        ("an_answer_is_to_the_version_that_stands", lambda: Quote.objects.update(version=2)),
        ("a_quote_is_about_money", lambda: Quote.objects.update(amount_cents=0)),
        ("a_charge_off_the_list_says_why", lambda: quote.lines.update(code="")),
        ("a_line_counts_something", lambda: quote.lines.update(quantity=0)),
        ("a_closed_day_says_who_and_when", lambda: Day.objects.filter(pk=day.pk).update(state="closed")),
        ("a_day_closed_with_differences_says_why", lambda: Day.objects.filter(pk=day.pk).update(differences=1)),
    )  # fmt: skip
    for name, act in wrong:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


def _twin(original: Payment, **other: Any) -> None:
    payment = Payment.objects.get(pk=original.pk)
    payment.pk = None
    for name, value in other.items():
        setattr(payment, name, value)
    payment.save(force_insert=True)


# a provider outside


def test_a_provider_outside_is_asked_once_the_payment_stands(c: Company) -> None:
    class Somebody:
        name = "outside"

        def code(self, number: str, cents: int, *, at: datetime) -> str:
            return f"weixin://pay/{number}/{cents}"

        def close(self, number: str, *, at: datetime) -> None: ...

        def refund(self, number: str, reference: str, cents: int, *, at: datetime) -> str:
            raise ProviderFault("HTTP 500")

        def statement(self, day: date, *, at: datetime) -> None:
            return None

    order, when = at_the_door(c)
    charges.accepted(c, order, when)
    choice.use(Somebody())
    try:
        asked = payments.request_payment(order, by=c.cast.east_technician, at=when)
        assert Payment.objects.get(number=asked.number).code == ""
        assert get("charges.fetch_code").function is jobs.fetch_code
        jobs.fetch_code(payment=asked.number, at=when)
        assert Payment.objects.get(number=asked.number).code == f"weixin://pay/{asked.number}/13000"
        notice = receiving.Notice("m1", asked.number, "TX1", 13000, when)
        receiving.note_paid(notice, provider="outside", by=system_actor("job", "payments"), at=when)
        clerk = hired("kuaiji", "finance")
        with pytest.raises(Refused):
            payments.refund(asked.number, note="多收", by=clerk, at=when)
        assert Payment.objects.get(number=asked.number).state == "received"
        with pytest.raises(Refused):
            days.fetch_statement(Day.objects.get().number, by=clerk, at=when + DAY)
    finally:
        choice.use(None)


def test_cleaning_is_paid_whatever_the_guarantee_says(c: Company) -> None:
    order, when = at_the_door(c)
    WorkOrder.objects.filter(number=order).update(kind="maintenance")
    assert charges.quoted(c, order, when, CLEANING).amount_cents == 15000
