"""Practice §1.12: minimum, count, credit, catalogue; what the database itself holds; and where an order's parts are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from liuke.areas.care.rules.calling import HERE
from liuke.areas.parts.actions import asking, catalogue, counting, handling, sending, using
from liuke.areas.parts.actions.catalogue import Item
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.models import Count, Move, Part, Request, Stock, Use
from liuke.areas.parts.queries.availability import availability
from liuke.areas.parts.queries.credit import credit_of
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import parts, service
from tests.given.parts import BOARD, FILTER, MOTOR, NEW_MOTOR, Store

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def store() -> Store:
    return parts.store(MORNING)


def stock(place: str, part: str = MOTOR) -> Stock:
    return Stock.objects.get(place__key=place, part__code=part)


def test_below_its_minimum_the_parts_desk_owes_to_replenish_once(store: Store) -> None:
    clerk = store.clerk
    handling.set_minimum("company", MOTOR, minimum=5, by=clerk, at=MORNING)
    assert not Event.objects.filter(kind="parts.stock.low").exists()

    first = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING)
    sending.approve(first, by=clerk, at=MORNING)  # set aside is not free
    second = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING)
    sending.approve(second, by=clerk, at=MORNING)

    low = Event.objects.get(kind="parts.stock.low")
    owed = Promise.objects.get(what="replenish-stock")
    assert (low.subject, low.facts["free"], low.facts["minimum"]) == ("company/M-12", 4, 5)
    assert (owed.about, owed.owner_role, owed.state) == ("company/M-12", "parts_clerk", "open")

    handling.buy_in(MOTOR, quantity=1, by=clerk, at=MORNING + HOUR)
    assert Promise.objects.get(what="replenish-stock").state == "open"  # 4 of 5 are free
    handling.buy_in(MOTOR, quantity=10, by=clerk, at=MORNING + HOUR)
    assert Promise.objects.get(what="replenish-stock").state == "kept"


def test_a_minimum_above_what_lies_there_is_low_at_once(store: Store) -> None:
    handling.set_minimum(store.site, MOTOR, minimum=2, by=store.company.cast.east_clerk, at=MORNING)

    assert Event.objects.get(kind="parts.stock.low").facts["site"] == store.site
    handling.set_minimum(store.site, MOTOR, minimum=0, by=store.company.cast.east_clerk, at=MORNING)
    assert Promise.objects.get(what="replenish-stock").state == "kept"


def test_a_count_shows_differences_before_it_books_them(store: Store) -> None:
    clerk = store.clerk
    handling.buy_in(FILTER, quantity=3, by=clerk, at=MORNING)
    number = counting.open_count("company", by=clerk, at=MORNING)
    assert counting.open_count("company", by=clerk, at=MORNING) == number
    with pytest.raises(Refused):
        counting.book_count(number, by=clerk, at=MORNING)
    with pytest.raises(Invalid) as wrong:
        counting.enter_count(number, {MOTOR: 5, FILTER: 4}, by=clerk, at=MORNING)
    assert set(wrong.value.fields) == {"reason-F-3"}

    counting.enter_count(number, {MOTOR: 5, FILTER: 4}, reasons={FILTER: "found"}, by=clerk, at=MORNING)
    assert parts.lies("company", FILTER) == (3, 0)
    counting.book_count(number, by=clerk, at=MORNING)  # 35 yuan: nobody else is needed

    assert parts.lies("company", FILTER) == (4, 0) and parts.ledger_agrees()
    with pytest.raises(Refused):
        counting.book_count(number, by=clerk, at=MORNING)


def test_a_large_difference_is_booked_by_another_than_counted_it(store: Store) -> None:
    number = counting.open_count("company", by=store.clerk, at=MORNING)
    counting.enter_count(number, {MOTOR: 3}, reasons={MOTOR: "lost"}, by=store.clerk, at=MORNING)
    with pytest.raises(Forbidden) as own:
        counting.book_count(number, by=store.clerk, at=MORNING)
    assert own.value.code == "own-count"

    counting.book_count(number, by=store.lead, at=MORNING)

    assert parts.lies("company", MOTOR) == (3, 0)
    assert Event.objects.get(kind="parts.count.booked").facts["confirmed"] is True


def test_a_count_takes_nothing_that_is_set_aside(store: Store) -> None:
    order, number = parts.waiting(store, MORNING)
    sending.approve(number, by=store.clerk, at=MORNING + DAY)
    count = counting.open_count("company", by=store.clerk, at=MORNING + DAY)
    counting.enter_count(count, {MOTOR: 0}, reasons={MOTOR: "lost"}, by=store.clerk, at=MORNING + DAY)

    with pytest.raises(Refused):
        counting.book_count(count, by=store.lead, at=MORNING + DAY)

    assert parts.lies("company", MOTOR) == (5, 1) and Count.objects.get().state == "entered"
    counting.drop_count(count, by=store.clerk, at=MORNING + DAY)
    assert counting.open_count("company", by=store.clerk, at=MORNING + DAY) != count


def test_a_site_counts_its_own_store_and_vans_and_no_others(store: Store) -> None:
    cast = store.company.cast
    counting.open_count(store.van, by=cast.east_clerk, at=MORNING)
    for place in ("company", store.site):
        with pytest.raises((Missing, Forbidden)):
            counting.open_count(place, by=cast.north_clerk, at=MORNING)
    with pytest.raises((Missing, Forbidden)):
        counting.open_count("company", by=cast.east_clerk, at=MORNING)


def test_above_the_sites_credit_only_the_lead_approves_and_says_why(store: Store) -> None:
    clerk, lead = store.clerk, store.lead
    catalogue.set_credit(store.site, limit_cents=30000, deposit_cents=10000, by=lead, at=MORNING)
    first = asking.replenish(part=MOTOR, quantity=2, by=store.company.cast.east_clerk, at=MORNING)
    sending.approve(first, by=clerk, at=MORNING)
    second = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING)

    with pytest.raises(Refused) as refused:
        sending.approve(second, because="急", by=clerk, at=MORNING)
    assert refused.value.code == "above-credit" and "256.00" in refused.value.words.zh
    with pytest.raises(Invalid) as wrong:
        sending.approve(second, by=lead, at=MORNING)
    assert "because" in wrong.value.fields
    sending.approve(second, because="用户停机，押金本周补足", by=lead, at=MORNING)

    told = Event.objects.get(kind="parts.credit.exceeded")
    assert (told.facts["out_cents"], told.facts["limit_cents"]) == (25600, 30000)
    assert "because" not in told.facts


def test_what_is_out_with_a_site_follows_the_part_until_the_old_one_is_settled(store: Store) -> None:
    from liuke.areas.network.models import Site
    from liuke.areas.parts.actions import old_parts

    east = Site.objects.get(number=store.site)
    parts.in_van(store, MOTOR, 1, MORNING)
    assert credit_of(east).out == 12800
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    using.use_part(order, Piece(MOTOR), by=store.company.cast.east_technician, at=when)
    assert credit_of(east).out == 12800  # the old part is owed
    number = Use.objects.get().number
    old_parts.return_old(number, carrier="德邦", by=store.company.cast.east_clerk, at=when)
    old_parts.settle_old(number, finding="genuine", by=store.clerk, at=when)
    assert credit_of(east).out == 0


def test_the_catalogue_takes_no_nonsense(store: Store) -> None:
    for wrong, field in (
        (Item("m 1/2", "电机"), "code"), (Item("X-1", ""), "name"), (Item("X-1", "x", price_cents=-1), "price"),
        (Item("X-1", "x", product_lines=["rocket"]), "product_lines"), (Item("X-1", "x", models=["NO"]), "models"),
        (Item("X-1", "x", guarantee_months=12), "guarantee_source"),
        (Item("X-1", "x", substitutes=["NO-1"]), "substitutes"), (Item("X-1", "x", substitutes=["x-1"]), "substitutes"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as fault:
            catalogue.list_item(wrong, by=store.clerk, at=MORNING)
        assert field in fault.value.fields, (wrong, fault.value.fields)
    with pytest.raises(Invalid):
        catalogue.list_item(Item(MOTOR, "电机"), new=True, by=store.clerk, at=MORNING)
    with pytest.raises(Forbidden):
        catalogue.list_item(Item("X-1", "x"), by=store.company.cast.east_clerk, at=MORNING)
    assert not Part.objects.filter(code="X-1").exists()


def test_one_statement_says_of_many_orders_where_their_parts_are(store: Store) -> None:
    cast, clerk = store.company.cast, store.clerk
    missing, first = parts.waiting(store, MORNING)
    later = MORNING + DAY
    assert availability([missing])[missing].key == "company"  # the warehouse has it
    sending.approve(first, by=clerk, at=later)
    assert availability([missing])[missing].key == "company"
    assert availability([missing])[missing].since == later
    sending.ship(first, carrier="顺丰", by=clerk, at=later)
    assert availability([missing])[missing].key == "on_order"
    sending.receive(first, by=cast.east_clerk, at=later)
    assert availability([missing])[missing].key == "site"
    handling.give(first, technician=store.van, by=cast.east_clerk, at=later)
    assert availability([missing])[missing].key == "van"
    asking.ask_for_order(missing, part=BOARD, by=cast.east_clerk, at=later)
    assert availability([missing])[missing].key == "missing"  # the worst part counts

    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = availability([missing, "WO-999999"])
    assert len(asked) == 1 and set(found) == {missing}
    assert availability([]) == {}


def test_what_lies_about_at_the_site_serves_a_request_that_nobody_decided_yet(store: Store) -> None:
    number = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING)
    parts.at_site(store, number, MORNING)
    order, _wanted = parts.waiting(store, MORNING)

    assert availability([order])[order].key == "site"
    handling.hand_over(MOTOR, quantity=1, from_=store.site, to=store.van, by=store.company.cast.east_clerk, at=MORNING)
    assert availability([order])[order].key == "van"


def broken(name: str, act: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()  # type: ignore[operator]


def test_the_database_holds_what_must_never_be_false(store: Store) -> None:
    row = stock("company")
    rows = Stock.objects.filter(pk=row.pk)
    broken("stock_is_never_negative", lambda: rows.update(quantity=-1))
    broken("no_more_is_set_aside_than_there_is", lambda: rows.update(reserved=6))
    broken("no_more_is_set_aside_than_there_is", lambda: rows.update(reserved=-1))
    broken("a_part_lies_once_at_a_place", lambda: Stock.objects.create(place=row.place, part=row.part))
    broken("a_part_code_fits_on_a_label", lambda: Part.objects.filter(code=MOTOR).update(code="m 12"))
    broken("a_guarantee_of_its_own_names_its_source",
           lambda: Part.objects.filter(code=FILTER).update(guarantee_months=3))  # fmt: skip
    number = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING)
    request = Request.objects.filter(number=number)
    broken("a_request_is_in_a_known_state", lambda: request.update(state="lost"))
    broken("a_request_wants_at_least_one", lambda: request.update(quantity=0))
    broken("a_part_under_way_is_in_the_catalogue", lambda: request.update(state="approved", part=None))
    broken("a_request_goes_to_a_site_or_waits_for_one", lambda: request.update(state="approved", site=None))
    broken("a_refused_request_says_why", lambda: request.update(state="refused"))
    broken("pieces_are_set_aside_only_while_they_wait", lambda: request.update(reserved=True))
    count = counting.open_count("company", by=store.clerk, at=MORNING)
    broken("a_count_is_in_a_known_state", lambda: Count.objects.filter(number=count).update(state="x"))
    broken("a_booked_count_says_when_and_by_whom", lambda: Count.objects.filter(number=count).update(state="booked"))
    broken("a_large_difference_is_booked_by_another_than_counted_it",
           lambda: Count.objects.filter(number=count).update(
               needs_second=True, entered_by=store.clerk, booked_by=store.clerk))  # fmt: skip
    broken("a_place_has_one_count_at_a_time",
           lambda: Count.objects.create(number="CT-X", place=row.place, opened_at=MORNING, opened_by=store.clerk))  # fmt: skip


def test_used_parts_and_counts_hold_their_constraints(store: Store) -> None:
    parts.in_van(store, MOTOR, 1, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    using.use_part(order, Piece(MOTOR), by=store.company.cast.east_technician, at=when)
    use = Use.objects.all()
    broken("at_least_one_piece_is_used", lambda: use.update(quantity=0))
    broken("an_old_part_is_in_a_known_state", lambda: use.update(old_state="gone"))
    broken("a_returned_old_part_has_a_time", lambda: use.update(old_state="returned"))
    broken("a_settled_old_part_says_what_was_found",
           lambda: use.update(old_state="settled", returned_at=when))  # fmt: skip
    number = counting.open_count(store.van, by=store.clerk, at=when)
    line = Count.objects.get(number=number).lines.get()
    broken("a_difference_has_a_reason", lambda: Count.objects.get(number=number).lines.update(counted=7))
    broken("a_part_is_counted_once", lambda: type(line).objects.create(
        count=line.count, part=line.part, expected=0, price_cents=0))  # fmt: skip


def test_the_ledger_is_only_ever_added_to(store: Store) -> None:
    move = Move.objects.get()
    for act in (lambda: Move.objects.update(quantity=9), move.delete):
        with pytest.raises((IntegrityError, InternalError), match="only ever added"), transaction.atomic():
            act()
    broken("a_move_moves_something", lambda: Move.objects.create(
        part=move.part, to_place=move.to_place, quantity=0, why="bought", at=MORNING, by=store.clerk))  # fmt: skip
    broken("a_move_says_why", lambda: Move.objects.create(
        part=move.part, to_place=move.to_place, quantity=1, why="magic", at=MORNING, by=store.clerk))  # fmt: skip
    broken("a_move_goes_somewhere_else", lambda: Move.objects.create(
        part=move.part, to_place=move.to_place, from_place=move.to_place, quantity=1, why="given", at=MORNING,
        by=store.clerk))  # fmt: skip
    assert NEW_MOTOR and parts.ledger_agrees()
