"""H9: copying and excerpting need approval. What leaves in bulk is asked for, decided by another, taken once, and ends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.customers.actions.keeping import set_secrecy
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.actions import making, releases
from liuke.areas.secrecy.models import Release, ReleasedCustomer
from liuke.areas.secrecy.queries import lists
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.faults import Forbidden, Gone, Invalid, Missing, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import secrecy
from tests.given.secrecy import TRIAL, World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WITHOUT_A = "A"
"""The filter of the trial list that leaves grade A out: two customers, both general."""


@pytest.fixture
def world() -> Iterator[World]:
    built = secrecy.world(NOW - DAY)
    load([Path(liuke.__file__).parent / "handbook"], by=built.cast.administrator, at=NOW - DAY)
    yield built
    lists._lists.pop(TRIAL)


def asked(world: World, filter: str = WITHOUT_A, **changes: object) -> Release:
    wish = {"fields": ["code", "name"], "purpose": "handover", "carrier": world.cast.lead.pk} | changes
    number = releases.ask(TRIAL, filter, by=world.cast.lead, at=NOW, **wish)  # type: ignore[arg-type]
    return Release.objects.get(number=number)


def made(world: World, filter: str = WITHOUT_A) -> Release:
    release = asked(world, filter)
    decider = world.complaints if release.level == "general" else world.cast.manager
    releases.approve(release.number, seen=1, by=decider, at=NOW)
    jobs.make_release(release.number, at=NOW)
    release.refresh_from_db()
    return release


def texts(packed: bytes) -> str:
    book = zipfile.ZipFile(io.BytesIO(packed))
    return "".join(book.read(name).decode() for name in book.namelist())


def test_a_request_owes_a_decision_to_the_manager_in_charge_and_then_to_the_general_manager(world: World) -> None:
    release = asked(world)
    owed = Promise.objects.get(about=release.number)

    assert (release.rows, release.left_out, release.level, release.state) == (2, 0, "general", "asked")
    assert (owed.what, owed.owner_role, owed.due_at) == ("decide-release", "service_director", NOW + DAY)
    run_due(by=system_actor(Actor.Kind.LOOP, "clock"), at=NOW + DAY + HOUR)
    assert "general_manager" in Alarm.objects.values_list("to_role", flat=True)


def test_what_was_approved_becomes_one_marked_file_that_its_carrier_takes_once(world: World) -> None:
    release = made(world)
    assert Promise.objects.get(about=release.number).state == "kept"
    assert (release.state, release.rows_out, release.expires_at) == ("made", 2, NOW + DAY)
    assert "周建国".encode() not in bytes(release.sealed)

    name, packed = making.take(release.number, by=world.cast.lead, at=NOW + HOUR)
    said = texts(packed)
    assert name == f"{release.number}.xlsx" and "周建国" in said and "李秀英" not in said
    assert said.count(f"{release.number} · 携带人 周班长 · 用途：客户交接") >= 3, (
        "above, on each page, in the properties"
    )
    release.refresh_from_db()
    assert (release.state, bytes(release.sealed)) == ("taken", b"")
    with pytest.raises(Refused):
        making.take(release.number, by=world.cast.lead, at=NOW + HOUR)
    held = set(ReleasedCustomer.objects.filter(release=release).values_list("customer_id", flat=True))
    assert held == {world.known.zhou, world.known.chen}
    acts = list(AuditRow.objects.filter(subject=release.number).order_by("id").values_list("act", flat=True))
    assert acts == [
        "secrecy.release.asked", "secrecy.release.approved", "export.file.made", "secrecy.release.taken",
    ]  # fmt: skip


def test_only_the_fields_that_were_asked_for_leave(world: World) -> None:
    release = asked(world, fields=["code"])
    releases.approve(release.number, by=world.complaints, at=NOW)
    jobs.make_release(release.number, at=NOW)

    _name, packed = making.take(release.number, by=world.cast.lead, at=NOW)
    assert "周建国" not in texts(packed)


def test_important_data_is_decided_by_the_general_manager_alone(world: World) -> None:
    release = asked(world, "")  # with 海川, who is important

    assert release.level == "important"
    assert Promise.objects.get(about=release.number).owner_role == "general_manager"
    with pytest.raises(Forbidden):
        releases.approve(release.number, by=world.complaints, at=NOW)
    releases.approve(release.number, by=world.cast.manager, at=NOW)


def test_core_customers_never_leave_in_bulk_and_are_counted(world: World) -> None:
    set_secrecy(world.known.zhou, "core", by=world.cast.lead, at=NOW)
    release = made(world)

    assert (release.rows, release.left_out, release.rows_out) == (1, 1, 1)
    _name, packed = making.take(release.number, by=world.cast.lead, at=NOW)
    assert "周建国" not in texts(packed)
    set_secrecy(world.known.chen, "core", by=world.cast.lead, at=NOW)
    with pytest.raises(Refused, match="2 rows are core"):
        asked(world)
    with pytest.raises(IntegrityError, match="core_secrets_never_leave_in_bulk"), transaction.atomic():
        Release.objects.update(level="core")


def test_nobody_decides_about_his_own_request_nor_about_what_he_carries(world: World) -> None:
    release = asked(world, carrier=world.complaints.pk)

    with pytest.raises(Forbidden):
        releases.approve(release.number, by=world.complaints, at=NOW)
    with pytest.raises(Forbidden):
        releases.approve(release.number, by=world.cast.lead, at=NOW)
    with pytest.raises(IntegrityError, match="nobody_decides_about_his_own_release"), transaction.atomic():
        Release.objects.update(decided_by=world.cast.lead)


def test_a_request_is_decided_once_and_by_what_the_manager_saw(world: World) -> None:
    release = asked(world)
    with pytest.raises(Stale):
        releases.approve(release.number, seen=7, by=world.complaints, at=NOW)
    releases.refuse(release.number, because="请只选本月", seen=1, by=world.complaints, at=NOW)

    with pytest.raises(Refused):
        releases.approve(release.number, by=world.cast.manager, at=NOW)
    with pytest.raises(Refused):
        releases.withdraw(release.number, by=world.cast.lead, at=NOW)
    assert Promise.objects.get(about=release.number).state == "kept"


def test_what_is_more_or_more_secret_than_was_approved_is_not_made(world: World) -> None:
    release = asked(world)
    releases.approve(release.number, by=world.complaints, at=NOW)
    set_secrecy(world.known.chen, "important", by=world.cast.lead, at=NOW)
    jobs.make_release(release.number, at=NOW)

    release.refresh_from_db()
    assert (release.state, bytes(release.sealed)) == ("failed", b"")
    assert not ReleasedCustomer.objects.exists()


def test_a_file_that_nobody_takes_is_removed_at_its_end(world: World) -> None:
    release = made(world)
    with pytest.raises(Gone):
        making.take(release.number, by=world.cast.lead, at=NOW + DAY)

    assert jobs.lapse(NOW + DAY) == 1
    release.refresh_from_db()
    assert (release.state, bytes(release.sealed)) == ("lapsed", b"")
    assert jobs.lapse(NOW + DAY) == 0


def test_a_request_that_nobody_decides_lapses_and_owes_nothing_more(world: World) -> None:
    release = asked(world)

    assert jobs.lapse(NOW + 7 * DAY) == 1
    assert Promise.objects.get(about=release.number).state == "void"


def test_others_neither_see_a_request_nor_take_the_file(world: World) -> None:
    release = made(world)

    with pytest.raises(Missing):
        making.take(release.number, by=world.cast.agent, at=NOW)
    with pytest.raises(Forbidden):
        making.take(release.number, by=world.complaints, at=NOW)
    with pytest.raises(Forbidden):
        releases.ask(TRIAL, "", fields=["code"], purpose="handover", carrier=1, by=world.cast.agent, at=NOW)


def test_a_request_says_what_what_for_and_who_carries_it(world: World) -> None:
    with pytest.raises(Invalid) as wrong:
        asked(world, fields=["salary"], purpose="fun")
    assert set(wrong.value.fields) == {"fields", "purpose"}
    with pytest.raises(Invalid) as wrong:
        asked(world, carrier=0)
    assert set(wrong.value.fields) == {"carrier"}


def test_a_second_run_of_the_job_makes_no_second_file(world: World) -> None:
    release = made(world)
    jobs.make_release(release.number, at=NOW + HOUR)

    assert AuditRow.objects.filter(act="export.file.made", subject=release.number).count() == 1
