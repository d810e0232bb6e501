"""Files that may be one customer's are found overnight, judged once, and not proposed again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from liuke.areas.customers.actions import contacts, fields, filing, judging, keeping, merging, unmerging
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.actions.pairing import find_pairs
from liuke.areas.customers.models import DuplicatePair, DuplicateSearch, Merge
from liuke.foundation.faults import Forbidden, Invalid
from liuke.kernel.journal.models import Event
from tests.given import customers, people
from tests.given.customers import EAST, Known
from tests.given.people import Cast

AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
NIGHT = timedelta(days=1)


@pytest.fixture
def cast(db: None) -> Cast:
    return people.cast(AT)


@pytest.fixture
def given(cast: Cast) -> Known:
    return customers.known(cast, AT)


def household(cast: Cast, name: str, phone: str, address: str = "", *, identity: str = "", at: datetime = AT) -> int:
    return filing.register(
        kind="household",
        name=name,
        contacts=[NewContact(name, "本人", phones=[phone] if phone else [], identity=identity)],
        addresses=[NewAddress(address, EAST)] if address else [],
        by=cast.agent,
        at=at,
    )


def open_pairs() -> dict[tuple[int, int], tuple[str, ...]]:
    rows = DuplicatePair.objects.filter(state="open")
    return {(p.first_id, p.second_id): tuple(p.reasons) for p in rows}


def test_the_night_finds_a_customer_who_was_filed_twice(cast: Cast, given: Known) -> None:
    twin = household(cast, "李秀英", customers.LI_PHONE)
    slip = household(cast, "陈辰", customers.CHEN_PHONE, "中山东路18号阳光花园3-2-501")
    renamed = filing.register(
        kind="company", name="海川食堂设备（宁波）有限公司", contacts=[NewContact("单晓燕", "采购", phones=["0574-87654321"])],
        addresses=[NewAddress("宁波市江北区洪塘工业园长兴路689弄2号", customers.HONGTANG)], by=cast.agent, at=AT,
    )  # fmt: skip

    run = find_pairs(at=AT)

    found = open_pairs()
    assert set(found) == {(given.li, twin), (given.chen, slip), (given.haichuan, renamed)}
    assert found[given.li, twin] == ("same_name", "same_phone")
    assert found[given.chen, slip] == ("same_sound", "same_phone", "same_door")
    assert (run.customers, run.found) == (7, 3)
    assert min(DuplicatePair.objects.values_list("points", flat=True)) > 90


def test_one_phone_in_two_families_is_no_pair(cast: Cast, given: Known) -> None:
    household(cast, "张三丰", customers.LI_PHONE)
    find_pairs(at=AT)
    assert open_pairs() == {}


def test_one_identity_under_two_names_is_a_pair(cast: Cast) -> None:
    one = household(cast, "李秀英", customers.LI_PHONE, identity="330212196503070423")
    other = household(cast, "李娟", "13900000001", identity="330212196503070423")
    find_pairs(at=AT)
    assert open_pairs() == {(one, other): ("same_identity", "other_name")}


@pytest.mark.parametrize(
    ("key", "one_says", "other_says", "reason"),
    [
        ("email", "Office@haichuan.example", "office@haichuan.example ", "same_email"),
        ("credit_code", "91330212MA2AB1CD3X", "91330212 MA2AB1CD3X", "same_identity"),
    ],
)
def test_two_companies_of_one_mailbox_or_credit_code_are_a_pair(
    cast: Cast, given: Known, key: str, one_says: str, other_says: str, reason: str
) -> None:
    find_pairs(at=AT)
    other = filing.register(kind="company", name="海川食堂设备厂", by=cast.agent, at=AT)
    for customer, says in ((given.haichuan, one_says), (other, other_says)):
        fields.set_fields(customer, {key: says}, told=fields.Told("phone"), by=cast.lead, at=AT)

    find_pairs(at=AT)

    assert reason in open_pairs()[given.haichuan, other]


def test_the_next_night_looks_only_at_what_changed(cast: Cast, given: Known) -> None:
    twin = household(cast, "李秀英", customers.LI_PHONE)
    find_pairs(at=AT)
    assert find_pairs(at=AT + NIGHT).customers == 5, "what came shortly before is looked at again"
    assert find_pairs(at=AT + 2 * NIGHT).customers == 0
    later = AT + 3 * NIGHT
    other = household(cast, "周建国", customers.ZHOU_PHONE, at=later)
    keeping.change(twin, {"name": "张三丰"}, version=1, by=cast.agent, at=later)

    run = find_pairs(at=later + NIGHT)

    assert run.customers == 2
    assert (given.zhou, other) in open_pairs()


def test_whoever_was_judged_to_be_another_is_not_proposed_again(cast: Cast, given: Known) -> None:
    twin = household(cast, "李秀英", customers.LI_PHONE)
    find_pairs(at=AT)
    judging.tell_apart(twin, given.li, by=cast.agent, at=AT)
    judging.tell_apart(given.li, twin, by=cast.lead, at=AT + NIGHT)
    find_pairs(at=AT + NIGHT, whole=True)
    assert open_pairs() == {}
    pair = DuplicatePair.objects.get()
    assert (pair.state, pair.decided_by) == ("different", cast.agent)
    assert Event.objects.filter(kind="customers.pair.told_apart").count() == 2


def test_a_judgement_holds_for_the_file_it_went_on_in(cast: Cast, given: Known) -> None:
    twin = household(cast, "李秀英", customers.LI_PHONE)
    third = household(cast, "李秀英", customers.LI_PHONE)
    judging.tell_apart(twin, given.li, by=cast.agent, at=AT)
    merging.merge(twin, third, by=cast.agent, at=AT)
    find_pairs(at=AT)
    assert open_pairs() == {}


def test_a_merged_pair_is_off_the_list_and_an_undone_one_does_not_come_back(cast: Cast, given: Known) -> None:
    twin = household(cast, "李秀英", customers.LI_PHONE)
    find_pairs(at=AT)
    merging.merge(twin, given.li, by=cast.agent, at=AT)
    assert open_pairs() == {}
    unmerging.unmerge(Merge.objects.get().pk, by=cast.agent, at=AT)
    find_pairs(at=AT, whole=True)
    assert open_pairs() == {}


def test_what_no_longer_looks_alike_is_off_the_list(cast: Cast, given: Known) -> None:
    household(cast, "李秀英", customers.LI_PHONE)
    find_pairs(at=AT)
    contacts.number_is_nobodys(customers.LI_PHONE, by=cast.agent, at=AT + NIGHT)
    find_pairs(at=AT + NIGHT)
    assert open_pairs() == {}


def test_a_switchboard_makes_nobody_a_pair(cast: Cast) -> None:
    for n in range(30):
        household(cast, f"王{'一二三四五六七八九十'[n % 10]}{'甲乙丙'[n // 10]}", "0574-87654321")
    assert find_pairs(at=AT).compared == 0


def test_who_may_judge(cast: Cast, given: Known) -> None:
    for nobody in (cast.east_clerk, cast.stranger):
        with pytest.raises(Forbidden):
            judging.tell_apart(given.li, given.zhou, by=nobody, at=AT)
    with pytest.raises(Invalid):
        judging.tell_apart(given.li, given.li, by=cast.agent, at=AT)


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        ({"swap": True}, "a_pair_stands_once_lower_key_first"),
        ({"points": 101}, "points_are_of_a_hundred"),
        ({"state": "different"}, "a_judged_pair_says_by_whom"),
        ({}, "two_files_are_one_pair"),
    ],
)
def test_what_never_holds_of_a_pair(cast: Cast, given: Known, wrong: dict[str, object], promise: str) -> None:
    first, second = sorted((given.li, given.zhou), reverse=bool(wrong.pop("swap", False)))
    right = {"first_id": first, "second_id": second, "points": 50, "reasons": [], "found_at": AT}
    if promise == "two_files_are_one_pair":
        DuplicatePair.objects.create(**right)
    with pytest.raises(IntegrityError, match=promise):
        DuplicatePair.objects.create(**{**right, **wrong})


def test_a_run_says_what_it_did(cast: Cast, given: Known) -> None:
    find_pairs(at=AT)
    run = DuplicateSearch.objects.get()
    assert (run.customers, run.found, run.ended_at) == (4, 0, AT)
