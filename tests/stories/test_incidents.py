"""A batch fault comes to light by like complaints: it has an owner, measures, everybody told, an end (H20)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.complaints.actions import batches, incidents, warning
from liuke.areas.complaints.actions.taking import Heard, receive
from liuke.areas.complaints.models import Affected, Incident
from liuke.areas.complaints.queries.batches import look_for
from liuke.areas.complaints.queries.clusters import list_clusters
from liuke.areas.complaints.queries.incidents import get_incident, list_affected_rows
from liuke.areas.products.models import Machine
from liuke.areas.products.queries.batches import Batch, count_affected
from liuke.foundation import clock
from liuke.foundation.faults import Fault, Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.models import Promise
from tests.given import care, products
from tests.given.care import World

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 30, tzinfo=clock.LOCAL)
HOUR = timedelta(hours=1)


@pytest.fixture
def w() -> World:
    return care.world(AT)


@pytest.fixture
def boss(w: World) -> Actor:
    return identity.add_person(
        username="pinzhi", name="品质甲", roles=["quality_manager"], by=w.cast.administrator, at=AT
    )


@pytest.fixture
def batch(w: World) -> Batch:
    """Two machines of the batch at 李秀英's, one of another at hers."""
    for serial in ("LKA000101", "LKA000102", "LKB000001"):
        products.machine(w.cast, w.li, AT, serial=serial)
    return Batch(Machine.objects.get(serial="LKA000101").model.code, "LKA000100", "LKA000199")


def opened(w: World, boss: Actor, batch: Batch | None = None, complaints: tuple[str, ...] = ()) -> str:
    return incidents.open_incident(
        sort="batch", title="面板进水短路", words="", owner=boss, complaints=complaints, batch=batch, by=boss, at=AT
    )


def owed(what: str) -> list[Promise]:
    return list(Promise.objects.filter(what=what, state="open"))


def test_like_complaints_lead_to_an_incident_that_ends_when_everybody_was_told(
    w: World, boss: Actor, batch: Batch
) -> None:
    heard = tuple(
        receive(Heard(words, customer=w.li), by=w.cast.agent, at=AT)
        for words in ("油烟机面板进水,一按就短路跳闸", "面板进水了,油烟机短路,家里跳闸")
    )
    [cluster] = list_clusters(by=boss, at=AT + HOUR)
    assert set(cluster.numbers) == set(heard) and "短路" in cluster.shared and not cluster.incident

    number = opened(w, boss, batch, heard)
    assert list_clusters(by=boss, at=AT + HOUR)[0].incident == number
    [first] = owed("set-measure")
    assert (first.owner_id, first.due_at) == (boss.pk, AT + 2 * HOUR)

    measure = incidents.set_measure(
        number, words="封存该批面板", responsible=w.cast.dispatcher, due_at=AT + 5 * HOUR, by=boss, at=AT + HOUR
    )
    assert not owed("set-measure")
    [promise] = owed("carry-out-measure")
    assert (promise.owner_id, promise.due_at) == (w.cast.dispatcher.pk, AT + 5 * HOUR)

    assert warning.owe_warnings(number, by=boss, at=AT + HOUR) == 2
    assert warning.owe_warnings(number, by=boss, at=AT + HOUR) == 0
    assert len(owed("warn-owner")) == 2
    machines = [row.machine for row in list_affected_rows(number, by=w.cast.callback_agent)]

    with pytest.raises(Refused, match="1"):
        incidents.close_incident(number, ending="已换新", by=boss, at=AT + 2 * HOUR)
    incidents.measure_done(measure, proof="封存单 12 张", by=w.cast.dispatcher, at=AT + 3 * HOUR)
    assert not owed("carry-out-measure")

    for machine in machines:
        warning.warn(number, machine=machine, way="phone", by=w.cast.callback_agent, at=AT + 4 * HOUR)
        warning.warn(number, machine=machine, way="letter", by=w.cast.callback_agent, at=AT + 5 * HOUR)
    assert not owed("warn-owner")
    assert set(Affected.objects.values_list("way", flat=True)) == {"phone"}  # the second word is the first

    incidents.close_incident(number, ending="全部换新面板", by=boss, at=AT + 6 * HOUR)
    assert get_incident(number, by=boss).ending == "全部换新面板"
    with pytest.raises(Refused):
        incidents.set_measure(number, words="再查", responsible=boss, due_at=AT + 9 * HOUR, by=boss, at=AT + 7 * HOUR)


