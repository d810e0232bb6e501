"""H9, PIPL 57: a leak is remedied at once, told at once, kept as it was, and closed by the general manager."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.merging import merge
from liuke.areas.customers.models import Phone
from liuke.areas.secrecy.actions import judging, leak_measures, leaks
from liuke.areas.secrecy.actions.evidence import digest_of
from liuke.areas.secrecy.models import Leak, LeakCustomer, LeakEvidence
from liuke.areas.secrecy.queries.leaks import get_leak, held_by_leaks, list_leaks
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 23)


@standing
def stand(at: datetime) -> World:
    built = secrecy.world(at)
    load([Path(liuke.__file__).parent / "handbook"], by=built.cast.administrator, at=at)
    return built


@pytest.fixture
def world() -> World:
    return stand(NOW - DAY)


def reported(world: World) -> str:
    return leaks.report("客户说有人冒充我们", "网点微信群", by=world.cast.agent, at=NOW)


def looked(world: World, who: Actor, customer: int, at: datetime = NOW - HOUR) -> None:
    phone = Phone.objects.filter(contact__customer=customer).order_by("pk")[0]
    customers.reveal(f"phone:{phone.pk}", purpose="回电联系", by=who, at=at)


def code_of(world: World, customer: int) -> str:
    return customers.customer(customer, by=world.cast.manager).code


def taken_on(world: World, **changes: object) -> str:
    number = reported(world)
    wish = {
        "concerned": code_of(world, world.known.zhou), "since": TODAY - timedelta(days=7), "until": TODAY,
        "severity": "ordinary",
    } | changes  # fmt: skip
    leaks.take_on(number, by=world.complaints, at=NOW, **wish)  # type: ignore[arg-type]
    return number


def owed(number: str) -> dict[str, str]:
    return dict(Promise.objects.filter(about=number).values_list("what", "state"))


def test_whoever_works_here_reports_it_in_two_fields_and_it_is_owed_an_examination_within_two_hours(
    world: World,
) -> None:
    number = leaks.report("群里有人发客户名单", "网点微信群", by=world.cast.east_technician, at=NOW)
    promise = Promise.objects.get(about=number)

    assert (promise.what, promise.owner_role, promise.due_at) == ("examine-leak", "service_director", NOW + 2 * HOUR)
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=NOW + 2 * HOUR)
    assert "general_manager" in Alarm.objects.values_list("to_role", flat=True)
    told = get_leak(number, by=world.cast.east_technician)
    assert told.row.state == "reported" and told.could_have == ()
    with pytest.raises(Missing):
        get_leak(number, by=world.cast.agent)
    with pytest.raises(Forbidden):
        leaks.report("x", by=world.cast.stranger, at=NOW)
    with pytest.raises(Invalid):
        leaks.report("  ", by=world.cast.agent, at=NOW)


def test_taking_it_on_keeps_who_saw_what_and_holds_the_customers_it_concerns(world: World) -> None:
    for who in (world.cast.agent, world.cast.agent, world.cast.lead):
        looked(world, who, world.known.zhou)
    looked(world, world.cast.agent, world.known.zhou, at=NOW - 30 * DAY)
    looked(world, world.cast.agent, world.known.li)
    number = taken_on(world)
    seen = get_leak(number, by=world.complaints)

    assert (seen.row.state, seen.looks, seen.since, seen.until) == ("handled", 3, date(2026, 11, 16), TODAY)
    assert [(one.name, dict(one.acts).popitem()[1]) for one in seen.could_have] == [("王芳", 2), ("周班长", 1)]
    kept = LeakEvidence.objects.get()
    assert kept.digest == digest_of(kept.rows) == seen.digest
    assert held_by_leaks([world.known.zhou, world.known.li]) == {world.known.zhou}
    assert owed(number)["examine-leak"] == "kept"


def test_the_law_and_the_company_have_their_clocks(world: World) -> None:
    number = taken_on(world)
    due = dict(Promise.objects.filter(about=number, state="open").values_list("what", "due_at"))

    assert due == {
        "set-leak-measure": NOW + 4 * HOUR, "tell-authority": NOW + DAY, "tell-persons": NOW + 3 * DAY,
        "close-leak": NOW + 30 * DAY,
    }  # fmt: skip
    plain = taken_on(world, of_persons=False)
    assert set(owed(plain)) == {"examine-leak", "set-leak-measure", "close-leak"}


def test_it_is_closed_by_the_general_manager_once_all_is_done_and_told(world: World) -> None:
    number = taken_on(world)

    def close(by: Actor, **told: str) -> None:
        leaks.close(number, ending=told.get("ending", "书面警告，收紧导出"), by=by, at=NOW + 2 * DAY)

    with pytest.raises(Forbidden):
        close(world.complaints)
    with pytest.raises(Refused, match="no measure"):
        close(world.cast.manager)
    measure = leak_measures.set_measure(
        number,
        said="收回名单，停用共享账号",
        responsible=world.cast.lead,
        due_on=TODAY + DAY,
        by=world.complaints,
        at=NOW,
    )
    assert measure == f"{number}-1" and owed(number)["set-leak-measure"] == "kept"
    for due in (TODAY - DAY, date(9999, 12, 31)):
        with pytest.raises(Invalid):
            leak_measures.set_measure(
                number, said="x", responsible=world.cast.lead, due_on=due, by=world.complaints, at=NOW
            )
    with pytest.raises(Refused, match="not carried out"):
        close(world.cast.manager)
    doing = Promise.objects.get(about=measure)
    assert doing.owner_id == world.cast.lead.pk
    leak_measures.measure_done(measure, proof="账号已停用", keeps=doing.pk, by=world.cast.lead, at=NOW + HOUR)
    for whom, outcome in (("authority", "told"), ("persons", "not_needed")):
        with pytest.raises(Refused, match="told"):
            close(world.cast.manager)
        leaks.tell(number, whom, outcome, said="已办，见回执", by=world.complaints, at=NOW + HOUR)
    with pytest.raises(Refused):
        leaks.tell(number, "persons", "told", said="再报", by=world.complaints, at=NOW + HOUR)
    with pytest.raises(Invalid):
        close(world.cast.manager, ending=" ")
    close(world.cast.manager)

    assert set(owed(number).values()) == {"kept"} and Promise.objects.get(pk=doing.pk).state == "kept"
    assert held_by_leaks([world.known.zhou]) == set()
    with pytest.raises(Refused):
        close(world.cast.manager)


def test_what_was_none_is_put_down_with_the_reason(world: World) -> None:
    number = reported(world)
    with pytest.raises(Invalid):
        leaks.dismiss(number, because="", by=world.complaints, at=NOW)
    with pytest.raises(Stale):
        leaks.dismiss(number, because="是家人", seen=7, by=world.complaints, at=NOW)
    leaks.dismiss(number, because="来电者是家人", by=world.complaints, at=NOW)

    assert owed(number) == {"examine-leak": "kept"}
    assert [one.state for one in list_leaks(by=world.complaints, which="unfounded")] == ["unfounded"]
    assert list_leaks(by=world.complaints, which="open") == []
    with pytest.raises(Refused):
        leaks.tell(number, "persons", "told", said="x", by=world.complaints, at=NOW)


def test_what_cannot_be_meant_is_refused_by_its_field(world: World) -> None:
    number, zhou = reported(world), code_of(world, world.known.zhou)

    def wrong(by: Actor = world.complaints, **changes: object) -> set[str]:
        wish = {"concerned": zhou, "since": TODAY, "until": TODAY, "severity": "grave"} | changes
        with pytest.raises(Invalid) as fault:
            leaks.take_on(number, by=by, at=NOW, **wish)  # type: ignore[arg-type]
        return set(fault.value.fields)

    assert wrong(severity="x") == {"severity"}
    assert wrong(since=TODAY, until=TODAY - DAY) == {"until"}
    assert wrong(until=TODAY + DAY) == {"until"}
    assert wrong(since=date(2020, 1, 1)) == wrong(since=date(1, 1, 1), until=date(1, 1, 2)) == {"since"}
    assert wrong(concerned=f"{zhou} C-999999 RL-000000 张三") == {"concerned"}
    with pytest.raises(Forbidden):
        leaks.take_on(number, concerned="", since=TODAY, until=TODAY, severity="grave", by=world.cast.agent, at=NOW)
    assert not LeakCustomer.objects.exists()


def test_a_merge_leaves_the_evidence_and_the_hold_where_they_are(world: World) -> None:
    number = taken_on(world)
    merge(world.known.zhou, world.known.li, by=world.cast.lead, at=NOW)
    assert LeakCustomer.objects.get().customer_id == world.known.zhou
    assert get_leak(number, by=world.complaints).customers == (world.known.zhou,)
    assert held_by_leaks([world.known.li]) == {world.known.li}, "the survivor holds the loser's data now"


def test_whoever_is_judged_to_have_leaked_makes_a_leak_of_it(world: World) -> None:
    judging.judge_reveals("wangfang", verdict="leak", because="查看无关客户", by=world.cast.lead, at=NOW)
    assert Leak.objects.get().words.endswith("查看无关客户")


def test_the_database_lets_no_leak_end_untold(world: World) -> None:
    taken_on(world)
    for name, change in (
        ("a_leak_of_persons_is_closed_only_told", {"state": "closed", "ended_at": NOW, "ending": "完"}),
        ("an_ended_leak_says_how", {"state": "unfounded"}),
        ("a_handled_leak_has_its_span", {"severity": ""}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Leak.objects.update(**change)
