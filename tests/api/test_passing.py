"""H9: a program that pages through a list takes it out in bulk, and passes the same gate as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from liuke.areas.secrecy.actions import releases
from liuke.areas.secrecy.models import Release
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.dated.actions import set_value
from liuke.foundation.identity.models import ApiToken
from tests.api.conftest import Caller
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db


def test_beyond_the_days_rows_a_token_is_told_to_ask_for_a_release_and_goes_on_once_it_is_approved(
    company: Company, call: Callable[..., Caller]
) -> None:
    boss, at = company.cast.manager, clock.now()
    set_value("secrecy", "api.rows_a_day", 5, from_date=date(2026, 1, 1), source="决定", by=boss, at=at)
    service.commissioned(company, at)
    program = call("read")
    assert program.get("/customers?limit=3").status_code == 200
    refused = program.get("/customers?limit=3")

    assert refused.status_code == 403
    told = refused.json()
    assert told["type"] == "/problems/release" and "申请外发此列表" in told["detail"]
    assert AuditRow.objects.get(act="secrecy.api.stopped").by_id == program.actor.pk
    assert AuditRow.objects.get(act="secrecy.api.read").detail == {"rows": 3}
    assert program.get("/customers?limit=2").status_code == 200, "what is left of the day passes"
    assert program.get("/orders?limit=1").status_code == 403, "all lists count together"

    owner = ApiToken.objects.get(actor=program.actor).owner
    lead = company.cast.lead
    number = releases.ask("customers", "", fields=["code"], purpose="analysis", carrier=lead.pk, by=lead, at=at)
    Release.objects.filter(number=number).update(asked_by=owner)
    assert program.get("/customers?limit=3").status_code == 403, "asked is not approved"
    releases.approve(number, by=boss, at=at)
    assert program.get("/customers?limit=3").status_code == 200
    assert program.get("/orders?limit=1").status_code == 403, "it was approved for one list"
    Release.objects.filter(number=number).update(decided_at=at - timedelta(days=2))
    assert program.get("/customers?limit=3").status_code == 403
