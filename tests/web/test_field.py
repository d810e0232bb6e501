"""The technician's phone: his own stops, each act once, numbers and the door only on a recorded tap."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.service.actions import booking, visits
from liuke.areas.service.models import FieldAct, Visit, WorkOrder
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.forms.actions import issue
from tests.given import service
from tests.given.customers import LI_PHONE
from tests.given.service import PIXEL, Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json", "HX-Request": "true"}


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def state(number: str) -> str:
    return WorkOrder.objects.get(number=number).state


def sent(client: Client, number: str, noun: str, **values: object) -> int:
    data = {"form_number": issue(), "client_uuid": str(uuid4()), "happened_at": clock.now().isoformat(), **values}
    return client.post(f"/field/orders/{number}/acts/{noun}/", data, headers=JSON).status_code


def in_service(c: Company) -> str:
    now = clock.now()
    number = service.assigned(c, now)
    for act in (visits.depart, visits.arrive, visits.start):
        act(number, by=c.cast.east_technician, at=now)
    return number


def picture(name: str = "machine.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PIXEL, content_type="image/png")


def test_the_day_shows_his_stops_in_order_and_nobody_else_s(c: Company) -> None:
    number = service.assigned(c, clock.now())
    day = clock.local(WorkOrder.objects.get(number=number).window_start).date().isoformat()  # type: ignore[arg-type]
    assert number in as_(c.cast.east_technician).get("/field/", {"day": day}).content.decode()
    assert number not in as_(c.cast.east_second).get("/field/", {"day": day}).content.decode()
    assert as_(c.cast.east_second).get(f"/field/orders/{number}/").status_code == 404
    assert as_(c.cast.north_technician).get(f"/field/orders/{number}/").status_code == 404


def test_the_card_offers_what_is_next_and_shows_masks_only(c: Company) -> None:
    number = service.assigned(c, clock.now())
    seen = as_(c.cast.east_technician).get(f"/field/orders/{number}/").content.decode()
    assert 'data-step="call-ahead"' in seen and LI_PHONE not in seen and "1203室" not in seen


def test_a_tap_reveals_the_number_and_is_recorded(c: Company) -> None:
    number = service.assigned(c, clock.now())
    phone = as_(c.cast.east_technician)
    seen = phone.get(f"/field/orders/{number}/").content.decode()
    value = seen.split('name="value" value="phone:')[1].split('"')[0]
    clear = posted(phone, f"/field/orders/{number}/reveal/", value=f"phone:{value}").content.decode()
    assert "tel:" in clear
    assert AuditRow.objects.filter(act="customers.revealed", by=c.cast.east_technician).exists()
    door = posted(phone, f"/field/orders/{number}/reveal/", value=f"address:{c.li_address}").content.decode()
    assert "1203室" in door and "geo:29." in door


def test_nothing_of_another_customer_is_revealed_through_an_order(c: Company) -> None:
    number = service.assigned(c, clock.now())
    phone = as_(c.cast.east_technician)
    assert posted(phone, f"/field/orders/{number}/reveal/", value=f"address:{c.zhou_address}").status_code == 404
    assert posted(phone, f"/field/orders/{number}/reveal/", value="identity:1").status_code == 422


def test_after_the_visit_is_handed_in_nothing_is_revealed(c: Company) -> None:
    number = in_service(c)
    phone = as_(c.cast.east_technician)
    assert (
        sent(phone, number, "completion", photos=picture(), signature=picture("s.png"), **{"result-1": "repaired"})
        == 200
    )
    assert posted(phone, f"/field/orders/{number}/reveal/", value=f"address:{c.li_address}").status_code == 403


def test_the_whole_way_by_taps(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    for noun in ("call-ahead", "departure", "arrival", "start"):
        assert sent(phone, number, noun) == 200, noun
    assert sent(phone, number, "record", photos=picture()) == 200
    assert (
        sent(phone, number, "completion", signature=picture("s.png"), checklist=["power"], **{"result-1": "repaired"})
        == 200
    )
    assert state(number) == "in_review"


def test_the_same_act_sent_again_is_answered_and_done_once(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    same = {"form_number": issue(), "client_uuid": str(uuid4())}
    assert sent(phone, number, "departure", **same) == 200
    assert sent(phone, number, "departure", **same) == 204  # the number tells
    assert sent(phone, number, "departure", **{**same, "form_number": issue()}) == 200  # the id tells
    assert FieldAct.objects.filter(act="depart").count() == 1 and state(number) == "on_the_way"


def test_a_refusal_names_what_is_missing_and_the_number_can_be_used_again(c: Company) -> None:
    number, phone = in_service(c), as_(c.cast.east_technician)
    same = {"form_number": issue(), "client_uuid": str(uuid4())}
    refused = phone.post(f"/field/orders/{number}/acts/completion/", {**same, "result-1": "repaired"}, headers=JSON)
    assert refused.status_code == 422 and {e["field"] for e in refused.json()["errors"]} == {"photos", "signature"}
    done = {**same, "result-1": "repaired", "photos": picture(), "signature": picture("s.png")}
    assert phone.post(f"/field/orders/{number}/acts/completion/", done, headers=JSON).status_code == 200


def test_what_happened_an_hour_ago_is_written_as_such(c: Company) -> None:
    number, phone = service.assigned(c, clock.now() - timedelta(hours=2)), as_(c.cast.east_technician)
    before = clock.now() - timedelta(hours=1)
    assert sent(phone, number, "departure", happened_at=before.isoformat()) == 200
    assert Visit.objects.get(order__number=number).departed_at == before
    assert sent(phone, number, "arrival", happened_at="yesterday") == 422


def test_a_second_visit_for_a_part_names_the_part(c: Company) -> None:
    number, phone = in_service(c), as_(c.cast.east_technician)
    assert sent(phone, number, "second-visit", reason="part") == 422
    assert sent(phone, number, "second-visit", reason="part", part="风机电容") == 200
    assert state(number) == "second_visit_due"
    seen = phone.get(f"/field/orders/{number}/").content.decode()
    assert "风机电容" in seen and "待批准" in seen


def test_a_trip_for_nothing_needs_its_photo(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    sent(phone, number, "departure")
    assert sent(phone, number, "no-service", reason="user_absent") == 422
    assert sent(phone, number, "no-service", reason="user_absent", photos=picture()) == 200
    assert state(number) == "in_review"


def test_not_reached_the_third_time_puts_it_on_hold(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    assert sent(phone, number, "missed-contact") == 200
    for _try in range(2):
        booking.not_reached(number, by=c.cast.east_clerk, at=clock.now())
    assert state(number) == "on_hold"


def test_without_a_script_a_plain_form_does_it_too(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    answer = phone.post(
        f"/field/orders/{number}/acts/departure/", {"form_number": issue()}, headers={"Accept": "text/html"}
    )
    assert answer.headers["Location"] == f"/field/orders/{number}/" and state(number) == "on_the_way"


def test_card_and_day_ask_the_database_no_more_than_their_budget(c: Company) -> None:
    number, phone = service.assigned(c, clock.now()), as_(c.cast.east_technician)
    for name, address in (("page.field", "/field/"), ("page.field_order", f"/field/orders/{number}/")):
        phone.get(address)
        within_budget(name, lambda address=address: phone.get(address))
