"""PIPL 13 to 15: for what a contract needs nobody is asked; for all else a person agreed, to this text, and may stop."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.customers.actions import consents
from liuke.areas.customers.actions.merging import erase, merge
from liuke.areas.customers.actions.unmerging import unmerge
from liuke.areas.customers.models import Consent, ConsentText, Merge, Phone
from liuke.areas.customers.queries.consents import allowed, allowed_among, list_consents
from liuke.areas.secrecy.actions import rights
from liuke.foundation import clock
from liuke.foundation.faults import Forbidden, Invalid, Stale
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.queue import running
from liuke.kernel.journal.models import Event
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
DAY = timedelta(days=1)
stand = standing(secrecy.world)


@pytest.fixture
def world() -> World:
    return stand(NOW - DAY)


def agree(world: World, customer: int, purpose: str = "care", at: datetime = NOW) -> None:
    consents.give(customer, purpose, way="call", by=world.cast.agent, at=at)


def test_service_needs_no_consent_and_everything_else_one_for_each_purpose(world: World) -> None:
    li, zhou = world.known.li, world.known.zhou
    agree(world, li)
    agree(world, li)

    assert allowed(zhou, "service") and not allowed(zhou, "care")
    assert allowed(li, "care") and not allowed(li, "marketing")
    assert allowed_among([li, zhou], "care") == {li}
    assert Consent.objects.count() == 1 and Event.objects.filter(kind="customers.consent.given").count() == 1


def test_a_consent_is_taken_back_at_once_and_its_proof_stays(world: World) -> None:
    li = world.known.li
    agree(world, li)
    consents.withdraw(li, "care", way="message", by=world.cast.agent, at=NOW + DAY)
    consents.withdraw(li, "care", way="message", by=world.cast.agent, at=NOW + DAY)

    assert not allowed(li, "care")
    row = Consent.objects.get()
    assert (row.text, row.given_at, row.ending, row.ended_at) == ("care-1", NOW, "withdrawn", NOW + DAY)
    assert Event.objects.filter(kind="customers.consent.ended").count() == 1
    assert [one.state for one in list_consents(li, by=world.cast.agent) if one.purpose == "care"] == ["withdrawn"]


def test_a_new_text_asks_everybody_again(world: World) -> None:
    li = world.known.li
    agree(world, li)
    key = consents.state_text("care", "同意收到节日问候。", "Greetings on festivals.", by=world.cast.manager, at=NOW)

    assert key == "care-2" and not allowed(li, "care")
    assert next(one.state for one in list_consents(li, by=world.cast.agent) if one.purpose == "care") == "outdated"
    with pytest.raises(Stale):
        consents.give(li, "care", way="call", text="care-1", by=world.cast.agent, at=NOW)
    agree(world, li, at=NOW + DAY)
    assert allowed(li, "care")
    assert list(Consent.objects.order_by("pk").values_list("text", "ending")) == [("care-1", "renewed"), ("care-2", "")]
    with pytest.raises(IntegrityError, match="a_version_names_one_consent_text"), transaction.atomic():
        ConsentText.objects.create(
            purpose="care", version=2, zh="别的", en="x", stated_by=world.cast.manager, stated_at=NOW
        )


def test_what_is_no_service_goes_to_nobody_who_did_not_agree_however_it_was_posted(world: World) -> None:
    contact = Phone.objects.filter(contact__customer=world.known.li, kind="mobile").values_list(
        "contact_id", flat=True
    )[0]
    offer = {"template": "maintenance_offer", "values": {"product": "热水器", "years": "3"}}
    for key, at in (("before", NOW), ("after", NOW + DAY)):
        post([MessageDraft(key, "sms", to=f"contact:{contact}", **offer)], at=at)  # type: ignore[arg-type]
        running.run_waiting(at)
        agree(world, world.known.li, "marketing", at=at)

    told = dict(OutboxMessage.objects.values_list("key", "state"))
    assert told == {"before": "failed", "after": "sent"}
    assert OutboxMessage.objects.get(key="before").reason == "no consent"


def test_whose_data_rest_is_asked_nothing_not_even_for_service(world: World) -> None:
    li = world.known.li
    agree(world, li)
    number = rights.take_down(li, "restriction", channel="call", by=world.cast.agent, at=NOW)
    rights.answer(number, "done", by=world.complaints, at=NOW)
    assert not allowed(li, "service") and not allowed(li, "care")


def test_of_two_files_the_last_word_holds_and_a_merge_taken_back_gives_both_back(world: World) -> None:
    li, zhou = world.known.li, world.known.zhou
    for customer, at in ((li, NOW), (zhou, NOW + DAY)):
        agree(world, customer, at=at)
        agree(world, customer, "survey", at=at)
    consents.withdraw(zhou, "survey", way="call", by=world.cast.agent, at=NOW + DAY)
    merge(zhou, li, by=world.cast.lead, at=NOW + 2 * DAY)

    assert Consent.objects.get(customer=li, purpose="care", ended_at__isnull=True).given_at == NOW + DAY
    assert allowed(li, "care") and not allowed(li, "survey"), "he said no after the other file's yes"
    unmerge(Merge.objects.get().pk, by=world.cast.manager, at=NOW + 3 * DAY)
    assert allowed(li, "care") and allowed(li, "survey") and allowed(zhou, "care") and not allowed(zhou, "survey")


def test_with_the_data_the_consent_ends(world: World) -> None:
    agree(world, world.known.zhou)
    erase(world.known.zhou, reason="本人要求", by=world.complaints, at=NOW + DAY)
    assert Consent.objects.values_list("ending", "text").get() == ("erased", "care-1")


def test_who_may_take_it_down_and_what_cannot_be_meant(world: World) -> None:
    li = world.known.li
    for who, purpose, way, fault in (
        (world.cast.east_clerk, "care", "call", Forbidden),
        (world.cast.agent, "love", "call", Invalid),
        (world.cast.agent, "care", "owl", Invalid),
    ):
        with pytest.raises(fault):
            consents.give(li, purpose, way=way, by=who, at=NOW)
    with pytest.raises(Forbidden):
        consents.state_text("care", "文本", "text", by=world.cast.agent, at=NOW)
    with pytest.raises(Invalid):
        consents.state_text("care", "", "text", by=world.cast.manager, at=NOW)
    agree(world, li)
    with pytest.raises(IntegrityError, match="a_purpose_has_one_consent_in_force"), transaction.atomic():
        row = Consent.objects.get()
        row.pk = None
        row.save()
