"""The pages of parts: the desk, the site, the order's section, the technician's phone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuke.areas.parts.actions import asking, handling, sending, using
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.models import Count, Part, Request, Use
from liuke.areas.service.models import WorkOrder
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from tests.given import parts, service
from tests.given.parts import FILTER, MOTOR, NEW_MOTOR, Store
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> Store:
    return parts.store(clock.now() - timedelta(hours=1))


def test_from_the_desk_to_the_van_by_clicks(store: Store) -> None:
    cast = store.company.cast
    order, number = parts.waiting(store, clock.now() - timedelta(hours=1))
    clerk, site = as_(store.clerk), as_(cast.east_clerk)
    listed = clerk.get("/parts/").content.decode()
    assert number in listed and "批准" in listed and "电机" in listed

    assert posted(clerk, f"/parts/requests/{number}/", act="approve", next="/parts/").headers["Location"] == "/parts/"
    assert posted(clerk, f"/parts/requests/{number}/", act="ship", carrier="").status_code == 422
    assert posted(clerk, f"/parts/requests/{number}/", act="ship", carrier="顺丰", waybill="SF1").status_code == 302
    assert "签收" in site.get("/parts/").content.decode()
    assert posted(site, f"/parts/requests/{number}/", act="receive").status_code == 302
    page = site.get(f"/parts/requests/{number}/").content.decode()
    assert "张师傅" in page and "已到网点" in page
    assert posted(site, f"/parts/requests/{number}/", act="give", technician=store.van).status_code == 302
    assert parts.lies(store.van, MOTOR) == (1, 0)

    shown = site.get(f"/orders/{order}/").content.decode()
    assert "配件在车上" in shown and number in shown
    assert "part-progress" not in shown


def test_a_substitute_a_refusal_and_a_stale_tab(store: Store) -> None:
    handling.buy_in(NEW_MOTOR, quantity=1, by=store.clerk, at=clock.now())
    _order, number = parts.waiting(store, clock.now() - timedelta(hours=1))
    clerk = as_(store.clerk)
    assert NEW_MOTOR in clerk.get(f"/parts/requests/{number}/").content.decode()
    assert posted(clerk, f"/parts/requests/{number}/", act="refuse", reason="").status_code == 422
    assert posted(clerk, f"/parts/requests/{number}/", act="approve", part=NEW_MOTOR, seen="1").status_code == 302
    assert posted(clerk, f"/parts/requests/{number}/", act="refuse", reason="other", seen="1").status_code == 409
    assert posted(clerk, f"/parts/requests/{number}/", act="dance").status_code == 422
    assert "代用" in clerk.get(f"/parts/requests/{number}/").content.decode()


def test_stock_is_taken_in_minded_and_handed_over(store: Store) -> None:
    clerk, site = as_(store.clerk), as_(store.company.cast.east_clerk)
    assert posted(clerk, f"/parts/stock/company/{FILTER}/", act="buy", quantity="x").status_code == 422
    assert posted(clerk, f"/parts/stock/company/{FILTER}/", act="buy", quantity="3", paper="PO-2").status_code == 302
    assert posted(clerk, f"/parts/stock/company/{FILTER}/", act="minimum", minimum="10").status_code == 302
    listed = clerk.get("/parts/stock/").content.decode()
    assert listed.index("油网") < listed.index(">电机<") and "缺 7 件" in listed
    assert "PO-2" in clerk.get(f"/parts/stock/company/{FILTER}/").content.decode()
    assert site.get(f"/parts/stock/company/{FILTER}/").status_code == 404
    assert site.get("/parts/stock/?low=1").status_code == 200

    parts.in_van(store, MOTOR, 2, clock.now())
    van = f"/parts/stock/{store.van}/{MOTOR}/"
    assert posted(site, van, act="hand", to=store.site, quantity="3").status_code == 409
    assert posted(site, van, act="hand", to=store.site, quantity="1").status_code == 302
    assert posted(site, van, act="hand", to="company", quantity="1").status_code in (403, 404, 422)
    assert parts.lies(store.site, MOTOR) == (1, 0)


def test_a_site_asks_for_stock_and_for_an_order(store: Store) -> None:
    site = as_(store.company.cast.east_clerk)
    assert posted(site, "/parts/requests/new/", part="NO-1", quantity="1").status_code == 422
    assert posted(site, "/parts/requests/new/", part=MOTOR, quantity="2").status_code == 302
    order, _number = parts.waiting(store, clock.now() - timedelta(hours=1))
    assert "电机" in site.get(f"/parts/orders/{order}/").content.decode()
    assert posted(site, f"/parts/orders/{order}/", part=FILTER, quantity="1").status_code == 302
    assert Request.objects.filter(order__number=order, part__code=FILTER).exists()
    assert as_(store.company.cast.north_clerk).get(f"/parts/orders/{order}/").status_code == 404


def test_an_old_part_goes_back_and_is_settled(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 1, clock.now() - timedelta(hours=1))
    order = service.in_service(store.company, clock.now() - timedelta(hours=1))
    phone = as_(technician)
    assert posted(phone, f"/field/orders/{order}/parts/acts/part-use/", part=MOTOR).status_code == 302
    number = Use.objects.get().number
    site, clerk = as_(store.company.cast.east_clerk), as_(store.clerk)
    assert number in site.get("/parts/old/").content.decode()
    assert posted(site, f"/parts/old/{number}/", act="return", carrier="德邦", freight="12.x").status_code == 422
    assert posted(site, f"/parts/old/{number}/", act="return", carrier="德邦", freight="12").status_code == 302
    assert Use.objects.get().freight_cents == 1200
    assert posted(site, f"/parts/old/{number}/", act="settle", finding="genuine").status_code == 403
    assert posted(clerk, f"/parts/old/{number}/", act="settle", finding="genuine").status_code == 302
    assert "已核销" in clerk.get("/parts/old/?which=over").content.decode()
    assert (
        "已更换" in site.get(f"/orders/{order}/").content.decode()
        or number in site.get(f"/orders/{order}/").content.decode()
    )


def test_a_count_through_its_pages(store: Store) -> None:
    clerk, lead = as_(store.clerk), as_(store.lead)
    assert posted(clerk, "/parts/counts/", place="company").status_code == 302
    number = Count.objects.get().number
    sheet = f"/parts/counts/{number}/"
    wrong = posted(clerk, sheet, act="enter", **{f"count-{MOTOR}": "3"})
    assert wrong.status_code == 422 and "请选择原因" in wrong.content.decode()
    assert posted(clerk, sheet, act="enter", **{f"count-{MOTOR}": "three"}).status_code == 422
    said = {f"count-{MOTOR}": "3", f"reason-{MOTOR}": "lost", "added": FILTER, "added_count": "2"}
    assert posted(clerk, sheet, act="enter", **said).status_code == 302
    assert "-2" in clerk.get(sheet).content.decode()
    assert posted(clerk, sheet, act="book").status_code == 403
    assert posted(lead, sheet, act="book").status_code == 302
    assert (parts.lies("company", MOTOR), parts.lies("company", FILTER)) == ((3, 0), (2, 0))


def test_the_catalogue_is_entered_changed_and_taken_in_from_a_file(store: Store) -> None:
    clerk = as_(store.clerk)
    said = {"code": "v-9", "name": "电磁阀", "price": "45", "product_lines": "hood", "active": "on"}
    assert posted(clerk, "/parts/catalogue/new/", **said).status_code == 302
    assert posted(clerk, "/parts/catalogue/new/", **said).status_code == 422
    assert posted(clerk, "/parts/catalogue/V-9/", **(said | {"price": "50", "seen": "1"})).status_code == 302
    assert Part.objects.get(code="V-9").price_cents == 5000
    assert posted(clerk, "/parts/catalogue/V-9/", **(said | {"seen": "1"})).status_code == 409
    assert "V-9" in clerk.get("/parts/catalogue/?q=电磁").content.decode()

    good = "编码,名称,价格,返还旧件,代用件\nK-1,旋钮,5.5,是,K-2\nK-2,旋钮（新）,6,否,\n".encode()
    assert posted(clerk, "/parts/catalogue/import/", file=SimpleUploadedFile("p.csv", good)).status_code == 302
    knob = Part.objects.get(code="K-1")
    assert (knob.price_cents, knob.returnable, [s.code for s in knob.substitutes.all()]) == (550, True, ["K-2"])
    bad = "编码,名称\nK-3,风叶\nK/4,风叶\n".encode()
    refused = posted(clerk, "/parts/catalogue/import/", file=SimpleUploadedFile("p.csv", bad))
    assert refused.status_code == 422 and not Part.objects.filter(code="K-3").exists()
    assert posted(as_(store.company.cast.east_clerk), "/parts/catalogue/new/", **said).status_code == 403


def test_mode_and_credit_are_set_by_the_lead(store: Store) -> None:
    lead = as_(store.lead)
    place = f"/parts/sites/{store.site}/"
    assert posted(lead, place, act="mode", mode="magic").status_code == 422
    assert posted(lead, place, act="mode", mode="requests").status_code == 302
    assert posted(lead, place, act="credit", limit="5000", deposit="2000").status_code == 302
    shown = lead.get("/parts/sites/").content.decode()
    assert "5,000" in shown and "按申请管理" in shown
    assert as_(store.clerk).get(place).status_code == 403
    assert lead.get("/parts/sites/S-9999/").status_code == 404
    assert as_(store.company.cast.east_clerk).get("/parts/sites/").status_code == 200


def test_three_taps_on_the_phone_put_a_part_in_once(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 2, clock.now() - timedelta(hours=1))
    order = service.in_service(store.company, clock.now() - timedelta(hours=1))
    phone, key = as_(technician), str(uuid4())
    assert f"/field/orders/{order}/parts/" in phone.get(f"/field/orders/{order}/").content.decode()
    page = phone.get(f"/field/orders/{order}/parts/").content.decode()
    assert "电机" in page and 'data-act="part-use"' in page

    place = f"/field/orders/{order}/parts/acts/part-use/"
    for _ in range(2):
        said = {"part": MOTOR, "client_uuid": key, "happened_at": clock.now().isoformat(), "form_number": issue()}
        answer = phone.post(place, said, headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.content.decode()
    assert Use.objects.count() == 1 and parts.lies(store.van, MOTOR) == (1, 0)
    typed = phone.post(place, {"part": "NO-1", "form_number": issue()}, headers={"accept": "application/json"})
    assert typed.status_code == 422 and typed.json()["errors"][0]["field"] == "part"

    use = Use.objects.get().number
    assert posted(phone, f"/field/orders/{order}/parts/acts/part-return/", use=use).status_code == 302
    assert parts.lies(store.van, MOTOR) == (2, 0)
    assert as_(store.company.cast.north_technician).get(f"/field/orders/{order}/parts/").status_code == 404
    assert WorkOrder.objects.get(number=order).state == "in_service"


def test_english_pages_speak_english(store: Store) -> None:
    number = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=clock.now())
    sending.approve(number, by=store.clerk, at=clock.now())
    clerk = as_(store.clerk)
    for place in ("/parts/", f"/parts/requests/{number}/", "/parts/stock/", f"/parts/stock/company/{MOTOR}/",
                  "/parts/old/", "/parts/counts/", "/parts/catalogue/", f"/parts/catalogue/{MOTOR}/",
                  "/parts/sites/"):  # fmt: skip
        page = clerk.get(place, headers={"accept-language": "en"})
        assert page.status_code == 200, place


@pytest.mark.parametrize("place", ["/parts/?which=lost", "/parts/?which=over&before=x", "/parts/old/?which=lost"])
def test_a_wrong_address_is_refused(store: Store, place: str) -> None:
    assert as_(store.clerk).get(place).status_code == 422


def test_the_lists_ask_no_more_however_many_rows_they_show(store: Store) -> None:
    now = clock.now() - timedelta(hours=1)
    parts.in_van(store, MOTOR, 1, now)
    order = service.in_service(store.company, now)
    for n in range(12):
        part = (MOTOR, FILTER, NEW_MOTOR)[n % 3]
        asking.replenish(part=part, quantity=1, by=store.company.cast.east_clerk, at=now)
        handling.set_minimum("company", part, minimum=n, by=store.clerk, at=now)
    using.use_part(order, Piece(MOTOR), by=store.company.cast.east_technician, at=clock.now())
    clerk, phone = as_(store.clerk), as_(store.company.cast.east_technician)

    for name, browser, place in (
        ("page.parts", clerk, "/parts/"),
        ("page.parts_stock", clerk, "/parts/stock/"),
        ("page.parts_old", clerk, "/parts/old/?which=owed"),
        ("page.parts_catalogue", clerk, "/parts/catalogue/"),
        ("page.parts_sites", clerk, "/parts/sites/"),
        ("page.field_parts", phone, f"/field/orders/{order}/parts/"),
    ):
        browser.get(place)
        within_budget(name, lambda b=browser, p=place: b.get(p))  # type: ignore[misc]
