"""PIPL 44 to 50 and H9: what a person asks about his data is answered in time and carried out; levels have an end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

import liuke
from liuke.areas.customers import access as customers
from liuke.areas.customers.actions import consents
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.models import Contact, Customer, Phone
from liuke.areas.secrecy import jobs
from liuke.areas.secrecy.actions import levels, own_copy, rights
from liuke.areas.secrecy.models import LevelTerm, PersonRequest, Restriction
from liuke.foundation import clock
from liuke.foundation.export.actions import Section
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal import sealing
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import secrecy
from tests.given.secrecy import World

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)


@pytest.fixture
def world() -> World:
    built = secrecy.world(NOW - DAY)
    load([Path(liuke.__file__).parent / "handbook"], by=built.cast.administrator, at=NOW - DAY)
    return built


def wish(world: World, kind: str, words: str = "已搬家，不再需要") -> PersonRequest:
    number = rights.take_down(world.known.zhou, kind, channel="call", words=words, by=world.cast.agent, at=NOW)
    return PersonRequest.objects.get(number=number)


def number_of(customer: int) -> str:
    return f"phone:{Phone.objects.filter(contact__customer=customer).order_by('pk').values_list('pk', flat=True)[0]}"


def level_of(customer: int) -> str:
    return str(Customer.objects.values_list("secrecy", flat=True).get(pk=customer))


def test_what_a_person_asks_is_owed_an_answer_within_fifteen_working_days(world: World) -> None:
    asked = wish(world, "copy")
    owed = Promise.objects.get(about=asked.number)

    assert (owed.what, owed.owner_role) == ("answer-person", "complaint_manager")
    assert owed.due_at.astimezone(clock.LOCAL).date() == date(2026, 12, 14)
    rights.answer(asked.number, "done", seen=1, keeps=owed.pk, by=world.complaints, at=NOW + DAY)
    owed.refresh_from_db()
    assert owed.state == "kept"


def test_an_erasure_that_is_carried_out_empties_the_file_and_the_seal_still_holds(world: World) -> None:
    sealing.seal(NOW)
    asked = wish(world, "erasure")
    rights.answer(asked.number, "done", by=world.complaints, at=NOW + DAY)

    assert Customer.objects.get(pk=world.known.zhou).name == ""
    asked.refresh_from_db()
    assert (asked.state, asked.words) == ("done", "")
    told = [e.personal for e in Event.objects.filter(subject=asked.number)]
    assert "已搬家" not in str(told)
    sealing.seal(NOW + DAY)
    assert sealing.check()[1] == []


def test_what_the_law_keeps_rests_no_clear_value_and_no_message(world: World) -> None:
    asked = wish(world, "restriction")
    rights.answer(asked.number, "done", by=world.complaints, at=NOW)
    ref = number_of(world.known.zhou)

    with pytest.raises(Refused, match="kept and not used"):
        customers.reveal(ref, purpose="回电联系", by=world.cast.manager, at=NOW)
    contact = str(Phone.objects.get(pk=int(ref.partition(":")[2])).contact_id)
    assert customers.recipient(contact, "sms", NOW) is None
    with pytest.raises(Forbidden):
        rights.let_use(world.known.zhou, by=world.cast.agent, at=NOW)
    rights.let_use(world.known.zhou, by=world.complaints, at=NOW)
    assert customers.reveal(ref, purpose="回电联系", by=world.cast.agent, at=NOW)
    assert not Restriction.objects.exists()


def test_a_refusal_says_why_and_a_request_is_answered_once(world: World) -> None:
    asked = wish(world, "erasure")
    with pytest.raises(Invalid):
        rights.answer(asked.number, "refused", by=world.complaints, at=NOW)
    with pytest.raises(Stale):
        rights.answer(asked.number, "done", seen=4, by=world.complaints, at=NOW)
    with pytest.raises(Forbidden):
        rights.answer(asked.number, "done", by=world.cast.agent, at=NOW)
    rights.answer(asked.number, "refused", because="三包期内依法保存", by=world.complaints, at=NOW)
    with pytest.raises(Refused):
        rights.answer(asked.number, "done", by=world.complaints, at=NOW)
    assert Customer.objects.get(pk=world.known.zhou).name == "周建国"


def test_a_wish_is_taken_down_once_and_by_the_centre(world: World) -> None:
    wish(world, "copy")
    with pytest.raises(Refused):
        wish(world, "copy")
    with pytest.raises(Invalid) as wrong:
        rights.take_down(world.known.zhou, "x", channel="y", by=world.cast.agent, at=NOW)
    assert set(wrong.value.fields) == {"kind", "channel"}
    with pytest.raises((Forbidden, Missing)):
        rights.take_down(world.known.zhou, "copy", channel="call", by=world.cast.east_clerk, at=NOW)
    with pytest.raises(IntegrityError, match="an_answered_request_says_when"), transaction.atomic():
        PersonRequest.objects.update(state="done")


def test_a_level_is_looked_over_before_its_end_and_lapses_after_it(world: World) -> None:
    end = date(2027, 6, 30)
    levels.set_level(world.known.li, "important", until=end, reason="年度协议谈判", by=world.cast.lead, at=NOW)
    owed = Promise.objects.get(what="review-level")
    assert owed.due_at.astimezone(clock.LOCAL).date() == date(2027, 5, 31)

    assert jobs.lapse_levels(datetime(2027, 6, 30, 2, tzinfo=clock.LOCAL)) == 0
    assert jobs.lapse_levels(datetime(2027, 7, 1, 2, tzinfo=clock.LOCAL)) == 1
    owed.refresh_from_db()
    assert (level_of(world.known.li), owed.state) == ("general", "void")


def test_a_level_set_anew_moves_its_end_and_its_review(world: World) -> None:
    for end in (date(2027, 6, 30), date(2027, 12, 31)):
        levels.set_level(world.known.li, "important", until=end, by=world.cast.lead, at=NOW)

    assert LevelTerm.objects.get().until_date == date(2027, 12, 31)
    owed = Promise.objects.get(what="review-level", state="open")
    assert owed.due_at.astimezone(clock.LOCAL).date() == date(2027, 12, 1)


def test_core_is_taken_back_by_a_manager_in_charge_only(world: World) -> None:
    levels.set_level(world.known.li, "core", by=world.cast.lead, at=NOW)
    assert LevelTerm.objects.get().until_date == date(2027, 11, 23), "a year, as the company says"

    with pytest.raises(Forbidden):
        levels.set_level(world.known.li, "general", by=world.cast.lead, at=NOW)
    levels.set_level(world.known.li, "general", by=world.complaints, at=NOW)
    assert level_of(world.known.li) == "general" and not LevelTerm.objects.exists()
    with pytest.raises(Invalid):
        levels.set_level(world.known.li, "core", until=NOW.date(), by=world.cast.lead, at=NOW)


def test_a_refused_erasure_lets_the_data_rest_by_itself_unless_it_was_not_the_person(world: World) -> None:
    for outcome, rests in (("unfounded", False), ("refused", True)):
        asked = wish(world, "erasure")
        rights.answer(asked.number, outcome, because="发票须依法保存五年", by=world.complaints, at=NOW)
        asked.refresh_from_db()
        assert (asked.state, Restriction.objects.exists()) == ("refused", rests)
    with pytest.raises(Refused):
        customers.reveal(number_of(world.known.zhou), purpose="回电联系", by=world.complaints, at=NOW)


def test_the_persons_own_copy_holds_the_fields_the_consents_and_who_looked_even_while_the_data_rest(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhou, agent = world.known.zhou, world.cast.agent
    consents.give(zhou, "care", way="call", by=agent, at=NOW)
    contact = Contact.objects.filter(customer=zhou).order_by("pk")[0]
    set_fields(zhou, {"birthday": "1965-12-01"}, told=Told("self"), contact_id=contact.pk, by=agent, at=NOW)
    customers.reveal(number_of(zhou), purpose="回电联系", by=agent, at=NOW)
    asked = wish(world, "restriction")
    rights.answer(asked.number, "done", by=world.complaints, at=NOW)
    made: list[list[Section]] = []
    monkeypatch.setattr(own_copy, "facts_pdf", lambda sections, **_: made.append(sections) or b"")
    own_copy.make_copy(wish(world, "copy").number, by=world.complaints, at=NOW + DAY)

    told = " ".join(f"{name} {value}" for section in made[0] for name, value in section.facts)
    assert "18658212203" in told.replace(" ", "") and "1965" in told and "文本 care-1" in told
    assert "坐席：查看明文（回电联系）" in told and "王芳" not in told
