"""Many orders at once: each proposal counts for the next, in as many queries for many as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.service.actions import orders
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries.spreading import Spread, spread
from liuke.areas.service.queries.suggesting import suggest_with_windows
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden
from tests.given import service
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def waiting(c: Company, count: int) -> list[str]:
    """So many machines of one customer, an order each."""
    made = []
    for _n in range(count):
        asked = service.request(c, clock.now())
        draft = [MachineDraft(product_line="hood")]
        made.append(orders.order_visit(asked, machines=draft, by=c.cast.agent, at=clock.now()).number)
    return made


def asked_for(c: Company, numbers: list[str]) -> tuple[tuple[Spread, ...], int]:
    with CaptureQueriesContext(connection) as asked:
        found = spread(numbers, by=c.cast.dispatcher, at=clock.now())
    return found, len(asked)


def test_what_is_proposed_first_counts_for_the_next_and_costs_no_more_queries(c: Company) -> None:
    numbers = waiting(c, 6)
    few, cost_of_few = asked_for(c, numbers[:2])
    many, cost_of_many = asked_for(c, numbers)

    assert cost_of_many == cost_of_few
    alone = suggest_with_windows(numbers[0], by=c.cast.dispatcher, at=clock.now(), count=1)
    best = next(r for r in alone.ranked if r.fit)
    assert few[0].best == best and few[0].window == alone.windows[best.number][0]
    taken = [(one.best.number, one.window.start) for one in many if one.best and one.window]
    assert len(taken) == 6
    room = {(one.best.number, one.window.start): one.window.left for one in reversed(many) if one.best and one.window}
    assert all(taken.count(slot) <= left for slot, left in room.items())
    assert len(set(taken)) > 1  # one window does not hold them all


def test_nobody_but_the_centre_is_told_and_a_stranger_number_is_left_out(c: Company) -> None:
    [number] = waiting(c, 1)
    assert [one.number for one in spread(["WO-999999", number], by=c.cast.dispatcher, at=clock.now())] == [number]
    assert spread([], by=c.cast.dispatcher, at=clock.now()) == ()
    with pytest.raises(Forbidden):
        spread([number], by=c.cast.east_clerk, at=clock.now())


def test_the_proposal_is_taken_in_part(c: Company) -> None:
    numbers = waiting(c, 3)
    desk = as_(c.cast.dispatcher)
    page = desk.get("/dispatch/several/").content.decode()
    plans = [part.split('"')[0] for part in page.split('name="plan" value="')[1:]]
    assert len(plans) == 3 and "余量" in page
    assert posted(desk, "/dispatch/several/", plan=plans[:2]).status_code == 302

    states = dict(WorkOrder.objects.filter(number__in=numbers).values_list("number", "state"))
    sent = {plan.split("|")[0] for plan in plans[:2]}
    assert {n for n, state in states.items() if state == "offered"} == sent
    assert desk.get("/dispatch/several/?district=nowhere").status_code == 200
    within_budget("page.several", lambda: desk.get("/dispatch/several/"))
