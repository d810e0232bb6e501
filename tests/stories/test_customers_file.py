from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from liuke.areas.customers import access
from liuke.areas.customers.actions import contacts, filing, keeping
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.models import ClearValue, Customer
from liuke.areas.customers.queries import file
from liuke.events import customers as events
from liuke.foundation.audit.queries import list_for_subject
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.gateways.recipients import resolve
from liuke.kernel.journal.kinds import list_kinds
from liuke.kernel.journal.queries import list_timeline
from tests.given.customers import CHEN_PHONE, EAST, LI_PHONE, Known, known
from tests.given.people import Cast, cast

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast(AT)


@pytest.fixture
def given(people: Cast) -> Known:
    return known(people, AT)


@pytest.fixture
def sites() -> Iterator[dict[int, set[str]]]:
    """Which customers a site has orders of; the service room says so in the house."""
    orders: dict[int, set[str]] = {}
    before = (access._site.check, access._site.among)
    access.register_site_check(
        lambda customer_id, actor: bool(orders.get(customer_id, set()) & set(actor.teams.values_list("key", flat=True)))
    )
    yield orders
    access.register_site_check(*before[:1], among=before[1])


def kinds_of(customer_id: int, people: Cast) -> list[str]:
    return [e.kind for e in list_timeline(customer_id, by=people.agent).events]


def test_a_household_is_registered_with_its_people_numbers_and_door(people: Cast, given: Known) -> None:
    found = file.get_file(given.li, by=people.agent)
    assert (found.brief.name, found.brief.grade, found.brief.code[:2]) == ("李秀英", "A", "C-")
    assert [(c.name, c.relation, c.phones[0].mask) for c in found.contacts] == [
        ("李秀英", "本人", "138****2203"),
        ("李强", "儿子", "139****8811"),
    ]
    assert found.addresses[0].masked == "浙江省宁波市鄞州区金家一路88号寰宇天下…"
    assert (found.addresses[0].lng, found.addresses[0].lat) == (121.55, 29.87)
    assert found.addresses[0].area.endswith("中河街道")
    assert kinds_of(given.li, people) == ["customers.customer.registered"]