def test_an_end_with_owners_untold_says_why(w: World, boss: Actor, batch: Batch) -> None:
    number = opened(w, boss, batch)
    warning.owe_warnings(number, by=boss, at=AT)
    with pytest.raises(Refused):
        incidents.close_incident(number, ending="误报", by=boss, at=AT)
    incidents.close_incident(number, ending="误报", untold_because="厂家确认批号录错", by=boss, at=AT)

    assert get_incident(number, by=boss).ending == "误报\n厂家确认批号录错"


def test_a_batch_is_counted_by_model_serials_and_days(w: World, batch: Batch) -> None:
    assert count_affected(batch) == (2, 1)
    assert count_affected(Batch(batch.model, "LKA000102")) == (1, 1)
    assert count_affected(Batch(batch.model, "LKA00010", "LKA00019")) == (0, 0)
    assert count_affected(Batch(batch.model, made_from=date(1990, 1, 1), made_to=date(1990, 1, 2))) == (0, 0)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"sort": "fire"}, "sort"), ({"title": " "}, "title"), ({"title": "长" * 121}, "title"),
        ({"complaints": ["CP-999999"]}, "complaints"), ({"batch": Batch("NONE")}, "model"),
    ],
)  # fmt: skip
def test_what_is_no_incident_is_told_at_its_field(w: World, boss: Actor, change: dict[str, object], wrong: str) -> None:
    given = {"sort": "batch", "title": "面板短路", "words": "", "owner": boss, "by": boss, "at": AT} | change
    with pytest.raises(Fault) as told:
        incidents.open_incident(**given)  # type: ignore[arg-type]
    assert isinstance(told.value, Invalid | Missing)
    assert not Incident.objects.exists()


def test_who_does_not_lead_incidents_and_a_stale_tab_are_refused(w: World, boss: Actor) -> None:
    with pytest.raises(Forbidden):
        incidents.open_incident(sort="batch", title="短路", words="", owner=boss, by=w.cast.agent, at=AT)
    number = opened(w, boss)
    with pytest.raises(Missing):
        get_incident(number, by=w.cast.east_clerk)
    with pytest.raises(Stale):
        incidents.close_incident(number, ending="完", seen=7, by=boss, at=AT)
    with pytest.raises(Missing):
        warning.warn(number, machine="M-999999", way="phone", by=w.cast.callback_agent, at=AT)
    with pytest.raises(Refused):
        warning.owe_warnings(number, by=boss, at=AT)


def test_the_database_refuses_an_end_without_a_word(w: World, boss: Actor) -> None:
    number = opened(w, boss)
    with pytest.raises(IntegrityError, match="an_ended_incident_says_how"), transaction.atomic():
        Incident.objects.filter(number=number).update(closed_at=AT)


def test_machines_are_found_in_the_installed_base_once_the_incident_is_under_way(w: World, boss: Actor) -> None:
    for serial, day in (("LKA000101", date(2026, 6, 1)), ("LKA000102", date(2026, 6, 20)), ("LKA000103", None)):
        machine = products.machine(w.cast, w.li, AT, serial=serial)
        Machine.objects.filter(number=machine).update(made_date=date(2026, 2, 1), installed_date=day)
    model = Machine.objects.get(serial="LKA000101").model.code
    number = opened(w, boss)

    june = Batch(model, installed_from=date(2026, 6, 1), installed_to=date(2026, 6, 30))
    found = look_for(number, june, by=boss)
    assert (found.machines, found.customers, len(found.first)) == (2, 1, 2)
    assert look_for(number, replace(june, installed_to=date(2026, 6, 10)), by=boss).machines == 1
    assert look_for(number, Batch(model, made_from=date(2026, 2, 2)), by=boss).machines == 0
    for wrong, field in (
        (Batch(""), "model"), (Batch(model, installed_from=date(2026, 6, 2), installed_to=date(2026, 6, 1)), "installed_to"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as told:
            batches.set_batch(number, wrong, by=boss, at=AT + HOUR)
        assert field in told.value.fields
    with pytest.raises(Forbidden):
        batches.set_batch(number, june, by=w.cast.agent, at=AT + HOUR)

    assert batches.set_batch(number, june, seen=1, by=boss, at=AT + HOUR) == (2, 1)
    with pytest.raises(Stale):
        batches.set_batch(number, june, seen=1, by=boss, at=AT + HOUR)
    assert warning.owe_warnings(number, by=boss, at=AT + HOUR) == 2
    assert {p.about for p in owed("warn-owner")} == {f"{number}/{a.machine}" for a in found.first}
