"""A plan sends nobody whose van lacks the part, and says so; what waits in the site's store binds nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.service.actions.planning import ask_plan
from liuke.areas.service.models import PlanRow, WorkOrder
from liuke.areas.service.queries.planning_vans import vans_of
from tests.given import parts, planning

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_the_part_decides_who_goes() -> None:
    s = parts.store(AT)
    planning.load_seed(by=s.company.cast.administrator, at=AT)
    zhang = s.company.cast.east_technician.pk
    order, request = parts.waiting(s, AT)
    assert vans_of([order], [zhang]).needs == {order: {"电机 M-12": 1}}
    assert vans_of([order], [zhang]).carried == {}

    WorkOrder.objects.filter(number=order).update(state="second_visit_due", window_start=None, window_end=None)
    plan = ask_plan(
        (AT + timedelta(days=1)).date(), site=s.company.sites.east, proposes_windows=True,
        by=s.company.cast.dispatcher, at=AT,
    )  # fmt: skip
    planning.proposed(plan, AT)
    row = PlanRow.objects.get(plan__number=plan)
    assert row.kind == "left"
    assert row.why_zh == "车上均缺配件：电机 M-12"

    parts.at_site(s, request, AT)
    assert vans_of([order], [zhang]).needs == {}


def test_what_a_van_carries_is_counted() -> None:
    s = parts.store(AT)
    order, _request = parts.waiting(s, AT)
    parts.in_van(s, parts.MOTOR, 2, AT)

    found = vans_of([order], [s.company.cast.east_technician.pk, s.company.cast.east_second.pk])

    assert found.carried == {s.company.cast.east_technician.pk: {"电机 M-12": 2}}