def test_clear_values_lie_in_one_table_and_nowhere_in_the_clear(people: Cast, given: Known) -> None:
    with connection.cursor() as cursor:
        for table in ("customer", "contact", "phone", "address", "searchentry", "clearvalue"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM customers_{table} t")
            dump = str(cursor.fetchone())
            assert "12342203" not in dump
            assert "1203" not in dump
        cursor.execute("SELECT string_agg(t::text, ' ') FROM journal_event t")
        assert "12342203" not in str(cursor.fetchone())
    assert ClearValue.objects.filter(customer_id=given.li).count() == 4


def test_a_look_writes_its_audit_row_and_needs_a_purpose(people: Cast, given: Known) -> None:
    found = file.get_file(given.li, by=people.agent)
    number = access.reveal(f"phone:{found.contacts[0].phones[0].id}", purpose="回电", by=people.agent, at=AT)
    door = access.reveal(f"address:{found.addresses[0].id}", purpose="派工", by=people.dispatcher, at=AT)
    place = access.reveal(f"place:{found.addresses[0].id}", purpose="派工", by=people.dispatcher, at=AT)
    assert (number, door[-4:], place) == ("+8613812342203", "203室", "121.5534,29.8712")
    lines = list_for_subject(found.brief.code).lines
    assert [line.act for line in lines] == ["customers.revealed"] * 3
    assert "12342203" not in str(lines)
    with pytest.raises(Invalid):
        access.reveal(f"phone:{found.contacts[0].phones[0].id}", purpose=" ", by=people.agent, at=AT)


def test_sixty_looks_an_hour_are_enough(people: Cast, given: Known) -> None:
    ref = f"phone:{file.get_file(given.li, by=people.agent).contacts[0].phones[0].id}"
    for i in range(access.BUDGET):
        access.reveal(ref, purpose="回电", by=people.agent, at=AT + timedelta(seconds=i))
    with pytest.raises(Refused):
        access.reveal(ref, purpose="回电", by=people.agent, at=AT + timedelta(minutes=10))
    assert access.reveal(ref, purpose="回电", by=people.lead, at=AT + timedelta(minutes=10))
    assert access.reveal(ref, purpose="回电", by=people.agent, at=AT + timedelta(minutes=61))
    refused = list_for_subject(file.get_brief(given.li, by=people.agent).code).lines
    assert "customers.reveal_refused" in {line.act for line in refused}


def test_the_outbox_learns_a_contacts_mobile_only_when_it_sends(people: Cast, given: Known) -> None:
    found = file.get_file(given.haichuan, by=people.agent)
    to = resolve(f"contact:{found.contacts[0].id}", channel="sms", at=AT)
    assert to is not None
    assert (to.address, to.mask) == ("+8613600001111", "136****1111")
    assert list_for_subject(found.brief.code).lines[0].by == "outbox"
    assert resolve(f"contact:{found.contacts[0].id}", channel="mail", at=AT) is None
    assert resolve("contact:0", channel="sms", at=AT) is None


@pytest.mark.parametrize("ref", ["phone:0", "phone:", "door:1", "phone:1;drop", "phone:99999999999999999999", ""])
def test_a_strange_reference_is_missing(people: Cast, ref: str) -> None:
    with pytest.raises(Missing):
        access.reveal(ref, purpose="回电", by=people.agent, at=AT)


def test_sites_see_only_customers_of_their_open_orders_and_strangers_nobody(
    people: Cast, given: Known, sites: dict[int, set[str]]
) -> None:
    sites[given.li] = {"site:S-0001"}
    assert file.get_brief(given.li, by=people.east_technician).name == "李秀英"
    assert set(file.list_briefs([given.li, given.zhou], by=people.east_clerk)) == {given.li}
    for actor in (people.north_clerk, people.stranger):
        with pytest.raises(Missing):
            file.get_file(given.li, by=actor)
    with pytest.raises(Forbidden):
        file.list_page({}, by=people.east_clerk)


def test_a_core_secrecy_number_is_not_for_the_plain_desk(people: Cast, given: Known) -> None:
    keeping.set_secrecy(given.haichuan, "core", by=people.manager, at=AT)
    ref = f"phone:{file.get_file(given.haichuan, by=people.agent).contacts[0].phones[0].id}"
    with pytest.raises(Forbidden):
        access.reveal(ref, purpose="回电", by=people.agent, at=AT)
    assert access.reveal(ref, purpose="回电", by=people.account_manager, at=AT)


def test_an_unknown_caller_is_in_the_file_at_once_and_completed_later(people: Cast) -> None:
    pk = filing.register_unknown("13777778888", by=people.agent, at=AT)
    assert file.get_brief(pk, by=people.agent).display.zh == "未知来电"
    place = NewAddress("宁波市鄞州区中山东路18号2单元301", EAST)
    filing.complete_provisional(pk, kind="household", name="王芳", addresses=[place], by=people.agent, at=AT)
    found = file.get_file(pk, by=people.agent)
    assert (found.brief.kind, found.brief.name, found.contacts[0].name) == ("household", "王芳", "王芳")
    assert found.contacts[0].phones[0].mask == "137****8888"
    with pytest.raises(Refused):
        filing.complete_provisional(pk, kind="household", name="王芳", by=people.agent, at=AT)


def test_a_wrong_intake_names_every_field_and_writes_nothing(people: Cast) -> None:
    before = Customer.objects.count()
    with pytest.raises(Invalid) as told:
        filing.register(
            kind="household",
            name=" ",
            contacts=[NewContact("李强", phones=["13812342203", "不知道"])],
            addresses=[NewAddress("", "999999999", lng=1)],
            grade="S",
            by=people.agent,
            at=AT,
        )
    assert set(told.value.fields) == {
        "name",
        "grade",
        "contacts.0.phones.1",
        "addresses.0.text",
        "addresses.0.division",
        "addresses.0.lng",
    }
    assert Customer.objects.count() == before
    with pytest.raises(Forbidden):
        filing.register(kind="household", name="某人", by=people.east_clerk, at=AT)


def test_a_stale_edit_is_told_and_shown_the_difference(people: Cast, given: Known) -> None:
    assert keeping.change(given.chen, {"name": "陈辰"}, version=1, by=people.agent, at=AT) == 2
    with pytest.raises(Stale) as told:
        keeping.change(given.chen, {"name": "陈臣"}, version=1, by=people.lead, at=AT)
    assert told.value.difference == {"name": ("陈辰", "陈臣")}
    assert keeping.change(given.chen, {"name": "陈辰"}, version=1, by=people.lead, at=AT) == 2
    assert kinds_of(given.chen, people)[0] == "customers.customer.changed"


def test_a_pinyin_given_by_hand_stays(people: Cast, given: Known) -> None:
    keeping.change(given.chen, {"pinyin": "chenchenzi"}, version=1, by=people.agent, at=AT)
    assert file.get_file(given.chen, by=people.agent).pinyin == "chenchenzi"


def test_grade_keeper_and_secrecy_are_set_by_leads_and_recorded(people: Cast, given: Known) -> None:
    with pytest.raises(Forbidden):
        keeping.set_grade(given.chen, "A", by=people.agent, at=AT)
    keeping.set_grade(given.chen, "B", reason="新房两台", by=people.lead, at=AT)
    keeping.set_keeper(given.chen, people.account_manager, by=people.lead, at=AT)
    keeping.set_secrecy(given.chen, "important", by=people.lead, at=AT)
    brief = file.get_brief(given.chen, by=people.lead)
    assert (brief.grade, brief.secrecy, brief.keeper_id) == ("B", "important", people.account_manager.pk)
    told = [kind for kind in kinds_of(given.chen, people) if kind.startswith("customers.")]
    assert told[:3] == [
        "customers.secrecy.set",
        "customers.keeper.changed",
        "customers.customer.graded",
    ]


def test_contacts_numbers_and_places_are_added_and_told(people: Cast, given: Known) -> None:
    contact = contacts.add_contact(given.chen, NewContact("陈老", "父亲"), by=people.agent, at=AT)
    phone = contacts.add_phone(contact, "0574 8888 9999", by=people.agent, at=AT)
    again = contacts.add_phone(contact, "0574-88889999", by=people.agent, at=AT + timedelta(days=1))
    assert phone == again
    address = contacts.add_address(given.chen, NewAddress("宁波市鄞州区百丈路99号"), by=people.agent, at=AT)
    assert file.get_address(address).division.startswith("330212")
    assert file.phones_of(contact)[0].seen_at == AT + timedelta(days=1)
    assert sorted(kinds_of(given.chen, people))[:3] == [
        "customers.address.added",
        "customers.contact.added",
        "customers.customer.registered",
    ]
    with pytest.raises(Invalid):
        contacts.add_phone(contact, "123", by=people.agent, at=AT)


def test_a_thousand_rows_come_in_at_once_and_a_wrong_one_stops_all(people: Cast) -> None:
    rows = [
        NewCustomer(
            "household",
            f"李秀{i % 90 + 10}",
            [NewContact(f"李秀{i % 90 + 10}", "本人", phones=[f"138{i:08}"])],
            [NewAddress(f"宁波市鄞州区金家一路{i}号3栋{i}室", EAST)],
        )
        for i in range(1000)
    ]
    ids = filing.register_many(rows, by=people.agent, at=AT, rules="silent")
    assert len(set(ids)) == 1000
    assert file.get_file(ids[7], by=people.agent).contacts[0].phones[0].mask == "138****0007"
    with pytest.raises(Invalid) as told:
        filing.register_many([*rows, NewCustomer("company", "")], by=people.agent, at=AT)
    assert set(told.value.fields) == {"rows.1000.name"}


def test_the_list_goes_page_by_page_with_filters(people: Cast, given: Known) -> None:
    first = file.list_page({}, size=3, by=people.agent)
    rest = file.list_page({}, size=3, after=first.next_after, by=people.agent)
    assert [b.id for b in (*first.rows, *rest.rows)] == [given.chen, given.zhou, given.haichuan, given.li]
    assert [b.id for b in file.list_page({"core": "yes"}, by=people.agent).rows] == [given.haichuan]
    assert [b.id for b in file.list_page({"grade": "C"}, by=people.agent).rows] == [given.zhou]
    with pytest.raises(Invalid):
        file.list_page({}, after="zzz", by=people.agent)


def test_every_sentence_reads_with_and_without_personal_values() -> None:
    ours = [kind for kind in list_kinds() if kind.name.startswith("customers.")]
    assert ours
    for kind in ours:
        bare = {k: v for k, v in kind.example.items() if k not in kind.personal}
        for language in ("zh", "en"):
            assert kind.sentence(language, kind.example)
            told = kind.sentence(language, bare)
            assert told and not told.endswith((":", ":", "「", "“"))
    assert events.CustomerRegistered.kind_name == "customers.customer.registered"  # type: ignore[attr-defined]


def test_numbers_of_the_standing_customers_differ() -> None:
    assert LI_PHONE[-4:] == "2203" != CHEN_PHONE[-4:]
