"""Exchange and return: assessed by the site, decided by another, carried out by an order (practice §3 #25; H16)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.products.models import Machine
from liuke.areas.service.actions import booking, claim_ends, claims, dispatching, visits
from liuke.areas.service.models import Claim, WorkOrder
from liuke.areas.service.queries.claims import get_claim, list_claims
from liuke.areas.service.rules.visits import MachineDone
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.service import Company
from tests.safety.world import HANDBOOK

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def c() -> Company:
    found = service.company(MONDAY)
    load([HANDBOOK], by=found.cast.administrator, at=MONDAY)
    return found


def somebody(role: str, name: str) -> Actor:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    return identity.add_person(username=f"{role}.{len(name)}", name=name, roles=[role], by=boss, at=MONDAY)


def fresh(c: Company) -> None:
    """Bought twelve days ago with its invoice: exchange is his right, his money back no longer."""
    Machine.objects.filter(number=c.hood).update(
        bought_date="2026-11-11", installed_date=None, has_installation_card=False, proof_of_purchase=True,
        made_date=None,
    )  # fmt: skip


def assessed(c: Company, finding: str = "confirmed") -> str:
    service.dispatched(c, MONDAY)
    number = claims.ask_claim(c.hood, wish="exchange", fault="换了两次还是响", by=c.cast.agent, at=MONDAY)
    claims.assess_claim(number, finding=finding, note="现场复现异响", by=c.cast.east_manager, at=MONDAY + HOUR)
    return number


def owed(number: str) -> dict[str, str]:
    return dict(Promise.objects.filter(about=number).values_list("what", "state"))


def test_asked_assessed_decided_and_exchanged_keeps_each_promise(c: Company) -> None:
    fresh(c)
    service.dispatched(c, MONDAY)
    number = claims.ask_claim(c.hood, wish="exchange", fault="异响", by=c.cast.agent, at=MONDAY)
    assert owed(number) == {"assess-claim": "open", "fulfil-claim": "open"}
    assert get_claim(number, by=c.cast.agent).entitled == ("exchange", "repair")
    assert Promise.objects.get(about=number, what="assess-claim").due_at == MONDAY + 48 * HOUR

    claims.assess_claim(number, finding="confirmed", by=c.cast.east_manager, at=MONDAY + HOUR)
    assert owed(number)["assess-claim"] == "kept" and owed(number)["decide-claim"] == "open"

    region = somebody("regional_manager", "区域")
    order = claim_ends.approve_claim(number, granted="exchange", by=region, at=MONDAY + 2 * HOUR)
    assert WorkOrder.objects.get(number=order).kind == "exchange" and owed(number)["decide-claim"] == "kept"

    done_at = exchanged(c, order, "NEW-88001")
    claim = Claim.objects.get(number=number)
    old, new = Machine.objects.get(number=c.hood), Machine.objects.get(serial="NEW-88001")
    assert claim.state == "done" and old.status == "exchanged" and new.customer_id == old.customer_id
    assert new.proof_of_purchase and str(new.bought_date) == f"{done_at:%Y-%m-%d}"
    assert owed(number)["fulfil-claim"] == "kept"
    assert Event.objects.get(kind="service.claim.fulfilled").facts["replacement"] == new.number


def exchanged(c: Company, order: str, serial: str) -> datetime:
    technician, start = c.cast.east_technician, MONDAY + timedelta(days=1, hours=1)
    dispatching.dispatch(
        order, site=c.sites.east, overrule_reason="customer_wish", by=c.cast.dispatcher, at=MONDAY + 3 * HOUR
    )
    dispatching.accept(order, by=c.cast.east_clerk, at=MONDAY + 3 * HOUR)
    booking.book(
        order, window=Window(start, start + 2 * HOUR), technician=technician.pk, by=c.cast.east_clerk,
        at=MONDAY + 3 * HOUR,
    )  # fmt: skip
    visits.depart(order, by=technician, at=start)
    visits.start(order, by=technician, at=start + HOUR / 2)
    photo = service.photo(c, order, start)
    visits.finish(
        order, results=[MachineDone(1, "exchanged", serial)], checklist=["unpacked", "test_run"], photos=[photo], signature=photo, report=True,
        by=technician, at=start + HOUR,
    )  # fmt: skip
    return start + HOUR


def test_what_the_law_gives_him_is_not_refused_and_goodwill_says_why(c: Company) -> None:
    fresh(c)
    number, region = assessed(c), somebody("regional_manager", "区域")
    with pytest.raises(Refused, match="cannot be refused"):
        claim_ends.refuse_claim(number, reason="不想换", by=region, at=MONDAY + 2 * HOUR)
    with pytest.raises(Invalid) as more:  # after twelve days the money back is more than his right
        claim_ends.approve_claim(number, granted="refund", by=region, at=MONDAY + 2 * HOUR)
    assert "note" in more.value.fields

    claim_ends.approve_claim(number, granted="refund", note="两次维修未好，让利", by=region, at=MONDAY + 2 * HOUR)
    assert Event.objects.get(kind="service.claim.approved").facts["goodwill"] is True


def test_the_money_back_is_done_when_finance_has_paid_it(c: Company) -> None:
    fresh(c)
    number, region = assessed(c), somebody("regional_manager", "区域")
    claim_ends.approve_claim(number, granted="refund", note="让利", by=region, at=MONDAY + 2 * HOUR)
    with pytest.raises(Forbidden):
        claim_ends.pay_back(number, amount_cents=1, reference="x", by=region, at=MONDAY + 3 * HOUR)
    cashier = somebody("finance", "出纳")
    with pytest.raises(Invalid):
        claim_ends.pay_back(number, amount_cents=0, reference="x", by=cashier, at=MONDAY + 3 * HOUR)
    claim_ends.pay_back(number, amount_cents=219900, reference="TK-1", by=cashier, at=MONDAY + 3 * HOUR)
    assert Claim.objects.get(number=number).state == "done" and owed(number)["fulfil-claim"] == "kept"
    with pytest.raises(Refused):
        claim_ends.pay_back(number, amount_cents=219900, reference="TK-1", by=cashier, at=MONDAY + 4 * HOUR)


def test_without_a_fault_it_may_be_refused_with_a_reason(c: Company) -> None:
    number, region = assessed(c, finding="no_fault"), somebody("regional_manager", "区域")
    with pytest.raises(Invalid):
        claim_ends.refuse_claim(number, reason=" ", by=region, at=MONDAY + 2 * HOUR)
    claim_ends.refuse_claim(number, reason="检测无故障", by=region, at=MONDAY + 2 * HOUR)
    assert owed(number) == {"assess-claim": "kept", "decide-claim": "kept", "fulfil-claim": "void"}


def test_who_assessed_it_does_not_decide_it_and_the_table_holds_that_too(c: Company) -> None:
    region = somebody("regional_manager", "区域")
    number = claims.ask_claim(c.hood, wish="exchange", by=c.cast.agent, at=MONDAY)
    claims.assess_claim(number, finding="confirmed", by=region, at=MONDAY + HOUR)
    with pytest.raises(Forbidden, match="assessed"):
        claim_ends.approve_claim(number, granted="exchange", note="x", by=region, at=MONDAY + 2 * HOUR)
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        Claim.objects.filter(number=number).update(decided_by=region)


def test_asked_twice_is_one_claim_and_a_stale_tab_is_told(c: Company) -> None:
    number = claims.ask_claim(c.hood, wish="exchange", by=c.cast.agent, at=MONDAY)
    assert claims.ask_claim(c.hood, wish="refund", by=c.cast.agent, at=MONDAY) == number
    claims.assess_claim(number, finding="confirmed", seen=1, by=c.cast.dispatcher, at=MONDAY + HOUR)
    with pytest.raises(Stale):
        claims.withdraw_claim(number, reason="不换了", seen=1, by=c.cast.agent, at=MONDAY + 2 * HOUR)
    claims.withdraw_claim(number, reason="不换了", seen=2, by=c.cast.agent, at=MONDAY + 2 * HOUR)
    assert set(owed(number).values()) <= {"void", "kept"}


def test_another_site_sees_nothing_of_it_and_a_site_asks_for_none(c: Company) -> None:
    number = assessed(c)
    assert [row.number for row in list_claims(by=c.cast.east_manager)] == [number]
    assert list_claims(by=c.cast.north_manager) == ()
    with pytest.raises(Missing):
        get_claim(number, by=c.cast.north_manager)
    with pytest.raises(Forbidden):
        claims.ask_claim(c.hood, wish="exchange", by=c.cast.north_manager, at=MONDAY)


def test_the_old_serial_is_no_exchange(c: Company) -> None:
    fresh(c)
    number, region = assessed(c), somebody("regional_manager", "区域")
    order = claim_ends.approve_claim(number, granted="exchange", by=region, at=MONDAY + 2 * HOUR)
    with pytest.raises(Invalid) as wrong:
        exchanged(c, order, Machine.objects.get(number=c.hood).serial)
    assert "serial" in wrong.value.fields
