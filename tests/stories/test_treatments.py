"""H4, H41: a grade says how often one is in touch, who answers and which benefits are published; clocks are equal for all."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.contacts import note_contact
from liuke.areas.keeping.actions.treating import set_treatment
from liuke.areas.keeping.jobs import begin_contacts
from liuke.areas.keeping.queries.treatments import list_treatments, treatments_on
from liuke.areas.keeping.rules.treating import KEYS
from liuke.areas.service.actions import calls
from liuke.areas.service.queries.ringing import list_ringing
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.words import Words
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import care, customers, people
from tests.given.customers import CHEN_PHONE, HAICHUAN_PHONE, ZHOU_PHONE, Known
from tests.given.people import Cast
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
DAY = timedelta(days=1)
KEEPING = ("14-keeping", "16-care", "17-bond")
World = tuple[Cast, Known]


@standing
def _world(at: datetime) -> World:
    cast = people.cast(at)
    load([care.HANDBOOK], by=cast.administrator, at=at)
    return cast, customers.known(cast, at)


@pytest.fixture
def world() -> World:
    """海川 is core and kept by 赵敏; nobody keeps the others."""
    return _world(NOON - 3 * DAY)


def owed(customer: int) -> list[tuple[str, datetime]]:
    rows = Promise.objects.filter(timeline=customer, what="contact-due").order_by("pk")
    return list(rows.values_list("state", "due_at"))


def begun(world: World) -> Promise:
    assert begin_contacts(NOON) == 1
    return Promise.objects.get(what="contact-due")


def test_whoever_is_kept_is_owed_a_contact_by_his_keeper_and_nobody_else(world: World) -> None:
    cast, known = world
    promise = begun(world)

    assert (promise.timeline_id, promise.owner) == (known.haichuan, cast.account_manager)
    assert NOON + 15 * DAY <= promise.due_at <= NOON + 30 * DAY
    assert begin_contacts(NOON + DAY) == 0


def test_a_contact_that_is_noted_keeps_it_and_owes_the_next(world: World) -> None:
    cast, known = world
    promise = begun(world)

    note_contact(
        known.haichuan,
        way="visit",
        words="新食堂三月开张",
        by=cast.account_manager,
        at=NOON + 9 * DAY,
        keeps=promise.pk,
    )

    assert owed(known.haichuan) == [("kept", promise.due_at), ("open", NOON + 39 * DAY)]
    told = Event.objects.get(kind="keeping.contact.noted")
    assert told.personal and told.personal["words"] == "新食堂三月开张"
    with pytest.raises(Invalid):
        note_contact(known.haichuan, way="dream", words="x", by=cast.account_manager, at=NOON)
    with pytest.raises(Invalid):
        note_contact(known.haichuan, way="visit", words=" ", by=cast.account_manager, at=NOON)
    with pytest.raises(Forbidden):
        note_contact(known.li, way="visit", words="路过", by=cast.account_manager, at=NOON)


def test_any_recorded_contact_of_the_house_keeps_it_too(world: World) -> None:
    cast, known = world
    promise = begun(world)

    calls.take_call(HAICHUAN_PHONE, by=cast.agent, at=NOON + 5 * DAY)
    calls.take_call(HAICHUAN_PHONE, by=cast.agent, at=NOON + 5 * DAY + timedelta(hours=3))
    calls.take_call(CHEN_PHONE, by=cast.agent, at=NOON + 5 * DAY)

    assert owed(known.haichuan) == [("kept", promise.due_at), ("open", NOON + 35 * DAY)]
    assert owed(known.chen) == []


def test_a_new_grade_brings_the_next_contact_forward_but_never_puts_it_off(world: World) -> None:
    cast, known = world
    file.set_keeper(known.zhou, cast.account_manager, by=cast.manager, at=NOON)
    assert owed(known.zhou) == [("open", NOON + 180 * DAY)]

    file.set_grade(known.zhou, "A", reason="扩建", by=cast.manager, at=NOON + DAY)
    assert owed(known.zhou)[-1] == ("open", NOON + 61 * DAY) and len(owed(known.zhou)) == 2
    file.set_grade(known.zhou, "C", reason="停业", by=cast.manager, at=NOON + 2 * DAY)
    assert len(owed(known.zhou)) == 2
    file.set_keeper(known.zhou, None, by=cast.manager, at=NOON + 3 * DAY)
    assert {state for state, _due in owed(known.zhou)} == {"void"}


def test_an_unread_brief_lets_nobody_note_a_contact(world: World) -> None:
    cast, known = world
    boss = system_actor(Actor.Kind.IMPORT, "given")
    from liuke.foundation.identity.actions import add_person

    hired = add_person(username="linjie", name="林杰", roles=["account_manager"], by=boss, at=NOON)
    file.set_keeper(known.haichuan, hired, by=cast.manager, at=NOON)

    with pytest.raises(Refused, match="brief"):
        note_contact(known.haichuan, way="call", words="推销新品", by=hired, at=NOON + DAY)


def test_a_treatment_is_stated_from_a_day_to_come_with_its_versions(world: World) -> None:
    cast, known = world
    del known
    new = {
        "queue": "senior", "contact_days": 45, "told": Words("B 级：资深接待", "Grade B: seniors"),
        "benefits": [Words("优先安排上门时段", "first choice of windows")], "source": "会员章程第三版",
    }  # fmt: skip
    start = NOON.date() + 3 * DAY
    set_treatment("B", **new, from_date=start, by=cast.manager, at=NOON)  # type: ignore[arg-type]

    today = {row.treatment.key: row for row in list_treatments(NOON.date())}
    assert list(today) == list(KEYS)
    assert (today["B"].treatment.contact_days, today["B"].next_from) == (90, start)
    then = treatments_on(start).of["B"]
    assert (then.queue, then.contact_days, then.line.zh) == ("senior", 45, "B 级：资深接待")
    assert Event.objects.get(kind="keeping.treatment.set").facts["contact_days"] == 45
    for wrong in (
        {"from_date": NOON.date()}, {"contact_days": 400}, {"queue": "gold"}, {"told": Words("", "x")},
        {"source": " "}, {"benefits": [Words("x", "x")] * 11},
    ):  # fmt: skip
        with pytest.raises(Invalid):
            set_treatment("B", **({"from_date": start} | new | wrong), by=cast.manager, at=NOON)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        set_treatment("B", **new, from_date=start, by=cast.account_manager, at=NOON)  # type: ignore[arg-type]


def test_a_core_customer_s_call_rings_at_the_top_of_a_senior_s_bar_and_below_in_the_others(world: World) -> None:
    cast, known = world
    telephony = system_actor(Actor.Kind.JOB, "telephony")
    calls.take_call(ZHOU_PHONE, by=telephony, at=NOON)
    calls.take_call(HAICHUAN_PHONE, by=telephony, at=NOON + timedelta(seconds=5))
    soon = NOON + timedelta(seconds=9)

    def bar(by: Actor) -> list[tuple[int, str]]:
        return [(r.customer.id if r.customer else 0, r.queue) for r in list_ringing(by=by, at=soon)]

    assert bar(cast.lead) == [(known.haichuan, "senior"), (known.zhou, "standard")]
    assert bar(cast.agent) == [(known.zhou, "standard"), (known.haichuan, "senior")]


def test_the_clocks_of_a_core_customer_are_those_of_everybody() -> None:
    """Where a rule asks whether he is core, its twin for the others owes the same by the same time: only the ladder differs.

    Who keeps him and how often he hears from us is no service that anybody is entitled to: those chapters may differ.
    """
    for chapter in (one for one in sorted(care.HANDBOOK.glob("*.toml")) if one.stem not in KEEPING):
        rules = tomllib.loads(chapter.read_text()).get("rule", [])
        asking = [r for r in rules if "is_core" in r.get("if", {})]
        clocks: dict[bool, list[tuple[object, ...]]] = {True: [], False: []}
        for rule in asking:
            rest = sorted((k, str(v)) for k, v in rule["if"].items() if k != "is_core")
            owes = {k: v for k, v in rule["promise"].items() if k != "ladder"}
            clocks[rule["if"]["is_core"]].append((rule["when"], rest, sorted((k, str(v)) for k, v in owes.items())))
        assert sorted(clocks[True], key=str) == sorted(clocks[False], key=str), chapter.name


def test_the_treatment_of_a_customer_follows_core_before_grade(world: World) -> None:
    _cast, known = world
    from liuke.areas.customers.queries.rows import brief_of

    told = treatments_on(NOON.date())
    of = {
        pk: told.of_customer(brief_of(Customer.objects.get(pk=pk))).key for pk in (known.haichuan, known.li, known.chen)
    }
    assert of == {known.haichuan: "core", known.li: "A", known.chen: "none"}
