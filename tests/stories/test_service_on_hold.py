"""An order on hold rests its own promises (practice §1.5); a site's word without evidence does not stop the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from liuke.areas.service.actions import dispatching, running
from liuke.foundation.clock import LOCAL
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, tzinfo=LOCAL)


@pytest.fixture
def c() -> Company:
    made = service.company(AT)
    load(settings.HANDBOOK_DIRS, by=made.cast.administrator, at=AT)
    return made


def owed(number: str) -> Promise:
    return Promise.objects.get(about=number, what="visit")


def test_waiting_for_a_part_rests_the_visit_promise_and_goes_on_with_what_was_left(c: Company) -> None:
    number = service.dispatched(c, AT, machine=False)
    dispatching.accept(number, by=c.cast.east_clerk, at=AT)
    due = owed(number).due_at

    running.hold(number, reason="waiting_part", by=c.cast.dispatcher, at=AT + timedelta(hours=2))
    assert owed(number).held_since == AT + timedelta(hours=2)
    running.resume(number, by=c.cast.dispatcher, at=AT + timedelta(hours=50))

    assert owed(number).due_at == due + timedelta(hours=48)
    assert owed(number).first_due_at == due


def test_a_pause_that_the_site_declares_without_evidence_beats_no_clock(c: Company) -> None:
    number = service.dispatched(c, AT, machine=False)
    dispatching.accept(number, by=c.cast.east_clerk, at=AT)

    running.hold(number, reason="weather", by=c.cast.east_clerk, at=AT + timedelta(hours=2))

    assert owed(number).held_since is None
