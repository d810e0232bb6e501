"""Work orders at the desk: the list, the page, every act, and what another site never sees."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from liuke.areas.service.actions import booking, dispatching
from liuke.areas.service.models import WorkOrder
from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.forms.actions import issue
from tests.given import service
from tests.given.customers import LI_PHONE
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


def state(number: str) -> str:
    return WorkOrder.objects.get(number=number).state


def test_the_list_filters_by_its_address_and_counts_by_state(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    desk = as_(c.cast.dispatcher)

    found = desk.get("/orders/", {"state": "offered", "site": c.sites.east}).content.decode()
    assert number in found and "待接单" in found
    assert number not in desk.get("/orders/", {"state": "to_book"}).content.decode()
    assert number not in desk.get("/orders/", {"late": "yes", "state": "closed"}).content.decode()
    assert number in desk.get("/orders/", {"view": "board"}).content.decode()


def test_the_last_four_digits_lead_to_the_order(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    desk = as_(c.cast.agent)

    for address in (f"/orders/{number[-4:]}/", f"/orders/?find={number[-4:]}"):
        assert desk.get(address).headers["Location"] == f"/orders/{number}/"


def test_another_site_s_order_is_not_there(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    other = as_(c.cast.north_clerk)

    assert other.get(f"/orders/{number}/").status_code == 404
    assert posted(other, f"/orders/{number}/acts/acceptance/").status_code == 404
    assert other.get(f"/orders/{number}/paper/").status_code == 404
    assert number not in other.get("/orders/").content.decode()


def test_the_page_shows_masks_and_offers_only_what_this_person_may_do(c: Company) -> None:
    number = service.dispatched(c, clock.now())

    seen = as_(c.cast.east_clerk).get(f"/orders/{number}/").content.decode()
    assert LI_PHONE not in seen and "李秀英" in seen and "1203室" not in seen
    assert f"/orders/{number}/acts/acceptance/" in seen and f"/orders/{number}/acts/recall/" not in seen
    assert f'action="/orders/{number}/acts/acceptance/"' in seen  # at once
    assert f'hx-get="/orders/{number}/acts/refusal/"' in seen  # asks for the reason first
    centre = as_(c.cast.dispatcher).get(f"/orders/{number}/").content.decode()
    assert f"/orders/{number}/acts/recall/" in centre and f"/orders/{number}/acts/refusal/" not in centre


def test_a_second_click_accepts_once(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    clerk, form = as_(c.cast.east_clerk), issue()

    for _click in range(2):
        answer = clerk.post(f"/orders/{number}/acts/acceptance/", {"form_number": form})
        assert answer.status_code == 302 and answer.headers["Location"] == f"/orders/{number}/"
    assert state(number) == "booked"


def test_declining_asks_for_a_reason_of_the_list(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    clerk = as_(c.cast.east_clerk)

    refused = posted(clerk, f"/orders/{number}/acts/refusal/", reason="because")
    assert refused.status_code == 422 and state(number) == "offered"
    posted(clerk, f"/orders/{number}/acts/refusal/", reason="full")
    assert state(number) == "to_dispatch"


def test_a_stale_edit_is_refused_and_shows_the_difference(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    dispatching.accept(number, by=c.cast.east_clerk, at=clock.now())
    desk = as_(c.cast.dispatcher)
    before = WorkOrder.objects.get(number=number).version
    page = desk.get(f"/orders/{number}/acts/cancellation/").content.decode()
    was = page.split('name="was" value="')[1].split('"')[0]
    booking.assign_technician(number, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=clock.now())

    answer = posted(
        desk, f"/orders/{number}/acts/cancellation/", reason="duplicate", seen=before, was=was, note="别处已登记"
    )
    said = answer.content.decode()
    assert answer.status_code == 409 and "张师傅" in said and "别处已登记" in said
    assert state(number) == "booked"


def test_rescheduling_takes_another_time_by_whom_and_why(c: Company) -> None:
    now = clock.now()
    number = service.assigned(c, now)
    later = service.windows(c, now + timedelta(days=1))[-1]
    desk = as_(c.cast.agent)

    answer = posted(
        desk, f"/orders/{number}/acts/rescheduling/", window=f"{later.start.isoformat()}/{later.end.isoformat()}",
        moved_by="user", reason="user_wish", informed="1",
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert WorkOrder.objects.get(number=number).window_start == later.start


def test_the_list_leaves_through_the_gate_and_for_leads_only(c: Company) -> None:
    service.dispatched(c, clock.now())

    assert "/secrecy/new/" not in as_(c.cast.agent).get("/orders/").content.decode()
    listed = as_(c.cast.manager).get("/orders/?state=offered").content.decode()
    assert 'href="/secrecy/new/?state=offered&amp;of=orders"' in listed
    assert as_(c.cast.manager).get("/secrecy/new/?state=offered&of=orders").status_code == 200


def test_the_paper_is_a_pdf_with_its_audit_row(c: Company) -> None:
    number = service.dispatched(c, clock.now())
    made = as_(c.cast.east_clerk).get(f"/orders/{number}/paper/")
    assert made.content[:5] == b"%PDF-" and AuditRow.objects.filter(act="export.file.made", subject=number).exists()


def test_every_form_of_every_act_can_be_opened(c: Company) -> None:
    now = clock.now()
    numbers = [service.dispatched(c, now), service.commissioned(c, now)]
    from liuke.web.desk.orders.forms import FORMS

    desk = as_(c.cast.manager)
    for number in numbers:
        for noun in FORMS:
            assert desk.get(f"/orders/{number}/acts/{noun}/").status_code in (200, 302), noun
    assert desk.get(f"/orders/{numbers[0]}/acts/nonsense/").status_code == 404


def test_photos_are_handed_out_only_with_their_order(c: Company) -> None:
    number = service.assigned(c, clock.now())
    key = service.photo(c, number, clock.now())
    assert as_(c.cast.east_clerk).get(f"/orders/{number}/files/{key}/").status_code == 200
    assert as_(c.cast.north_clerk).get(f"/orders/{number}/files/{key}/").status_code == 404
    assert as_(c.cast.east_clerk).get(f"/orders/WO-999999/files/{key}/").status_code == 404


def test_list_and_page_ask_the_database_no_more_than_their_budget(c: Company) -> None:
    number = service.assigned(c, clock.now())
    desk = as_(c.cast.manager)
    for name, address in (
        ("page.orders", "/orders/"), ("page.orders_board", "/orders/?view=board"), ("page.order", f"/orders/{number}/"),
    ):  # fmt: skip
        _warm(desk, address)
        within_budget(name, lambda address=address: desk.get(address))


def _warm(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200
