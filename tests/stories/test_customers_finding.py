from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.customers.actions import contacts, filing, keeping, merging
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.models import ClearValue, SearchEntry
from liuke.areas.customers.queries import calling, duplicates, file, searching
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.queries import list_timeline
from tests.given.customers import CHEN_PHONE, EAST, LI_PHONE, SON_PHONE, Known, known
from tests.given.people import Cast, cast

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast(AT)


@pytest.fixture
def given(people: Cast) -> Known:
    return known(people, AT)


def ids(text: str, people: Cast) -> list[int]:
    return [found.customer.id for found in searching.search(text, by=people.agent)]


@pytest.mark.parametrize(
    ("text", "who", "why"),
    [
        ("李秀英", "li", "name"),
        ("秀英", "li", "words"),
        ("李", "li", "name"),
        ("李强", "li", "words"),
        ("金家", "li", "words"),
        ("李秀 金家一路", "li", "words"),
        ("lixiuying", "li", "pinyin"),
        ("li xiu", "li", "pinyin"),
        ("lxy", "li", "initials"),
        ("13812342203", "li", "phone"),
        ("+86 138-1234-2203", "li", "phone"),
        ("食堂", "haichuan", "words"),
        ("shanxiaoyan", "haichuan", "pinyin"),
        ("zgq", "haichuan", "initials"),
        ("0574-87654321", "haichuan", "phone"),
        ("4321", "haichuan", "phone_tail"),
        ("87654321", "haichuan", "phone_tail"),
        ("zhoujianguo", "zhou", "pinyin"),
    ],
)
def test_a_customer_is_found_by(text: str, who: str, why: str, people: Cast, given: Known) -> None:
    found = [(f.customer.id, f.why) for f in searching.search(text, by=people.agent)]
    assert (getattr(given, who), why) in found


def test_a_code_and_its_last_four_are_found_first(people: Cast, given: Known) -> None:
    code = file.get_brief(given.li, by=people.agent).code
    assert ids(code, people)[0] == given.li
    assert ids(code.lower(), people)[0] == given.li
    assert given.li in ids(code[-4:], people)


def test_a_tail_shared_by_two_customers_finds_both(people: Cast, given: Known) -> None:
    assert {given.li, given.zhou} <= set(ids("2203", people))


@pytest.mark.parametrize(
    "text", ["", " ", "'", "\\", "%", "_", "a'b", "'; drop", "(((", "!&|:*", "一", "\x00", "x" * 500]
)
def test_hostile_and_empty_texts_find_nothing_and_break_nothing(text: str, people: Cast, given: Known) -> None:
    assert ids(text, people) == []


def test_a_search_is_one_statement(people: Cast, given: Known) -> None:
    ids("秀英", people)  # how often each pair of characters is said is asked once in a while
    with CaptureQueriesContext(connection) as asked:
        assert ids("秀英", people) == [given.li]
    assert len(asked) == 1


def test_site_people_and_strangers_find_nobody_else(people: Cast, given: Known) -> None:
    assert searching.search("秀英", by=people.stranger) == []
    assert searching.search("秀英", by=people.north_clerk) == []


def test_a_number_answers_with_all_behind_it_the_one_heard_from_last_first(people: Cast, given: Known) -> None:
    father = filing.register(
        kind="household",
        name="李国富",
        contacts=[NewContact("李强", "儿子", phones=[SON_PHONE])],
        addresses=[NewAddress("宁波市江北区慈城镇新村8号")],
        by=people.agent,
        at=LATER,
    )
    caller = calling.find_by_phone(SON_PHONE, by=people.agent, at=LATER)
    assert [m.customer.id for m in caller.matches] == [father, given.li]
    assert (caller.ask_for, caller.mask) == ("address", "139****8811")
    contacts.heard_from(caller.matches[1].phone_id, at=LATER + timedelta(hours=1))
    assert calling.find_by_phone(SON_PHONE, by=people.agent, at=LATER).matches[0].customer.id == given.li
    by_door = calling.identify(SON_PHONE, "尾号1203", by=people.agent, at=LATER)
    assert [m.customer.id for m in by_door.matches] == [given.li]


def test_before_anything_is_read_out_the_surname_is_asked(people: Cast, given: Known) -> None:
    assert calling.find_by_phone(LI_PHONE, by=people.agent, at=AT).ask_for == "surname"
    assert len(calling.identify(LI_PHONE, "李女士", by=people.agent, at=AT).matches) == 1
    assert calling.identify(LI_PHONE, "王", by=people.agent, at=AT).matches == ()
    unknown = calling.find_by_phone("13700000000", by=people.agent, at=AT)
    assert (unknown.matches, unknown.ask_for) == ((), "name")
    with pytest.raises(Invalid):
        calling.find_by_phone("不明", by=people.agent, at=AT)


def test_a_number_that_changed_its_owner_finds_nobody_any_more(people: Cast, given: Known) -> None:
    phone = calling.find_by_phone(LI_PHONE, by=people.agent, at=AT).matches[0].phone_id
    contacts.number_changed_owner(phone, by=people.agent, at=LATER)
    contacts.number_changed_owner(phone, by=people.agent, at=LATER)
    assert calling.find_by_phone(LI_PHONE, by=people.agent, at=LATER).matches == ()
    assert ids(LI_PHONE, people) == []
    assert not ClearValue.objects.filter(kind="phone", owner=phone).exists()
    kinds = [e.kind for e in list_timeline(given.li, by=people.agent).events]
    assert kinds.count("customers.phone.detached") == 1


def test_a_reissued_number_is_let_go_of_everywhere(people: Cast, given: Known) -> None:
    contacts.add_phone(file.get_file(given.zhou, by=people.agent).contacts[0].id, LI_PHONE, by=people.agent, at=AT)
    assert contacts.number_is_nobodys(LI_PHONE, by=people.agent, at=LATER) == 2
    assert calling.find_by_phone(LI_PHONE, by=people.agent, at=LATER).matches == ()


