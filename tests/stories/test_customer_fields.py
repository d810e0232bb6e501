"""The file's fields: whose word, how old, who may read them, and two people at one form."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import fields, merging
from liuke.areas.customers.actions.fields import Told
from liuke.areas.customers.models import FieldDefinition, FieldValue
from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.fields import get_sheet
from liuke.areas.customers.queries.searching import search
from liuke.foundation.faults import Forbidden, Invalid, Missing, Stale
from liuke.kernel.journal.queries import list_timeline
from tests.given.customers import Known, known
from tests.given.people import Cast, cast

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
VISIT, SELF = Told("visit", date(2026, 10, 30)), Told("self")
pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Cast:
    return cast(AT)


@pytest.fixture
def given(people: Cast) -> Known:
    return known(people, AT)


def set_of(people: Cast, customer: int, values: dict[str, str], told: Told = VISIT, **more: object) -> int:
    return fields.set_fields(customer, values, told=told, by=people.agent, at=AT, **more)  # type: ignore[arg-type]


def value(people: Cast, customer: int, key: str, at: datetime = AT):  # type: ignore[no-untyped-def]
    rows = {row.field.key: row.value for row in get_sheet(customer, by=people.agent, at=at).own}
    return rows[key]


def test_a_value_knows_its_source_its_day_and_who_wrote_it(people: Cast, given: Known) -> None:
    assert set_of(people, given.haichuan, {"trade": "食堂设备", "best_time": "周二、周四上午", "assets": "300万"}) == 3
    found = value(people, given.haichuan, "trade")
    assert (found.words.zh, found.source.zh, found.told_on) == ("食堂设备", "拜访", date(2026, 10, 30))
    assert (found.entered_by, found.entered_at) == (people.agent.name, AT)
    assert value(people, given.haichuan, "best_time").words.zh == "周二、四 09:00–11:30"
    event = list_timeline(given.haichuan, by=people.agent).events[0]
    assert event.kind == "customers.fields.set"
    assert "食堂设备" in event.value("what_zh") and "300" not in event.value("what_zh")


def test_of_a_private_person_only_what_he_said_himself_is_kept(people: Cast, given: Known) -> None:
    li = file.get_file(given.li, by=people.agent).contacts[0].id
    with pytest.raises(Invalid) as fault:
        set_of(people, given.li, {"likes": "越剧"}, VISIT, contact_id=li)
    assert "本人" in fault.value.fields["likes"].zh
    assert set_of(people, given.li, {"likes": "越剧", "lunar_birthday": "八月十五"}, SELF, contact_id=li) == 2
    with pytest.raises(IntegrityError, match="what_is_private_came_from_the_person"), transaction.atomic():
        FieldValue.objects.filter(contact=li).update(source="observation")


def test_a_household_has_no_fields_of_companies(people: Cast, given: Known) -> None:
    offered = {row.field.key for row in get_sheet(given.li, by=people.agent, at=AT).own}
    assert offered == {"best_time", "speaks"}
    with pytest.raises(Invalid):
        set_of(people, given.li, {"assets": "1"})


def test_a_bank_account_lies_in_the_vault(people: Cast, given: Known) -> None:
    fields.set_fields(given.haichuan, {"bank_account": "6222021100112233445"}, told=VISIT, by=people.lead, at=AT)
    rows = {r.field.key: r for r in get_sheet(given.haichuan, by=people.lead, at=AT).own}
    found = rows["bank_account"].value
    assert found is not None
    assert (found.words.zh, found.typed) == ("****3445", "")
    assert access.reveal(found.ref, purpose="核对", by=people.lead, at=AT) == "6222021100112233445"
    fields.set_fields(given.haichuan, {"bank_account": ""}, told=VISIT, by=people.lead, at=AT)
    with pytest.raises(Missing):
        access.reveal(found.ref, purpose="核对", by=people.lead, at=AT)


def test_what_is_important_of_a_core_customer_is_core(people: Cast, given: Known) -> None:
    fields.set_fields(given.haichuan, {"terms": "月结三十天"}, told=VISIT, by=people.lead, at=AT)
    access.customer(given.haichuan, by=people.lead).__class__.objects.filter(pk=given.haichuan).update(secrecy="core")
    assert "terms" not in {r.field.key for r in get_sheet(given.haichuan, by=people.agent, at=AT).own}
    assert "terms" in {r.field.key for r in get_sheet(given.haichuan, by=people.lead, at=AT).own}
    with pytest.raises(Forbidden):
        set_of(people, given.haichuan, {"terms": "现款"})


def test_who_was_slower_sees_what_the_other_wrote(people: Cast, given: Known) -> None:
    set_of(people, given.haichuan, {"trade": "食堂设备", "size": "40"})
    set_of(people, given.haichuan, {"trade": "厨房设备"}, before={"trade": "食堂设备"})
    with pytest.raises(Stale) as fault:
        set_of(people, given.haichuan, {"trade": "餐饮设备", "size": "60"}, before={"trade": "食堂设备", "size": "40"})
    assert fault.value.difference == {"行业": ("厨房设备", "餐饮设备")}
    assert value(people, given.haichuan, "size").words.zh == "40"
    left_alone = {"trade": "食堂设备", "size": "60"}
    assert set_of(people, given.haichuan, left_alone, before={"trade": "食堂设备", "size": "40"}) == 1


def test_what_is_old_is_shown_until_somebody_asks_again(people: Cast, given: Known) -> None:
    set_of(people, given.haichuan, {"problems": "上次压缩机漏氟未赔"})
    later = AT + timedelta(days=91)
    assert value(people, given.haichuan, "problems", later).is_stale
    fields.confirm_fields(given.haichuan, ["problems"], by=people.agent, at=later)
    assert not value(people, given.haichuan, "problems", later).is_stale
    sheet = get_sheet(given.haichuan, by=people.agent, at=later)
    assert [row.field.key for row in sheet.highlights] == ["problems"]


def test_what_is_searched_finds_the_customer(people: Cast, given: Known) -> None:
    set_of(people, given.haichuan, {"trade": "冷链物流"})
    assert [hit.customer.id for hit in search("冷链", by=people.agent)] == [given.haichuan]


def test_a_secret_field_is_not_searched() -> None:
    with pytest.raises(IntegrityError, match="what_is_secret_is_not_searched"), transaction.atomic():
        FieldDefinition.objects.filter(key="terms").update(searchable=True)
    with pytest.raises(IntegrityError, match="what_is_sealed_is_not_searched"), transaction.atomic():
        FieldDefinition.objects.filter(key="bank_account").update(searchable=True, secrecy="general")


def test_erasure_takes_all_fields_out(people: Cast, given: Known) -> None:
    li = file.get_file(given.li, by=people.agent).contacts[0].id
    set_of(people, given.li, {"likes": "越剧"}, SELF, contact_id=li)
    merging.erase(given.li, reason="本人要求", by=people.manager, at=AT)
    assert not FieldValue.objects.filter(customer=given.li).exists()
    told = [e for e in list_timeline(given.li, by=people.lead).events if e.kind == "customers.fields.set"]
    assert [e.value("what_zh") for e in told] == [None]


def test_a_merge_keeps_the_winners_value_and_moves_what_only_the_loser_had(people: Cast, given: Known) -> None:
    set_of(people, given.zhou, {"best_time": "上午", "speaks": "宁波话"})
    set_of(people, given.chen, {"best_time": "下午"})
    merging.merge(given.zhou, given.chen, by=people.agent, at=AT)
    assert value(people, given.chen, "best_time").words.zh == "每天 13:30–17:00"
    assert value(people, given.chen, "speaks").words.zh == "宁波话"
