"""Practice §1.12, rules 12, 14, 27: a part from the wish to the old part that comes back, and the order that waited."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.parts.actions import asking, handling, old_parts, sending, using
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.models import Move, Request, Use
from liuke.areas.service.actions import booking, running, visits
from liuke.areas.service.models import PartRequest, WorkOrder
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.loop import run_due
from liuke.kernel.promises.models import Alarm, Promise
from tests.given import parts, service
from tests.given.parts import BOARD, FILTER, MOTOR, NEW_MOTOR, Store

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def store() -> Store:
    return parts.store(MORNING)


def kinds(about: str) -> list[str]:
    rows = Event.objects.filter(about=about, kind__regex=r"^(service\.part|parts)\.").order_by("pk")
    return list(rows.values_list("kind", flat=True))


def owed(what: str) -> list[Promise]:
    return list(Promise.objects.filter(what=what, state="open"))


def again_at_the_door(s: Store, order: str, at: datetime) -> datetime:
    """The second visit is booked and begun; answers when."""
    start = (at + DAY).replace(hour=10, minute=0)
    window = Window(start, start + 2 * HOUR)
    booking.book(order, window=window, technician=s.van, by=s.company.cast.east_clerk, at=at)
    technician = s.company.cast.east_technician
    visits.depart(order, by=technician, at=start - timedelta(minutes=20))
    visits.arrive(order, by=technician, at=start)
    visits.start(order, by=technician, at=start)
    return start


def test_from_the_wish_to_the_settled_old_part(store: Store) -> None:
    cast = store.company.cast
    order, number = parts.waiting(store, MORNING)
    noon = service.windows_of(order).start + HOUR
    request = Request.objects.get(number=number)
    assert (request.part.code, request.state, request.mode) == (MOTOR, "requested", "stock")
    assert [p.about for p in owed("approve-part")] == [order]

    sending.approve(number, by=store.clerk, at=noon)
    assert parts.lies("company", MOTOR) == (5, 1)
    assert not owed("approve-part") and [p.about for p in owed("ship-part")] == [order]

    sending.ship(number, carrier="顺丰", waybill="SF1", by=store.clerk, at=noon + HOUR)
    assert (parts.lies("company", MOTOR), parts.lies("transit", MOTOR)) == ((4, 0), (1, 0))
    assert not owed("ship-part") and [p.about for p in owed("receive-part")] == [number]

    running.hold(order, reason="waiting_part", by=cast.east_clerk, at=noon + HOUR)
    sending.receive(number, by=cast.east_clerk, at=noon + DAY)
    assert parts.lies(store.site, MOTOR) == (1, 1)
    assert WorkOrder.objects.get(number=order).state == "second_visit_due"  # it goes on by itself
    assert not owed("receive-part") and [p.about for p in owed("book-second-visit")] == [order]
    assert PartRequest.objects.get(number=number).state == "arrived"

    handling.give(number, technician=store.van, by=cast.east_clerk, at=noon + DAY)
    assert (parts.lies(store.site, MOTOR), parts.lies(store.van, MOTOR)) == ((0, 0), (1, 0))

    start = again_at_the_door(store, order, noon + DAY)
    using.use_part(order, Piece(MOTOR), by=cast.east_technician, at=start + HOUR)
    used = Use.objects.get(order__number=order)
    assert parts.lies(store.van, MOTOR) == (0, 0)
    assert (used.old_state, used.guarantee_until.year, used.request.state) == ("owed", 2029, "used")
    back = owed("return-old-part")[0]
    assert (back.about, back.owner_role, back.owner_team) == (used.number, "site_clerk", f"site:{store.site}")
    assert back.due_at.date() == (start + 30 * DAY).date()

    old_parts.return_old(used.number, carrier="德邦", freight_cents=1200, by=cast.east_clerk, at=start + 5 * DAY)
    told = Event.objects.get(kind="parts.old_part.returned")
    assert {k: told.facts[k] for k in ("number", "order", "site", "freight_cents")} == {
        "number": used.number, "order": order, "site": store.site, "freight_cents": 1200,
    }  # fmt: skip
    assert not owed("return-old-part") and [p.about for p in owed("settle-old-part")] == [used.number]
    old_parts.settle_old(used.number, finding="genuine", by=store.clerk, at=start + 7 * DAY)
    assert not owed("settle-old-part")

    assert kinds(order) == [
        "service.part.requested", "service.part.approved", "parts.request.reserved", "service.part.shipped",
        "parts.parcel.sent", "parts.parcel.received", "service.part.arrived", "parts.part.used",
        "parts.old_part.returned", "parts.old_part.settled",
    ]  # fmt: skip
    assert list(Move.objects.order_by("pk").values_list("why", flat=True)) == [
        "bought", "shipped", "received", "given", "used",
    ]  # fmt: skip
    assert parts.ledger_agrees()


def test_the_steps_of_a_stocked_request_are_taken_at_the_parts_desk_alone(store: Store) -> None:
    order, number = parts.waiting(store, MORNING)

    with pytest.raises(Refused) as refused:
        running.move_part(order, number, step="approved", by=store.clerk, at=MORNING + DAY)

    assert refused.value.code == "at-the-parts-desk"
    assert PartRequest.objects.get(number=number).state == "requested"


def test_a_simple_note_stays_a_simple_note() -> None:
    store = parts.store(MORNING, mode="simple")
    order, number = parts.waiting(store, MORNING)
    when = service.windows_of(order).start + HOUR

    for step in ("approved", "shipped", "arrived"):
        running.move_part(order, number, step=step, by=store.clerk, at=when)
    assert not Request.objects.exists()
    with pytest.raises(Refused):
        asking.replenish(part=MOTOR, quantity=2, by=store.company.cast.east_clerk, at=MORNING)
    with pytest.raises(Refused):
        asking.ask_for_order(order, part=MOTOR, by=store.company.cast.east_clerk, at=when)


def test_with_requests_alone_the_old_part_is_followed_and_no_stock_is_kept() -> None:
    store = parts.store(MORNING, mode="requests")
    cast = store.company.cast
    order, number = parts.waiting(store, MORNING)
    when = service.windows_of(order).start + HOUR
    parts.at_site(store, number, when)
    handling.give(number, technician=store.van, by=cast.east_clerk, at=when)
    start = again_at_the_door(store, order, when)

    using.use_part(order, Piece(MOTOR), by=cast.east_technician, at=start)

    assert Use.objects.get().old_state == "owed"
    assert not Move.objects.exists()


def test_a_request_without_a_known_part_is_named_by_the_clerk(store: Store) -> None:
    order, number = parts.waiting(store, MORNING, part="那个转的东西")
    when = service.windows_of(order).start + HOUR
    with pytest.raises(Invalid) as wrong:
        sending.approve(number, by=store.clerk, at=when)
    assert "part" in wrong.value.fields

    sending.approve(number, part="m-12", by=store.clerk, at=when)

    request = Request.objects.get(number=number)
    assert (request.part.code, request.asked, request.reserved) == (MOTOR, None, True)


def test_a_substitute_chosen_by_the_clerk_is_told(store: Store) -> None:
    handling.buy_in(NEW_MOTOR, quantity=1, by=store.clerk, at=MORNING)
    order, number = parts.waiting(store, MORNING)

    sending.approve(number, part=NEW_MOTOR, by=store.clerk, at=MORNING + DAY)

    request = Request.objects.get(number=number)
    told = Event.objects.get(kind="parts.request.substituted")
    assert (request.part.code, request.asked.code, request.price_cents) == (NEW_MOTOR, MOTOR, 13800)
    assert (told.about, told.facts["part"], told.facts["asked"]) == (order, NEW_MOTOR, "电机 M-12")


def test_refused_with_a_reason_ends_what_was_owed(store: Store) -> None:
    order, number = parts.waiting(store, MORNING)
    with pytest.raises(Invalid):
        sending.refuse(number, reason="", by=store.clerk, at=MORNING + DAY)

    sending.refuse(number, reason="not_needed", note="换油封即可", by=store.clerk, at=MORNING + DAY)

    assert not owed("approve-part")
    with pytest.raises(Refused):
        sending.approve(number, by=store.clerk, at=MORNING + DAY)


def test_nothing_in_stock_waits_and_supply_goes_to_whoever_waits_longest() -> None:
    store = parts.store(MORNING, motors=0)
    order, first = parts.waiting(store, MORNING)
    second = asking.replenish(part=MOTOR, quantity=1, by=store.company.cast.east_clerk, at=MORNING + DAY)
    for number in (first, second):
        sending.approve(number, by=store.clerk, at=MORNING + DAY)
    with pytest.raises(Refused) as refused:
        sending.ship(first, carrier="顺丰", by=store.clerk, at=MORNING + DAY)
    assert refused.value.code == "not-in-stock"

    assert handling.buy_in(MOTOR, quantity=1, by=store.clerk, at=MORNING + 2 * DAY) == 1

    reserved = dict(Request.objects.values_list("number", "reserved"))
    assert reserved == {first: True, second: False}
    sending.release(first, by=store.clerk, at=MORNING + 2 * DAY)
    sending.reserve(second, by=store.clerk, at=MORNING + 2 * DAY)
    assert parts.lies("company", MOTOR) == (1, 1)


def test_a_cancelled_order_frees_what_was_set_aside_and_what_travels_becomes_stock(store: Store) -> None:
    cast = store.company.cast
    order, number = parts.waiting(store, MORNING)
    more = asking.ask_for_order(order, part=MOTOR, quantity=2, by=cast.east_clerk, at=MORNING + DAY)
    for one in (number, more):
        sending.approve(one, by=store.clerk, at=MORNING + DAY)
    sending.ship(more, carrier="顺丰", by=store.clerk, at=MORNING + DAY)

    running.cancel(order, reason="user_withdrew", by=cast.agent, at=MORNING + DAY)

    assert parts.lies("company", MOTOR) == (3, 0)
    assert Request.objects.get(number=number).state == "withdrawn"
    assert not owed("ship-part")
    sending.receive(more, by=cast.east_clerk, at=MORNING + 2 * DAY)
    assert parts.lies(store.site, MOTOR) == (2, 0)
    assert not owed("receive-part") and parts.ledger_agrees()


def test_an_order_that_waits_for_two_parts_goes_on_with_the_second(store: Store) -> None:
    cast = store.company.cast
    order, first = parts.waiting(store, MORNING)
    handling.buy_in(FILTER, quantity=1, by=store.clerk, at=MORNING)
    second = asking.ask_for_order(order, part=FILTER, by=cast.east_clerk, at=MORNING + DAY)
    running.hold(order, reason="waiting_part", by=cast.east_clerk, at=MORNING + DAY)

    parts.at_site(store, first, MORNING + DAY)
    assert WorkOrder.objects.get(number=order).state == "on_hold"

    parts.at_site(store, second, MORNING + 2 * DAY)
    assert WorkOrder.objects.get(number=order).state == "second_visit_due"


def test_a_phone_that_sends_twice_uses_one_part(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 2, MORNING)
    order = service.in_service(store.company, MORNING)
    when, key = service.windows_of(order).start + HOUR, uuid4()

    first = using.use_part(order, Piece(MOTOR), client_uuid=key, by=technician, at=when)
    again = using.use_part(order, Piece(MOTOR), client_uuid=key, by=technician, at=when + HOUR)

    assert first == again and Use.objects.count() == 1
    assert parts.lies(store.van, MOTOR) == (1, 0)


def test_a_part_set_aside_at_the_site_is_taken_straight_from_the_shelf(store: Store) -> None:
    technician = store.company.cast.east_technician
    order, number = parts.waiting(store, MORNING)
    when = service.windows_of(order).start + HOUR
    parts.at_site(store, number, when)
    start = again_at_the_door(store, order, when)
    with pytest.raises(Refused) as refused:
        using.use_part(order, Piece(MOTOR), by=technician, at=start)
    assert refused.value.code == "not-in-stock"

    using.use_part(order, Piece(MOTOR, source="site"), by=technician, at=start)

    assert (parts.lies(store.site, MOTOR), parts.lies(store.van, MOTOR)) == ((0, 0), (0, 0))
    assert Request.objects.get(number=number).state == "used"
    assert parts.ledger_agrees()


def test_where_the_van_had_one_the_piece_set_aside_at_the_site_is_free(store: Store) -> None:
    parts.in_van(store, MOTOR, 1, MORNING)
    order, number = parts.waiting(store, MORNING)
    when = service.windows_of(order).start + HOUR
    parts.at_site(store, number, when)
    start = again_at_the_door(store, order, when)

    using.use_part(order, Piece(MOTOR), by=store.company.cast.east_technician, at=start)

    assert (parts.lies(store.site, MOTOR), parts.lies(store.van, MOTOR)) == ((1, 0), (0, 0))


def test_paid_work_leaves_the_old_part_with_the_customer_also_when_it_turns_out_later(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 1, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    with pytest.raises(Invalid) as wrong:
        using.use_part(order, Piece(MOTOR, customer_keeps=True), by=technician, at=when)
    assert "customer_keeps" in wrong.value.fields
    using.use_part(order, Piece(MOTOR), by=technician, at=when)
    assert owed("return-old-part")

    from liuke.areas.service.actions import verdicts

    seen = verdicts.Seen(["misuse"], None, [service.photo(store.company, order, when)],
                         service.photo(store.company, order, when))  # fmt: skip
    verdicts.settle_guarantee(order, 1, seen, by=technician, at=when)

    use = Use.objects.get()
    assert (use.in_guarantee, use.old_state, use.old_reason) == (False, "released", "paid")
    assert not owed("return-old-part")


def test_after_a_verdict_of_paid_the_customer_may_keep_the_old_part(store: Store) -> None:
    from liuke.areas.service.actions import verdicts

    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 1, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    seen = verdicts.Seen(["misuse"], None, [service.photo(store.company, order, when)],
                         service.photo(store.company, order, when))  # fmt: skip
    verdicts.settle_guarantee(order, 1, seen, by=technician, at=when)

    using.use_part(order, Piece(MOTOR, customer_keeps=True), by=technician, at=when)

    assert Use.objects.get().old_state == "kept"
    assert not owed("return-old-part")


def test_a_wrong_tap_is_taken_back(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 1, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    using.use_part(order, Piece(MOTOR), by=technician, at=when)

    using.take_back(Use.objects.get().number, by=technician, at=when)

    assert parts.lies(store.van, MOTOR) == (1, 0)
    assert not owed("return-old-part") and parts.ledger_agrees()
    with pytest.raises(Refused):
        using.take_back(Use.objects.get().number, by=technician, at=when)


def test_a_part_with_serial_numbers_is_put_in_once(store: Store) -> None:
    technician = store.company.cast.east_technician
    handling.buy_in(BOARD, quantity=2, by=store.clerk, at=MORNING)
    parts.in_van(store, BOARD, 2, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    with pytest.raises(Invalid) as wrong:
        using.use_part(order, Piece(BOARD), by=technician, at=when)
    assert "serial" in wrong.value.fields
    using.use_part(order, Piece(BOARD, serial="pcb 0001"), by=technician, at=when)

    with pytest.raises(Invalid) as wrong:
        using.use_part(order, Piece(BOARD, serial="PCB0001"), by=technician, at=when)

    assert "serial" in wrong.value.fields
    assert parts.lies(store.van, BOARD) == (1, 0)


def test_the_old_part_is_late_and_nothing_is_deducted(store: Store) -> None:
    technician = store.company.cast.east_technician
    parts.in_van(store, MOTOR, 1, MORNING)
    order = service.in_service(store.company, MORNING)
    when = service.windows_of(order).start + HOUR
    using.use_part(order, Piece(MOTOR), by=technician, at=when)

    loop = system_actor(Actor.Kind.LOOP, "clock")
    run_due(by=loop, at=(when + 20 * DAY).replace(hour=10))
    assert "parts_lead" not in set(
        Alarm.objects.filter(promise__what="return-old-part").values_list("to_role", flat=True)
    )
    run_due(by=loop, at=when + 31 * DAY)
    assert "parts_lead" in set(Alarm.objects.filter(promise__what="return-old-part").values_list("to_role", flat=True))
    assert not Event.objects.filter(kind__startswith="settlement.").exists()

    number = Use.objects.get().number
    with pytest.raises(Forbidden):
        old_parts.release_old(number, reason="not_worth", by=store.clerk, at=when + 31 * DAY)
    old_parts.release_old(number, reason="not_worth", by=store.lead, at=when + 31 * DAY)
    assert not owed("return-old-part")


def test_the_wrong_people_are_kept_out(store: Store) -> None:
    cast = store.company.cast
    order, number = parts.waiting(store, MORNING)
    with pytest.raises(Forbidden):
        sending.approve(number, by=cast.east_clerk, at=MORNING + DAY)
    with pytest.raises(Missing):
        sending.receive(number, by=cast.north_clerk, at=MORNING + DAY)
    sending.approve(number, by=store.clerk, at=MORNING + DAY)
    sending.ship(number, carrier="顺丰", by=store.clerk, at=MORNING + DAY)
    with pytest.raises((Missing, Forbidden)):
        sending.receive(number, by=cast.east_technician, at=MORNING + DAY)
    sending.receive(number, by=cast.east_clerk, at=MORNING + DAY)
    with pytest.raises(Missing):
        handling.hand_over(MOTOR, quantity=1, from_=store.site, to=store.van, by=cast.north_clerk, at=MORNING + DAY)
    with pytest.raises(Forbidden):
        using.use_part(order, Piece(MOTOR), by=cast.agent, at=MORNING + DAY)
    with pytest.raises(Missing):
        using.use_part(order, Piece(MOTOR), by=cast.north_technician, at=MORNING + DAY)
    with pytest.raises(Forbidden):
        handling.buy_in(MOTOR, quantity=1, by=cast.east_clerk, at=MORNING)


def test_a_stale_tab_and_a_second_click_are_told(store: Store) -> None:
    _order, number = parts.waiting(store, MORNING)
    seen = Request.objects.get(number=number).version
    sending.approve(number, by=store.clerk, at=MORNING + DAY, seen=seen)

    with pytest.raises(Stale):
        sending.approve(number, by=store.lead, at=MORNING + DAY, seen=seen)
    with pytest.raises(Refused):
        sending.approve(number, by=store.lead, at=MORNING + DAY)
    assert parts.lies("company", MOTOR) == (5, 1)
