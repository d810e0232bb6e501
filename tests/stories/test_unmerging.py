"""A merge is taken back, completely; what was made since stays with the survivor."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.areas.care.models import Callback, Consent
from liuke.areas.customers.actions import filing, merging, unmerging
from liuke.areas.customers.actions.belongings import all_belongings
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.actions.survivor import FIELDS, Choice
from liuke.areas.customers.models import Address, Contact, Customer, DuplicatePair, Merge, MergeLine, Phone
from liuke.areas.customers.queries import calling, file, searching
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal import sealing
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.queries import list_timeline
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.models import Promise
from tests.given import care, customers
from tests.given.care import World

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LATER, LAST = NOW + timedelta(days=2), NOW + timedelta(days=3)


@pytest.fixture
def world(db: None) -> World:
    return care.world(NOW)


@pytest.fixture
def twin(world: World) -> int:
    """李秀英 once more, from a platform, with a promise of her own, a consent and a keeper."""
    cast = world.cast
    pk = filing.register(
        kind="household", name="李秀瑛",
        contacts=[NewContact("李秀英", "本人", phones=[customers.LI_PHONE], identity="330212196503070423")],
        addresses=[NewAddress("宁波市鄞州区百丈路1号5栋77室", customers.EAST, 121.5534, 29.8712)],
        grade="B", secrecy="important", keeper=cast.account_manager, source="jd", by=cast.lead, at=NOW,
    )  # fmt: skip
    promises.give(HandMade(pk, "寄发票", LATER + timedelta(days=9)), by=cast.account_manager, at=NOW)
    for customer in (pk, world.li):
        Consent.objects.create(customer_id=customer, given_at=NOW, via="call", by=cast.agent)
    return pk


def rows_of_all_rooms() -> dict[str, list[tuple[Any, ...]]]:
    """All that belongs to a customer, but the journal (which only grows), the judgements and the versions."""
    left_out = {"journal_event", "customers_merge", "customers_duplicatepair"}
    found = {}
    for table in sorted({b.table for b in all_belongings()} - left_out | {"customers_phone"}):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT (to_jsonb(t) - 'version')::text FROM \"{table}\" t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def the_merge() -> int:
    return Merge.objects.latest("pk").pk


def test_an_undone_merge_leaves_every_row_of_every_room_as_it_was(world: World, twin: int) -> None:
    care.order_to_call_back(world, NOW)
    before = rows_of_all_rooms()
    merging.merge(world.li, twin, by=world.cast.agent, at=LATER)
    assert rows_of_all_rooms() != before
    assert WorkOrder.objects.get().customer_id == twin

    undone = unmerging.unmerge(the_merge(), by=world.cast.agent, at=LAST)

    assert undone.stays == ()
    assert rows_of_all_rooms() == before


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_merges_undone_in_turn_leave_every_row_as_it_was(world: World, data: st.DataObject) -> None:
    cast = world.cast
    with transaction.atomic():
        files = [world.li, customers.zhou(cast, NOW), customers.haichuan(cast, NOW), customers.chen(cast, NOW)]
        promises.give(HandMade(files[2], "送样机", LAST), by=cast.account_manager, at=NOW)
        before, done = rows_of_all_rooms(), []
        for _ in range(data.draw(st.integers(1, 3))):
            loser, winner = data.draw(st.permutations(files))[:2]
            files.remove(loser)
            choice = data.draw(choices(loser, winner))
            merging.merge(loser, winner, choice=choice, by=cast.lead, at=LATER)
            done.append(the_merge())
        for merge in reversed(done):
            unmerging.unmerge(merge, by=cast.lead, at=LAST)
        assert rows_of_all_rooms() == before
        transaction.set_rollback(True)


@st.composite
def choices(draw: st.DrawFn, loser: int, winner: int) -> Choice:
    contacts = Contact.objects.filter(customer__in=[loser, winner])
    refs = [
        *(f"contact:{pk}" for pk in contacts.values_list("pk", flat=True)),
        *(f"phone:{pk}" for pk in Phone.objects.filter(contact__in=contacts).values_list("pk", flat=True)),
        *(f"address:{pk}" for pk in Address.objects.filter(customer__in=[loser, winner]).values_list("pk", flat=True)),
    ]
    theirs = draw(st.sets(st.sampled_from(FIELDS)))
    return Choice(
        frozenset(theirs),
        frozenset(set(FIELDS) - theirs),
        frozenset(draw(st.sets(st.sampled_from(refs)) if refs else st.just(set()))),
    )


def test_both_codes_lead_each_to_its_own_file_again(world: World, twin: int) -> None:
    by = world.cast.agent
    codes = {pk: file.get_brief(pk, by=by).code for pk in (twin, world.li)}
    merging.merge(twin, world.li, by=by, at=LATER)
    assert file.get_brief(codes[twin], by=by).id == world.li

    unmerging.unmerge(the_merge(), by=by, at=LAST)

    assert {file.get_brief(code, by=by).id for code in codes.values()} == {twin, world.li}
    assert {f.customer.id for f in searching.search("秀瑛", by=by)} == {twin}
    assert {m.customer.id for m in calling.find_by_phone(customers.LI_PHONE, by=by, at=LAST).matches} == {
        twin,
        world.li,
    }
    assert [e.kind for e in list_timeline(twin, by=by).events][:1] == ["customers.customer.unmerged"]
    assert "customers.customer.unmerged" in [e.kind for e in list_timeline(world.li, by=by).events]
    assert "customers.customer.graded" not in [e.kind for e in list_timeline(twin, by=by).events]


def test_what_was_made_since_stays_with_the_survivor_and_is_listed(world: World, twin: int) -> None:
    cast = world.cast
    merging.merge(twin, world.li, by=cast.agent, at=NOW)
    number = care.order_to_call_back(world, NOW + timedelta(hours=1))

    undone = unmerging.unmerge(the_merge(), by=cast.lead, at=LAST)

    assert WorkOrder.objects.get(number=number).customer_id == world.li
    made = {since.table: since for since in undone.stays}
    assert made["service_workorder"].labels == (number,)
    assert made["care_callback"].rows == 1
    told = Event.objects.filter(kind="customers.customer.unmerged").first()
    assert told is not None
    assert told.facts["stays"] == sum(since.rows for since in undone.stays)
    assert number in told.facts["which_zh"], "what stays is named for whoever looks later"


def test_an_order_that_goes_back_takes_along_what_is_owed_about_it_since(world: World, twin: int) -> None:
    cast = world.cast
    number = care.ordered(world, world.hood, NOW)
    owed = Promise.objects.filter(about=number, state="open")
    merging.merge(world.li, twin, by=cast.agent, at=NOW)
    care.finish_order(world, number, NOW + timedelta(hours=1))
    assert set(owed.values_list("timeline_id", flat=True)) == {twin}

    unmerging.unmerge(the_merge(), by=cast.lead, at=LAST)

    assert owed.exists()
    assert set(owed.values_list("timeline_id", flat=True)) == {world.li}
    assert Event.objects.filter(kind="service.completion.accepted").get().timeline_id == twin, "events never move"


def test_the_seal_holds_through_merge_and_undo(world: World, twin: int) -> None:
    sealing.seal(NOW)
    merging.merge(twin, world.li, by=world.cast.agent, at=LATER)
    unmerging.unmerge(the_merge(), by=world.cast.agent, at=LAST)
    sealing.seal(LAST)
    assert sealing.check()[1] == []


def test_a_value_that_was_changed_since_stays_as_it_is_now(world: World, twin: int) -> None:
    cast = world.cast
    merging.merge(twin, world.li, choice=Choice(theirs=frozenset({"name"})), by=cast.agent, at=LATER)
    survivor = Customer.objects.get(pk=world.li)
    assert (survivor.name, survivor.pinyin) == ("李秀瑛", "lixiuying")
    Customer.objects.filter(pk=world.li).update(name="李秀荣")

    unmerging.unmerge(the_merge(), by=cast.agent, at=LAST)

    assert Customer.objects.get(pk=world.li).name == "李秀荣"
    assert Customer.objects.get(pk=twin).name == "李秀瑛"


def test_who_may_undo_a_merge(world: World, twin: int) -> None:
    cast = world.cast
    merging.merge(twin, world.li, by=cast.lead, at=LATER)
    with pytest.raises(Forbidden):
        unmerging.unmerge(the_merge(), by=cast.agent, at=LAST)
    with pytest.raises(Missing):
        unmerging.unmerge(the_merge() + 1, by=cast.lead, at=LAST)
    unmerging.unmerge(the_merge(), by=cast.manager, at=LAST)


def test_a_second_undo_is_refused_and_changes_nothing(world: World, twin: int) -> None:
    merging.merge(twin, world.li, by=world.cast.agent, at=LATER)
    unmerging.unmerge(the_merge(), by=world.cast.agent, at=LAST)
    before = rows_of_all_rooms()
    with pytest.raises(Refused, match="undone already"):
        unmerging.unmerge(the_merge(), by=world.cast.agent, at=LAST)
    assert rows_of_all_rooms() == before


def test_a_merge_below_a_later_one_is_undone_after_it(world: World, twin: int) -> None:
    zhou = customers.zhou(world.cast, NOW)
    merging.merge(twin, world.li, by=world.cast.lead, at=LATER)
    first = the_merge()
    merging.merge(world.li, zhou, by=world.cast.lead, at=LATER)
    with pytest.raises(Refused, match="later merge"):
        unmerging.unmerge(first, by=world.cast.lead, at=LAST)
    unmerging.unmerge(the_merge(), by=world.cast.lead, at=LAST)
    unmerging.unmerge(first, by=world.cast.lead, at=LAST)
    assert not Customer.objects.filter(merged_into__isnull=False).exists()


def test_a_merge_of_an_erased_customer_stays(world: World, twin: int) -> None:
    merging.merge(twin, world.li, by=world.cast.lead, at=LATER)
    merging.erase(world.li, reason="本人要求", by=world.cast.administrator, at=LAST)
    with pytest.raises(Refused, match="erased"):
        unmerging.unmerge(the_merge(), by=world.cast.lead, at=LAST)
    assert not MergeLine.objects.exists()
    with pytest.raises(Refused, match="erased"):
        merging.merge(customers.zhou(world.cast, NOW), world.li, by=world.cast.lead, at=LAST)


def test_a_dropped_contact_goes_on_in_neither_file_and_comes_back(world: World, twin: int) -> None:
    by = world.cast.agent
    number = care.order_to_call_back(world, NOW)
    hers = Contact.objects.get(customer=world.li, name="李秀英")
    choice = Choice(dropped=frozenset({f"contact:{hers.pk}"}))
    merging.merge(world.li, twin, choice=choice, by=by, at=LATER)

    kept = file.get_file(twin, by=by).contacts
    assert [c.name for c in kept] == ["李强", "李秀英"]
    assert [m.customer.id for m in calling.find_by_phone(customers.LI_PHONE, by=by, at=LATER).matches] == [twin]
    assert {c.contact_id for c in Callback.objects.filter(about=number)} == {kept[1].id}, "whom to call is kept"
    unmerging.unmerge(the_merge(), by=by, at=LAST)
    assert {c.name for c in file.get_file(world.li, by=by).contacts} == {"李秀英", "李强"}
    assert {c.contact_id for c in Callback.objects.filter(about=number)} == {hers.pk}


def test_values_are_chosen_field_by_field(world: World, twin: int) -> None:
    cast = world.cast
    with pytest.raises(Forbidden):
        merging.merge(twin, world.li, choice=Choice(theirs=frozenset({"grade"})), by=cast.agent, at=LATER)
    choice = Choice(theirs=frozenset({"grade", "source"}), ours=frozenset({"secrecy", "keeper"}))
    merging.merge(twin, world.li, choice=choice, by=cast.lead, at=LATER)
    survivor = Customer.objects.get(pk=world.li)
    assert (survivor.grade, survivor.source, survivor.secrecy, survivor.keeper) == ("B", "jd", "general", None)


def test_the_survivors_keeper_owes_what_the_other_owed(world: World, twin: int) -> None:
    cast = world.cast
    Customer.objects.filter(pk=world.li).update(keeper=cast.lead)
    owed = Promise.objects.get(owner=cast.account_manager, timeline_id=twin)
    merging.merge(twin, world.li, by=cast.agent, at=LATER)
    owed.refresh_from_db()
    assert (owed.owner_id, owed.timeline_id) == (cast.lead.pk, world.li)
    unmerging.unmerge(the_merge(), by=cast.agent, at=LAST)
    owed.refresh_from_db()
    assert (owed.owner_id, owed.timeline_id) == (cast.account_manager.pk, twin)


def test_a_stale_comparison_is_told_and_strange_choices_are_refused(world: World, twin: int) -> None:
    by, zhou = world.cast.lead, customers.zhou(world.cast, NOW)
    with pytest.raises(Stale):
        merging.merge(twin, world.li, seen=(1, 99), by=by, at=LATER)
    others = Contact.objects.filter(customer=zhou).values_list("pk", flat=True)
    for choice in (
        Choice(theirs=frozenset({"code"})),
        Choice(dropped=frozenset({f"contact:{others[0]}"})),
        Choice(dropped=frozenset({"address:99999999"})),
    ):
        with pytest.raises(Invalid):
            merging.merge(twin, world.li, choice=choice, by=by, at=LATER)
    assert not Merge.objects.exists()


def test_an_undone_pair_is_held_to_be_two_customers(world: World, twin: int) -> None:
    merging.merge(twin, world.li, by=world.cast.agent, at=LATER)
    assert DuplicatePair.objects.get().state == "merged"
    unmerging.unmerge(the_merge(), by=world.cast.agent, at=LAST)
    assert DuplicatePair.objects.get().state == "different"


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        ({"winner_id": 0}, "a_merge_has_two_files"),
        ({"undone_at": LAST}, "an_undone_merge_says_by_whom"),
        ({}, "a_file_is_merged_away_once"),
    ],
)
def test_what_never_holds_of_a_merge(world: World, twin: int, wrong: dict[str, Any], promise: str) -> None:
    right = {"winner_id": world.li, "loser_id": twin, "by": world.cast.agent, "merged_at": LATER}
    if not wrong:
        Merge.objects.create(**right)
    with pytest.raises(IntegrityError, match=promise):
        Merge.objects.create(**{**right, **({k: v or twin for k, v in wrong.items()})})
