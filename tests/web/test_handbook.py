"""The handbook page: rules in plain words, what became of their promises, what happens when."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import liuke
from liuke.foundation import clock
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.queries import list_page
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    made = service.company(clock.now())
    handbook = Path(liuke.__file__).parent / "handbook"
    load([handbook], by=made.cast.administrator, at=clock.now() - timedelta(days=1))
    return made


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_rules_in_force_stand_by_chapter_with_their_source(company: Company, language: str) -> None:
    client = as_(company.cast.agent)
    client.cookies["liuke_language"] = language

    text = client.get("/handbook/").content.decode()

    assert ("网点 30 分钟内接单" if language == "zh-hans" else "The site accepts within 30 minutes") in text
    assert ("默认规则 4" if language == "zh-hans" else "default rule 4") in text


def test_a_rule_says_when_who_until_when_and_what_follows(company: Company) -> None:
    text = as_(company.cast.agent).get("/handbook/rules/accept-order/").content.decode()

    assert "30 分钟（服务时间）" in text and "承接网点" in text
    assert "到期前 10 分钟（服务时间）：告知网点负责人" in text and "第 1 版" in text


def test_the_figures_of_a_rule_open_as_many_rows(company: Company) -> None:
    service.dispatched(company, clock.now())
    client = as_(company.cast.lead)

    text = client.get("/handbook/?q=dispatch-order").content.decode()
    rows = list_page(by=company.cast.lead, rule="dispatch-order", since=clock.now() - timedelta(days=30))

    assert "按时 1" in text and len(rows) == 1
    assert "rule=dispatch-order" in text


def test_what_happens_when_names_rules_and_reactions(company: Company) -> None:
    text = as_(company.cast.agent).get("/handbook/when/?kind=service.order.dispatched").content.decode()

    assert "网点 30 分钟内接单" in text and "工单 15 分钟内派工" in text


def test_an_unknown_rule_or_event_is_not_found(company: Company) -> None:
    client = as_(company.cast.agent)

    assert client.get("/handbook/rules/no-such-rule/").status_code == 404
    assert client.get("/handbook/when/?kind=no.such.kind").status_code == 404
    assert as_(company.cast.east_technician).get("/handbook/").status_code == 403


def test_the_past_is_played_against_another_time_and_nothing_is_written() -> None:
    from datetime import timedelta

    from liuke.kernel.journal.models import Event
    from liuke.kernel.playbook.loading import load
    from tests.given import service
    from tests.safety.world import HANDBOOK

    now = clock.now()
    c = service.company(now - timedelta(days=2))
    load([HANDBOOK], by=c.cast.administrator, at=now - timedelta(days=2))
    service.to_call_back(c, now - timedelta(days=2))
    events = Event.objects.count()
    browser = as_(c.cast.manager)
    asked = {"rule": "review-completion", "due": "1 minutes", "until": now.astimezone(clock.LOCAL).date().isoformat()}

    answer = browser.get("/handbook/simulation/", asked)
    assert answer.status_code == 200 and "所需人手" in answer.content.decode()
    assert Event.objects.count() == events
    for wrong in ({"due": "soon"}, {"since": "x"}, {"since": "2020-01-01"}):
        assert browser.get("/handbook/simulation/", asked | wrong).status_code == 422
    assert browser.get("/handbook/simulation/", asked | {"rule": "no-such"}).status_code == 404
    assert as_(c.cast.agent).get("/handbook/simulation/").status_code == 403
