"""H9: who saw or took a customer's data is answered in one query, and whoever looks at too much is asked why."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

import liuke
from liuke.areas.customers import access as customers
from liuke.areas.customers.actions import merging
from liuke.areas.customers.models import Phone
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.actions import judging, looking, making, releases
from liuke.areas.secrecy.queries.looks import list_looks
from liuke.areas.secrecy.queries.people import list_reveals
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import secrecy
from tests.given.secrecy import TRIAL, World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    built = secrecy.world(NOW - DAY)
    load([Path(liuke.__file__).parent / "handbook"], by=built.cast.administrator, at=NOW - DAY)
    return built


def number_of(customer: int) -> str:
    return f"phone:{Phone.objects.filter(contact__customer=customer).order_by('pk').values_list('pk', flat=True)[0]}"


def look(world: World, customer: int, at: datetime) -> None:
    customers.reveal(number_of(customer), purpose="回电联系", by=world.cast.agent, at=at)


def seen(world: World, customer: int, **span: datetime) -> list[tuple[str, str]]:
    asked = {"since": NOW - DAY, "until": NOW + DAY} | span
    return [(row.act, row.who) for row in list_looks(customer, by=world.complaints, **asked).rows]


def test_looks_and_files_that_left_stand_in_one_list(world: World) -> None:
    look(world, world.known.zhou, NOW)
    lead = world.cast.lead
    release = releases.ask(TRIAL, "A", fields=["name"], purpose="handover", carrier=lead.pk, by=lead, at=NOW)
    releases.approve(release, by=world.complaints, at=NOW)
    jobs.make_release(release, at=NOW)
    assert len(seen(world, world.known.zhou)) == 1, "a file that nobody took has shown nothing"
    making.take(release, by=lead, at=NOW + HOUR)

    assert seen(world, world.known.zhou) == [("secrecy.release.taken", "周班长"), ("customers.revealed", "王芳")]
    assert seen(world, world.known.zhou, until=NOW + HOUR) == [("customers.revealed", "王芳")]
    assert seen(world, world.known.li) == []
    [taken, _shown] = list_looks(world.known.zhou, since=NOW - DAY, until=NOW + DAY, by=world.complaints).rows
    assert (taken.purpose, taken.subject) == ("handover", release)


def test_what_was_seen_of_a_file_that_was_merged_is_not_lost(world: World) -> None:
    look(world, world.known.chen, NOW)
    merging.merge(world.known.chen, world.known.zhou, by=world.cast.agent, at=NOW + HOUR)

    assert seen(world, world.known.zhou) == [("customers.revealed", "王芳")]


def test_pages_go_on_where_the_last_one_ended(world: World) -> None:
    for n in range(3):
        look(world, world.known.zhou, NOW + n * HOUR)

    first = list_looks(world.known.zhou, since=NOW, until=NOW + DAY, limit=2, by=world.complaints)
    rest = list_looks(
        world.known.zhou, since=NOW, until=NOW + DAY, limit=2, before=first.next_before or "", by=world.complaints
    )
    assert [row.at for row in (*first.rows, *rest.rows)] == [NOW + 2 * HOUR, NOW + HOUR, NOW]
    assert rest.next_before is None
    with pytest.raises(Invalid):
        list_looks(world.known.zhou, since=NOW, until=NOW + DAY, before="1~z9", by=world.complaints)


def test_only_those_who_watch_over_secrecy_may_ask(world: World) -> None:
    with pytest.raises(Forbidden):
        list_looks(world.known.zhou, since=NOW, until=NOW + DAY, by=world.cast.agent)


def test_opening_an_important_customers_file_is_written_down(world: World) -> None:
    for customer in (world.known.haichuan, world.known.zhou):
        looking.note_opened(get_brief(customer, by=world.cast.agent), by=world.cast.agent, at=NOW)

    assert seen(world, world.known.haichuan) == [("secrecy.file.opened", "王芳")]
    assert seen(world, world.known.zhou) == []


def test_over_the_budget_of_the_role_nothing_is_shown_and_the_lead_owes_an_answer(world: World) -> None:
    boss = world.cast.administrator
    set_value("reveal_budget", "agent", 2, from_date=NOW.date() - DAY, source="公司规定", by=boss, at=NOW - DAY)
    for _n in range(2):
        look(world, world.known.zhou, NOW)
    for _n in range(2):
        with pytest.raises(Refused, match="2 clear values"):
            look(world, world.known.zhou, NOW)

    assert AuditRow.objects.filter(act="customers.reveal_refused").count() == 2
    assert Event.objects.filter(kind="secrecy.reveal_budget.spent").count() == 1, "his lead is told once an hour"
    owed = Promise.objects.get(what="look-into-reveals")
    assert (owed.owner, owed.about, owed.due_at) == (world.cast.lead, "wangfang", NOW + 5 * HOUR), "lunch between"
    look(world, world.known.zhou, NOW + HOUR + timedelta(minutes=1))


def test_a_lead_judges_what_was_looked_at_and_nobody_his_own(world: World) -> None:
    set_value("reveal_budget", "agent", 1, from_date=NOW.date(), source="公司规定", by=world.cast.administrator, at=NOW)
    look(world, world.known.zhou, NOW)
    with pytest.raises(Refused):
        look(world, world.known.zhou, NOW)

    assert [row.code for row in list_reveals("wangfang", by=world.cast.lead, at=NOW)] == [
        get_brief(world.known.zhou, by=world.cast.lead).code
    ] * 2
    for stranger in (world.cast.agent, world.cast.dispatcher):
        with pytest.raises(Missing):
            judging.judge_reveals("wangfang", verdict="work", because="x", by=stranger, at=NOW)
    judging.judge_reveals("wangfang", verdict="work", because="整理回访名单", by=world.cast.lead, at=NOW)
    assert Promise.objects.get(what="look-into-reveals").state == "kept"
