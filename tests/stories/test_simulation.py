"""A past period played against rules: with the rules of its time it gives what happened, with others what they would ask."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuke.areas.service.actions import dispatching, running
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook import queries
from liuke.kernel.playbook.loading import load
from liuke.kernel.playbook.simulation import rules_of, simulate
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Promise
from liuke.kernel.promises.queries import next_alarm
from tests.given import service
from tests.given.service import Company
from tests.safety.world import HANDBOOK

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def c() -> Company:
    found = service.company(MONDAY - DAY)
    load([HANDBOOK], by=found.cast.administrator, at=MONDAY - DAY)
    return found


def lived(c: Company) -> None:
    """Two days: an order done and reviewed, one nobody answers, one on hold that goes on, chased once."""
    service.to_call_back(c, MONDAY)
    forgotten = service.commissioned(c, MONDAY + HOUR)
    pass_time(MONDAY + 3 * HOUR)
    held = service.dispatched(c, MONDAY + 4 * HOUR, machine=False)
    dispatching.accept(held, by=c.cast.east_clerk, at=MONDAY + 4 * HOUR)
    running.hold(held, reason="weather", by=c.cast.dispatcher, at=MONDAY + 5 * HOUR)
    running.resume(held, by=c.cast.dispatcher, at=MONDAY + 8 * HOUR)
    running.chase_up(forgotten, by=c.cast.agent, at=MONDAY + 9 * HOUR)
    pass_time(MONDAY + 2 * DAY)


def pass_time(until: datetime) -> None:
    """The loop, minute by minute as it would have looked: a miss counts from when it was seen."""
    loop = system_actor(Actor.Kind.LOOP, "loop")
    while (due := next_alarm()) and due <= until:
        run_due(by=loop, at=due)


def actual() -> Counter[tuple[str, str]]:
    return Counter((p.rule, p.state) for p in Promise.objects.exclude(rule=""))


def test_with_the_rules_of_its_time_it_gives_what_happened(c: Company) -> None:
    lived(c)
    rules = queries.all_rules(at=MONDAY)
    played = simulate(rules, since=MONDAY - HOUR, until=MONDAY + 2 * DAY)

    assert Counter((p.rule.id, p.state) for p in played) == actual()
    missed = set(Promise.objects.exclude(missed_by=None).values_list("rule", "about"))
    assert {(p.rule.id, p.about) for p in played if p.missed} == missed and missed
    dues = {(p.rule, p.about): p.judged_due_at for p in Promise.objects.exclude(rule="")}
    assert {(p.rule.id, p.about): p.due_at for p in played} == dues


def test_nothing_is_written(c: Company) -> None:
    lived(c)
    before = (Event.objects.count(), Promise.objects.count(), actual())
    simulate(queries.all_rules(at=MONDAY), since=MONDAY - HOUR, until=MONDAY + 2 * DAY)
    assert (Event.objects.count(), Promise.objects.count(), actual()) == before


def test_a_shorter_time_is_missed_more_often_and_a_rule_taken_out_makes_nothing(c: Company, tmp_path: Path) -> None:
    lived(c)
    folder = tmp_path / "handbook"
    shutil.copytree(HANDBOOK, folder)
    chapter = folder / "50-completion.toml"
    text = chapter.read_text()
    assert 'id = "review-completion"' in text and 'due = "24 service hours"' in text
    chapter.write_text(text.replace('due = "24 service hours"', 'due = "1 minutes"'))

    def missed(rules: list[object]) -> int:
        played = simulate(rules, since=MONDAY - HOUR, until=MONDAY + 2 * DAY)  # type: ignore[arg-type]
        return sum(p.missed for p in played if p.rule.id == "review-completion")

    as_it_was, shorter = queries.all_rules(at=MONDAY), rules_of([folder])
    assert (missed(list(as_it_was)), missed(list(shorter))) == (0, 1)
    without = [r for r in as_it_was if r.id != "review-completion"]
    assert missed(list(without)) == 0


def test_a_span_that_is_none_and_an_unsound_folder_are_refused(c: Company, tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        simulate([], since=MONDAY, until=MONDAY)
    (tmp_path / "x.toml").write_text('[[rule]]\nid = "a"\n')
    with pytest.raises(Invalid, match="x.toml"):
        rules_of([tmp_path])
