"""A customer's files in the browser: listed with their levels, opened past the gate, marked by those who may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.files.actions import store
from tests.given import service
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)


def test_a_file_is_found_opened_and_marked_and_then_shut_to_those_below_its_level(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    c = service.company(NOW - timedelta(hours=1))
    order = service.assigned(c, NOW - timedelta(hours=1))
    key = store("明年扩建".encode(), name="扩建方案.txt", subject=f"order:{order}", by=c.cast.east_technician, at=NOW)
    listed, one, door = (
        f"/secrecy/customers/{c.known.li}/files/",
        f"/secrecy/files/{key}/",
        f"/secrecy/files/{key}/opened/",
    )
    agent, lead, technician = as_(c.cast.agent), as_(c.cast.lead), as_(c.cast.east_technician)

    page = agent.get(listed).content.decode()
    assert "扩建方案.txt" in page and order in page and "商密·一般" in page
    assert b"".join(agent.get(door).streaming_content).decode() == "明年扩建"  # type: ignore[attr-defined]
    assert "附件商密等级" not in agent.get(one).content.decode() and "附件商密等级" in lead.get(one).content.decode()
    said = {"level": "core", "seen": "", "reason": "含扩建方案"}
    assert posted(agent, one, **said).status_code == 403
    assert posted(lead, one, **(said | {"reason": ""})).status_code == 422
    assert posted(lead, one, **(said | {"until": "明天"})).status_code == 422
    assert posted(lead, one, **said).status_code == 302 and posted(lead, one, **said).status_code == 409

    for browser in (agent, technician):
        page = browser.get(one).content.decode()
        assert "扩建" not in page and "***.txt" in page and door not in page
        assert browser.get(door).status_code == 403
    assert "扩建" not in agent.get(listed).content.decode() and "单独设定" in lead.get(listed).content.decode()
    assert as_(c.cast.north_clerk).get(one).status_code == 404 == as_(c.cast.north_clerk).get(door).status_code
    assert AuditRow.objects.filter(act="files.refused").count() == 2
    within_budget("page.customer_files", lambda: agent.get(listed))
    within_budget("page.secret_file", lambda: lead.get(one))
