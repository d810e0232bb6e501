"""The customer file: what to know before one speaks, the story, and keeping it up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.queries.complaints import complaint_of
from liuke.areas.customers.actions import keeping
from liuke.areas.customers.models import Customer, Phone
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.forms.actions import issue
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from tests.given import customers as given
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def company() -> Company:
    return service.company(clock.now())


def code_of(pk: int) -> str:
    return Customer.objects.get(pk=pk).code


def test_the_band_shows_what_was_promised_and_broken(company: Company) -> None:
    li, by = company.known.li, company.cast.agent
    at = clock.now() - 3 * HOUR
    promises.give(HandMade(li, "寄送说明书", at + HOUR), by=by, at=at)
    promises.give(HandMade(li, "回电告知配件到货", clock.now() + HOUR), by=by, at=clock.now())

    text = as_(by).get(f"/customers/{code_of(li)}/").content.decode()

    band = text[text.index('class="band"') : text.index("</section>", text.index('class="band"'))]
    assert "未兑现：我的承诺：寄送说明书" in band and "已承诺：回电告知配件到货" in band


def test_the_band_is_gone_when_there_is_nothing_to_know(company: Company) -> None:
    text = as_(company.cast.agent).get(f"/customers/{code_of(company.known.zhou)}/").content.decode()

    assert 'class="band"' not in text


def test_the_band_tells_of_secrecy_of_a_core_customer_and_of_a_new_keeper(company: Company) -> None:
    pk = company.known.haichuan
    keeping.set_keeper(pk, company.cast.manager, by=company.cast.lead, at=clock.now())

    text = as_(company.cast.agent).get(f"/customers/{code_of(pk)}/").content.decode()

    assert "核心客户" in text and "商密·重要" in text and "由 黄总 接手" in text


def test_an_open_complaint_comes_first_and_says_how_to_speak(company: Company) -> None:
    li, by = company.known.li, company.cast.agent
    promises.give(HandMade(li, "回电告知配件到货", clock.now() + HOUR), by=by, at=clock.now())
    told = voice_dissatisfaction(
        "", customer=li, words="修了两次还响", wants="换新机", channel="call", by=by, at=clock.now()
    )
    number = complaint_of(told, by=by)

    text = as_(by).get(f"/customers/{code_of(li)}/").content.decode()

    assert f"未结投诉 {number}：修了两次还响" in text and "先致歉安抚，勿推销" in text
    assert text.index("未结投诉") < text.index("已承诺")


def test_the_timeline_is_told_in_sentences_with_names_and_its_areas_can_be_chosen(company: Company) -> None:
    number = service.dispatched(company, clock.now())
    client, place = as_(company.cast.agent), f"/customers/{code_of(company.known.li)}/"

    every, filed = client.get(place).content.decode(), client.get(f"{place}?area=customers").content.decode()

    story, filed = (text[text.index('class="timeline"') :] for text in (every, filed))
    assert number in story and "王芳" in story
    assert "建立客户档案" in filed and number not in filed


def test_events_reported_late_show_both_moments(company: Company) -> None:
    from liuke.events.customers import ContactAdded
    from liuke.kernel.journal.actions import record

    li, at = company.known.li, clock.now()
    record(ContactAdded(code_of(li), 1, "女儿"), on=li, by=company.cast.agent, at=at, happened_at=at - 5 * HOUR)

    assert "登记于" in as_(company.cast.agent).get(f"/customers/{code_of(li)}/").content.decode()


@pytest.mark.parametrize("tab", ["timeline", "products", "orders", "people", "promises"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_tab_opens_in_both_languages_without_a_clear_number(company: Company, tab: str, language: str) -> None:
    service.dispatched(company, clock.now())
    client = as_(company.cast.agent)
    client.cookies["liuke_language"] = language

    answer = client.get(f"/customers/{code_of(company.known.li)}/?tab={tab}")

    assert answer.status_code == 200
    assert given.LI_PHONE not in answer.content.decode() and "12栋1203" not in answer.content.decode()


def test_products_say_their_guarantee_in_a_sentence(company: Company) -> None:
    text = as_(company.cast.agent).get(f"/customers/{code_of(company.known.li)}/?tab=products").content.decode()

    assert '整机至 <span class="nowrap">2027-03-02</span>' in text


def test_revealing_asks_for_a_purpose_and_leaves_its_row(company: Company) -> None:
    phone = Phone.objects.filter(contact__customer=company.known.li).first()
    assert phone is not None
    client, ref = as_(company.cast.agent), f"phone:{phone.pk}"

    assert posted(client, "/customers/reveal/", value=ref, purpose="neugier").status_code == 422
    answer = posted(client, "/customers/reveal/", value=ref, purpose="call", mask=phone.mask)

    assert given.LI_PHONE in answer.content.decode()
    assert AuditRow.objects.filter(act="customers.revealed", by=company.cast.agent).count() == 1
    assert phone.mask in client.get("/customers/mask/", {"value": ref}).content.decode()


def test_a_refused_reveal_is_told_in_place_and_its_row_is_kept(company: Company) -> None:
    keeping.set_secrecy(company.known.haichuan, "core", by=company.cast.lead, at=clock.now())
    phone = Phone.objects.filter(contact__customer=company.known.haichuan).first()
    assert phone is not None

    answer = posted(as_(company.cast.agent), "/customers/reveal/", value=f"phone:{phone.pk}", purpose="call")

    assert answer.status_code == 200 and "核心商密客户" in answer.content.decode()
    assert AuditRow.objects.filter(act="customers.reveal_refused").exists()


def test_people_of_a_site_see_only_customers_with_an_open_order_of_theirs(company: Company) -> None:
    place = f"/customers/{code_of(company.known.li)}/"
    assert as_(company.cast.east_clerk).get(place).status_code == 404

    service.dispatched(company, clock.now())

    assert as_(company.cast.east_clerk).get(place).status_code == 200
    assert as_(company.cast.north_clerk).get(place).status_code == 404
    assert as_(company.cast.stranger).get(place).status_code == 403


def test_a_new_customer_is_registered_and_likely_twins_are_shown_while_typing(company: Company) -> None:
    client = as_(company.cast.agent)

    twins = client.get(
        "/customers/duplicates/",
        {"name": "李秀英", "contacts.0.phones.0": given.LI_PHONE, "addresses.0.text": "宁波市鄞州区金家一路88号"},
    ).content.decode()
    answer = posted(
        client, "/customers/new/", kind="household", name="钱多多",
        **{"contacts.0.phones.0": "13677778888", "addresses.0.text": "宁波市鄞州区金家一路9号2幢"},
    )  # fmt: skip

    assert "李秀英" in twins and "电话相同" in twins
    assert answer.status_code == 302
    assert Customer.objects.filter(name="钱多多").exists()


def test_a_second_click_on_register_makes_one_customer(company: Company) -> None:
    client, form = as_(company.cast.agent), {"kind": "household", "name": "钱多多", "form_number": issue()}

    first, second = client.post("/customers/new/", form), client.post("/customers/new/", form)

    assert first["Location"] == second["Location"]
    assert Customer.objects.filter(name="钱多多").count() == 1


def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(company: Company) -> None:
    answer = posted(
        as_(company.cast.agent), "/customers/new/", kind="household", name="钱多多", **{"contacts.0.phones.0": "123"}
    )

    assert answer.status_code == 422
    assert "看不懂这个号码" in answer.content.decode() and "钱多多" in answer.content.decode()


def test_the_slower_of_two_editors_is_shown_the_difference_and_may_save_again(company: Company) -> None:
    place = f"/customers/{code_of(company.known.zhou)}/edit/"
    keeping.change(company.known.zhou, {"name": "周建国(已核)"}, version=1, by=company.cast.lead, at=clock.now())
    client = as_(company.cast.agent)

    stale = posted(client, place, name="周建园", kind="household", version="1")
    again = posted(client, place, name="周建园", kind="household", version="2")

    assert stale.status_code == 409
    text = stale.content.decode()
    assert "周建国(已核)" in text and "周建园" in text and 'name="version" value="2"' in text
    assert again.status_code == 302 and Customer.objects.get(pk=company.known.zhou).name == "周建园"


def test_grade_keeper_and_secrecy_are_for_those_who_decide(company: Company) -> None:
    place = f"/customers/{code_of(company.known.zhou)}"
    agent, lead = as_(company.cast.agent), as_(company.cast.lead)

    assert posted(agent, f"{place}/grade/", grade="A", reason="投诉多").status_code == 403
    assert posted(lead, f"{place}/grade/", grade="A", is_core="1", reason="年采购额达标").status_code == 302
    assert posted(lead, f"{place}/keeper/", keeper=str(company.cast.account_manager.pk)).status_code == 302
    assert posted(lead, f"{place}/secrecy/", secrecy="important").status_code == 302
    zhou = Customer.objects.get(pk=company.known.zhou)
    assert (zhou.grade, zhou.is_core, zhou.secrecy) == ("A", True, "important")
    assert zhou.keeper == company.cast.account_manager


def test_a_number_that_is_another_persons_now_is_let_go(company: Company) -> None:
    phone = Phone.objects.filter(contact__customer=company.known.zhou).first()
    assert phone is not None

    posted(as_(company.cast.agent), f"/phones/{phone.pk}/detachment/")

    assert Phone.objects.get(pk=phone.pk).detached_at is not None


def test_people_and_places_are_added(company: Company) -> None:
    code, client = code_of(company.known.zhou), as_(company.cast.agent)

    posted(client, f"/customers/{code}/contacts/", name="周明", relation="儿子", **{"phones.0": "13588887777"})
    posted(client, f"/customers/{code}/addresses/", text="宁波市江北区慈城镇新村38号", note="有狗")

    text = client.get(f"/customers/{code}/?tab=people").content.decode()
    assert "周明" in text and "135****7777" in text and "有狗" in text


def test_the_list_filters_and_pages(company: Company) -> None:
    client = as_(company.cast.agent)

    assert "李秀英" in client.get("/customers/?grade=A").content.decode()
    assert "周建国" not in client.get("/customers/?grade=A").content.decode()
    assert "海川" in client.get("/customers/?core=yes").content.decode()
    assert client.get("/customers/?after=x").status_code == 422


def test_an_unknown_caller_gets_a_name(company: Company) -> None:
    from liuke.areas.customers.actions.filing import register_unknown

    pk = register_unknown("13500009999", by=company.cast.agent, at=clock.now())
    client = as_(company.cast.agent)
    assert "未知来电" in client.get(f"/customers/{code_of(pk)}/").content.decode()

    posted(client, f"/customers/{code_of(pk)}/completion/", kind="household", name="郑晓", relation="本人")

    assert Customer.objects.get(pk=pk).name == "郑晓"


def test_a_broken_place_in_the_story_is_refused(company: Company) -> None:
    place = f"/customers/{code_of(company.known.li)}/"
    client = as_(company.cast.agent)

    assert client.get(place, {"before": "x~1"}).status_code == 422
    assert client.get(place, {"tab": "money"}).status_code == 422
    assert client.get("/customers/C-999999/").status_code == 404