def test_duplicates_are_shown_with_reasons_while_typing(people: Cast, given: Known) -> None:
    found = duplicates.likely_duplicates(name="李秀英", phone=LI_PHONE, division=EAST, by=people.agent)
    assert (found[0].customer.id, found[0].is_likely) == (given.li, True)
    assert [r.en for r in found[0].reasons] == ["same name", "same phone", "same street office"]
    alone = duplicates.likely_duplicates(name="张三丰", phone=CHEN_PHONE, by=people.agent)
    assert [(d.customer.id, d.is_likely) for d in alone] == [(given.chen, False)]
    company = duplicates.likely_duplicates(name="海川食堂设备", phone="0574-87654321", by=people.agent)
    assert company[0].customer.id == given.haichuan
    assert duplicates.likely_duplicates(name="李", phone="138", by=people.agent) == []


def test_a_merge_loses_nothing_and_both_codes_go_on(people: Cast, given: Known) -> None:
    twin = filing.register(
        kind="household",
        name="李秀瑛",
        contacts=[NewContact("李秀瑛", "本人", phones=["13900001234"])],
        addresses=[NewAddress("宁波市鄞州区百丈路1号5栋77室", EAST)],
        by=people.agent,
        at=AT,
    )
    code = file.get_brief(twin, by=people.agent).code
    assert merging.merge(twin, given.li, by=people.agent, at=LATER) == given.li
    found = file.get_file(code, by=people.agent)
    assert (found.brief.id, found.merged_codes) == (given.li, (code,))
    assert len(found.contacts) == 3
    assert file.get_brief(twin, by=people.agent).id == given.li
    assert file.list_briefs([twin], by=people.agent)[twin].id == given.li
    assert ids("秀瑛", people) == [given.li]
    assert ids(code, people) == [given.li]
    kinds = [e.kind for e in list_timeline(given.li, by=people.agent).events]
    assert kinds.count("customers.customer.registered") == 2
    with pytest.raises(Invalid):
        merging.merge(twin, given.li, by=people.agent, at=LATER)
    keeping.set_grade(twin, "B", by=people.lead, at=LATER)
    assert file.get_brief(given.li, by=people.agent).grade == "B"


def test_a_merge_of_merges_still_resolves(people: Cast, given: Known) -> None:
    merging.merge(given.chen, given.zhou, by=people.agent, at=LATER)
    merging.merge(given.zhou, given.li, by=people.agent, at=LATER)
    assert {file.get_brief(pk, by=people.agent).id for pk in (given.chen, given.zhou, given.li)} == {given.li}
    assert file.get_brief(given.li, by=people.agent).grade == "A"
    provisional = filing.register_unknown("13777778888", by=people.agent, at=AT)
    with pytest.raises(Refused):
        merging.merge(given.li, provisional, by=people.agent, at=LATER)


def test_the_better_grade_survives_a_merge_and_is_told(people: Cast, given: Known) -> None:
    merging.merge(given.li, given.chen, by=people.agent, at=LATER)
    assert file.get_brief(given.chen, by=people.agent).grade == "A"
    assert Event.objects.filter(timeline_id=given.chen, kind="customers.customer.graded").exists()


def test_an_erased_customer_leaves_no_name_anywhere(people: Cast, given: Known) -> None:
    with pytest.raises(Forbidden):
        merging.erase(given.li, reason="本人要求", by=people.agent, at=LATER)
    merging.erase(given.li, reason="本人要求", by=people.administrator, at=LATER)
    assert ids("李秀英", people) == ids("lixiuying", people) == ids("2203", people)[1:] == []
    assert not ClearValue.objects.filter(customer_id=given.li).exists()
    assert not SearchEntry.objects.filter(customer_id=given.li).exists()
    with connection.cursor() as cursor:
        for table in ("customers_customer", "customers_contact", "customers_address", "journal_event"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            dump = str(cursor.fetchone())
            assert "秀英" not in dump
            assert "李强" not in dump
            assert "金家" not in dump
    assert file.get_brief(given.li, by=people.agent).display.zh == "（已删除）"
    assert [e.kind for e in list_timeline(given.li, by=people.agent).events][0] == "customers.customer.erased"


def test_a_customers_own_actor_sees_only_itself(people: Cast, given: Known) -> None:
    from liuke.foundation.identity.models import Actor

    own = Actor.objects.create(kind=Actor.Kind.CUSTOMER, name="李秀英", password="!")
    keeping.open_account(given.li, own, by=people.agent, at=AT)
    assert file.get_brief(given.li, by=own).id == given.li
    assert [f.customer.id for f in searching.search("2203", by=own)] == [given.li]
    with pytest.raises(Missing):
        file.get_brief(given.zhou, by=own)
    with pytest.raises(Forbidden):
        filing.register(kind="household", name="某人", by=own, at=AT)


def test_a_pair_that_everybody_has_is_found_without_gathering_everybody(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = [
        NewCustomer("household", f"周{n:03}", [NewContact("周建国", phones=[f"1390000{n:04}"])]) for n in range(40)
    ]
    filing.register_many(drafts, by=people.administrator, at=AT, rules="silent")
    found = searching.search("建国", by=people.agent)

    monkeypatch.setattr(searching.cache, "get_or_set", lambda *_: searching._common() | {"n建国"})
    with CaptureQueriesContext(connection) as asked:
        again = searching.search("建国", by=people.agent)

    assert again == found and len(found) == 20 and {one.why for one in found} == {"words"}
    assert "by_words AS NOT MATERIALIZED" in asked.captured_queries[-1]["sql"]
