"""The way of an order from a ringing phone to its end, played on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from liuke.areas.service.actions import (
    booking,
    calls,
    closing,
    dispatching,
    orders,
    requests,
    reviewing,
    running,
    visits,
)
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import Call, Offer, PartRequest, Visit, WorkOrder
from liuke.areas.service.queries import desks, placing
from liuke.areas.service.queries import orders as listing
from liuke.areas.service.queries.board import board
from liuke.areas.service.queries.drafts import draft_at
from liuke.areas.service.queries.requests import get_request
from liuke.areas.service.queries.rooms import room_in
from liuke.areas.service.reactions import empty_words
from liuke.areas.service.rules.visits import MachineDone
from liuke.areas.service.rules.windows import Window
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal.listeners import Moment
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.rows import Recorded
from tests.given import service
from tests.given.customers import CHEN_PHONE, LI_PHONE
from tests.given.service import Company

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 here
pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(AT)


def state(number: str) -> str:
    return WorkOrder.objects.get(number=number).state


def kinds(number: str) -> list[str]:
    rows = Event.objects.filter(subject=number) | Event.objects.filter(about=number)
    return list(rows.filter(kind__startswith="service.").order_by("id").values_list("kind", flat=True))


def test_a_known_caller_is_named_and_an_unknown_one_gets_a_file(c: Company) -> None:
    known = calls.take_call(LI_PHONE, by=c.cast.agent, at=AT)
    assert (known.customer_id, known.known) == (c.known.li, True)
    unknown = calls.take_call("13300001111", by=c.cast.agent, at=AT)
    assert unknown.customer_id and not unknown.known
    again = calls.take_call("13300001111", by=c.cast.agent, at=AT)
    assert again.customer_id == unknown.customer_id


def test_an_abandoned_call_is_returned_when_the_customer_rings_again(c: Company) -> None:
    lost = calls.abandon_call(CHEN_PHONE, by=c.cast.agent, at=AT, waited_seconds=40)
    calls.take_call(CHEN_PHONE, by=c.cast.agent, at=AT + timedelta(minutes=5))
    assert Call.objects.get(number=lost.number).returned_at is not None
    with pytest.raises(Refused):
        calls.return_call(lost.number, by=c.cast.agent, at=AT + timedelta(minutes=6))


def test_danger_in_the_caller_s_words_is_recorded_with_the_script_that_was_read(c: Company) -> None:
    number = service.request(c, AT, fault="厨房有煤气味")
    assert get_request(number, by=c.cast.agent).hazards == ("gas",)
    assert "service.safety.advised" in kinds(number)


def test_solved_on_the_phone_sends_nobody(c: Company) -> None:
    number = service.request(c, AT)
    solved = requests.solve_on_phone(number, reason="operation", note="教用户清洗滤网", by=c.cast.agent, at=AT)
    assert solved.state == "solved"
    with pytest.raises(Refused):
        orders.order_visit(number, by=c.cast.agent, at=AT)


def test_the_whole_way_to_a_satisfied_customer(c: Company) -> None:
    number = service.to_call_back(c, AT)
    end = AT + timedelta(days=1)
    closing.close(number, outcome="satisfied", by=c.cast.callback_agent, at=end)
    assert state(number) == "closed"
    assert kinds(number) == [
        "service.order.made",
        "service.order.dispatched",
        "service.order.booked",
        "service.order.accepted",
        "service.visit.planned",
        "service.visit.departed",
        "service.visit.arrived",
        "service.visit.started",
        "service.visit.ended",
        "service.completion.reported",
        "service.completion.accepted",
        "service.order.closed",
    ]


def test_an_order_knows_the_guarantee_its_machine_has_on_the_phone(c: Company) -> None:
    number = service.dispatched(c, AT)
    file = listing.get_order(number, by=c.cast.agent)
    assert file.row.guarantee == file.machines[0].guarantee == "in"
    assert file.machines[0].guarantee_reason.zh
    assert file.offers[0].reasons.zh


def test_the_suggestion_comes_with_its_reasons_and_another_site_with_why(c: Company) -> None:
    offer = placing.offer_windows(
        kind="repair", product_lines=["hood"], address_id=c.zhou_address, by=c.cast.agent, at=AT
    )
    assert offer.site == c.sites.north
    assert offer.asks_wish
    assert "网点 B 级" in offer.sites[0].sentence.zh
    number = service.commissioned(c, AT)
    assert Offer.objects.get(order__number=number).overruled_reason == ""


def test_a_site_accepts_and_books_what_it_was_offered(c: Company) -> None:
    number = service.commissioned(c, AT)
    accepted = dispatching.accept(number, by=c.cast.north_clerk, at=AT)
    assert accepted.state == "to_book"
    window = Window(AT + timedelta(days=1), AT + timedelta(days=1, hours=2))
    booked = booking.book(number, window=window, technician=c.cast.north_technician.pk, by=c.cast.north_clerk, at=AT)
    assert booked.state == "booked" and booked.visit


def test_a_declined_order_goes_back_and_to_another_site(c: Company) -> None:
    number = service.dispatched(c, AT)
    with pytest.raises(Invalid):
        dispatching.decline(number, reason="no_wish", by=c.cast.east_clerk, at=AT)
    dispatching.decline(number, reason="full", by=c.cast.east_clerk, at=AT)
    order = WorkOrder.objects.get(number=number)
    assert (order.state, order.site, order.window) == ("to_dispatch", None, None)
    assert order.wished_start is not None
    row = desks.dispatch_list(by=c.cast.dispatcher).rows[0]
    assert row.number == number
    with pytest.raises(Missing):
        listing.get_order(number, by=c.cast.east_clerk)


def test_the_third_recall_in_a_week_is_flagged(c: Company) -> None:
    number = service.dispatched(c, AT)
    for n in range(1, 4):
        dispatching.recall(number, because="no_answer", by=c.cast.dispatcher, at=AT + timedelta(days=n))
        event = Event.objects.filter(kind="service.order.recalled").latest("id")
        assert (event.facts["count_in_week"], event.facts["flagged"]) == (n, n == 3)
        dispatching.dispatch(number, site=c.sites.east, by=c.cast.dispatcher, at=AT + timedelta(days=n))


def test_a_certificate_that_expired_is_not_overruled(c: Company) -> None:
    later = AT + timedelta(days=3 * 365)
    number = requests.open_request(
        c.known.li,
        kind="repair",
        fault="打不着火",
        product_line="stove",
        address_id=c.li_address,
        by=c.cast.agent,
        at=later,
    ).number
    with pytest.raises(Refused) as refused:
        orders.order_visit(number, site=c.sites.east, overrule_reason="customer_wish", by=c.cast.agent, at=later)
    assert refused.value.code == "site-unfit"


def test_windows_that_are_full_are_not_offered_and_not_sold(c: Company) -> None:
    first = service.windows(c, AT)[0]
    left = room_in(_site(c), draft_at(kind="repair", product_lines=["hood"]), first)
    for _ in range(left):
        service.dispatched(c, AT, first, machine=False)
    assert first not in service.windows(c, AT)
    with pytest.raises(Refused) as refused:
        service.dispatched(c, AT, first, machine=False)
    assert refused.value.code == "window-full"


def test_a_technician_is_at_one_door_at_a_time(c: Company) -> None:
    window = service.windows(c, AT)[0]
    first = service.assigned(c, AT, window)
    second = service.dispatched(c, AT, window, machine=False)
    dispatching.accept(second, by=c.cast.east_clerk, at=AT)
    with pytest.raises(Refused) as refused:
        booking.assign_technician(second, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=AT)
    assert refused.value.code == "double-booking"
    assert first in refused.value.words.zh
    booking.assign_technician(second, technician=c.cast.east_second.pk, by=c.cast.east_clerk, at=AT)


def test_our_side_moves_an_order_twice_and_then_the_regional_manager(c: Company) -> None:
    number = service.assigned(c, AT)
    free = service.windows(c, AT + timedelta(days=1))
    for window in free[:2]:
        booking.reschedule(number, window=window, moved_by="site", reason="previous_job", by=c.cast.east_clerk, at=AT)
    with pytest.raises(Forbidden):
        booking.reschedule(number, window=free[2], moved_by="site", reason="other", by=c.cast.east_clerk, at=AT)
    moved = booking.reschedule(number, window=free[2], moved_by="user", reason="user_wish", by=c.cast.east_clerk, at=AT)
    assert moved.window_start == free[2].start and moved.visit
    booking.reschedule(number, window=free[0], moved_by="company", reason="other", by=c.cast.manager, at=AT)


def test_three_calls_without_an_answer_put_an_order_on_hold(c: Company) -> None:
    number = service.commissioned(c, AT)
    dispatching.accept(number, by=c.cast.north_clerk, at=AT)
    for n in range(3):
        booking.not_reached(number, by=c.cast.north_clerk, at=AT + timedelta(hours=n))
    order = WorkOrder.objects.get(number=number)
    assert (order.state, order.hold_reason) == ("on_hold", "unreachable")
    running.resume(number, by=c.cast.agent, at=AT + timedelta(hours=4))
    assert state(number) == "to_book"


def test_a_chase_up_counts_on_the_open_order_and_the_third_escalates(c: Company) -> None:
    number = service.dispatched(c, AT)
    with pytest.raises(Refused) as refused:
        service.dispatched(c, AT)
    assert refused.value.code == "open-order"
    assert [running.chase_up(number, by=c.cast.agent, at=AT) for _ in range(3)] == [1, 2, 3]
    chased = Event.objects.filter(kind="service.order.chased").latest("id")
    assert chased.facts["escalated"] is True


def test_a_site_s_pause_without_evidence_stops_no_clock(c: Company) -> None:
    number = service.assigned(c, AT)
    running.hold(number, reason="site_not_ready", by=c.cast.east_clerk, at=AT)
    assert Event.objects.get(kind="service.order.held").facts["stops_clock"] is False
    assert Visit.objects.get(order__number=number).state == "released"
    running.resume(number, by=c.cast.east_clerk, at=AT + timedelta(hours=1))
    assert state(number) == "to_book"


def test_work_is_done_only_with_result_photo_and_signature(c: Company) -> None:
    number = service.in_service(c, AT)
    when = service.windows_of(number).end
    with pytest.raises(Invalid) as wrong:
        visits.finish(number, by=c.cast.east_technician, at=when)
    assert set(wrong.value.fields) == {"results", "photos", "signature"}
    with pytest.raises(Invalid) as strange:
        visits.note_work(number, photos=["not-a-file"], by=c.cast.east_technician, at=when)
    assert "photos" in strange.value.fields


def test_an_act_sent_twice_answers_the_first_result(c: Company) -> None:
    number = service.assigned(c, AT)
    key, start = uuid4(), service.windows_of(number).start
    first = visits.depart(number, by=c.cast.east_technician, at=start, client_uuid=key)
    second = visits.depart(number, by=c.cast.east_technician, at=start + timedelta(hours=1), client_uuid=str(key))
    assert first == second
    assert Event.objects.filter(kind="service.visit.departed").count() == 1
    with pytest.raises(Refused):
        visits.arrive(number, by=c.cast.east_technician, at=start, client_uuid=key)


def test_an_arrival_reported_late_was_in_the_window_all_the_same(c: Company) -> None:
    number = service.assigned(c, AT)
    window = service.windows_of(number)
    visits.depart(number, by=c.cast.east_technician, at=window.end + timedelta(hours=3), happened_at=window.start)
    visits.arrive(
        number,
        by=c.cast.east_technician,
        at=window.end + timedelta(hours=3),
        happened_at=window.start + timedelta(minutes=9),
    )
    visit = Visit.objects.get(order__number=number)
    assert (visit.in_window, visit.late_minutes) == (True, 0)
    with pytest.raises(Invalid):
        visits.start(number, by=c.cast.east_technician, at=window.end, happened_at=window.start)


def test_a_second_visit_waits_for_its_part_and_is_booked_anew(c: Company) -> None:
    number = service.in_service(c, AT)
    when = service.windows_of(number).end
    visits.second_visit(number, reason="part", part="电机 M-12", by=c.cast.east_technician, at=when)
    assert state(number) == "second_visit_due"
    part = PartRequest.objects.get().number
    with pytest.raises(Refused):
        running.move_part(number, part, step="arrived", by=c.cast.administrator, at=when)
    for step in ("approved", "shipped", "arrived"):
        running.move_part(number, part, step=step, by=c.cast.administrator, at=when)
    window = service.windows(c, when + timedelta(days=1))[0]
    booked = booking.book(number, window=window, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=when)
    assert booked.state == "booked"
    assert Event.objects.filter(kind="service.order.booked").latest("id").facts["second_visit"] is True


def test_a_trip_for_nothing_needs_evidence_and_ends_with_the_review(c: Company) -> None:
    number = service.assigned(c, AT)
    when = service.windows_of(number).start
    visits.depart(number, by=c.cast.east_technician, at=when)
    with pytest.raises(Invalid):
        visits.report_no_service_trip(number, reason="user_absent", by=c.cast.east_technician, at=when)
    proof = service.photo(c, number, when)
    visits.report_no_service_trip(number, reason="user_absent", photos=[proof], by=c.cast.east_technician, at=when)
    assert state(number) == "in_review"
    reviewing.review_accept(number, by=c.cast.administrator, at=when)
    assert state(number) == "no_service_trip"


def test_a_review_sends_back_and_the_site_mends(c: Company) -> None:
    number = service.reported(c, AT)
    when = AT + timedelta(days=1)
    with pytest.raises(Forbidden):
        reviewing.review_accept(number, by=c.cast.callback_agent, at=when)
    reviewing.send_back(number, reasons=["photos"], by=c.cast.administrator, at=when)
    visits.report_completion(number, photos=[service.photo(c, number, when)], by=c.cast.east_technician, at=when)
    assert state(number) == "in_review"
    assert Event.objects.filter(kind="service.completion.reported").latest("id").facts["mended"] is True


def test_only_satisfied_closes_and_a_repeat_carries_on_what_was_not(c: Company) -> None:
    number = service.to_call_back(c, AT)
    when = AT + timedelta(days=1)
    with pytest.raises(Refused):
        closing.close(number, outcome="not_fixed_first", by=c.cast.callback_agent, at=when)
    repeat = closing.open_repeat(number, reason="not_fixed", by=c.cast.callback_agent, at=when)
    assert closing.open_repeat(number, reason="not_fixed", by=c.cast.callback_agent, at=when).number == repeat.number
    assert (repeat.state, state(number)) == ("to_dispatch", "closed")
    assert WorkOrder.objects.get(number=number).outcome == "not_fixed_first"
    assert listing.get_order(repeat.number, by=c.cast.agent).row.repeat_of == number


def test_a_platform_s_order_comes_once_and_waits_to_be_taken(c: Company) -> None:
    def receive() -> object:
        return orders.receive_order(
            c.known.li, kind="install", source="jd", external_no="JD-778", address_id=c.li_address,
            machines=[MachineDraft(product_line="hood")], by=c.cast.agent, at=AT,
        )  # fmt: skip

    first, second = receive(), receive()
    assert (first.repeated, second.repeated) == (False, True)
    assert first.order == second.order
    assert state(first.order) == "new"
    orders.take(first.order, by=c.cast.agent, at=AT)
    assert state(first.order) == "to_dispatch"
    assert listing.find_by_number("JD-778", by=c.cast.agent)[0].number == first.order


def test_an_order_of_several_machines_needs_a_result_for_each(c: Company) -> None:
    number = requests.open_request(
        c.known.li, kind="repair", product_line="hood", address_id=c.li_address, by=c.cast.agent, at=AT
    ).number
    drafts = [MachineDraft(machine=c.hood), MachineDraft(product_line="hood", model="CXW-200")]
    order = orders.order_visit(
        number, machines=drafts, site=c.sites.east, window=service.windows(c, AT)[0], by=c.cast.agent, at=AT
    ).number
    dispatching.accept(order, by=c.cast.east_clerk, at=AT)
    booking.assign_technician(order, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=AT)
    start = service.windows_of(order).start
    visits.arrive(order, by=c.cast.east_technician, at=start)
    visits.start(order, by=c.cast.east_technician, at=start)
    proof = service.photo(c, order, start)
    with pytest.raises(Invalid) as wrong:
        visits.finish(
            order,
            results=[MachineDone(1, "repaired")],
            photos=[proof],
            signature=proof,
            by=c.cast.east_technician,
            at=start,
        )
    assert "2" in wrong.value.fields["results"].zh


def test_a_site_sees_its_own_orders_and_a_technician_his_own(c: Company) -> None:
    number = service.assigned(c, AT)
    for actor in (c.cast.agent, c.cast.east_clerk, c.cast.east_technician):
        assert listing.get_order(number, by=actor).row.number == number
    for actor in (c.cast.north_clerk, c.cast.east_second, c.cast.stranger):
        with pytest.raises(Missing):
            listing.get_order(number, by=actor)
    with pytest.raises(Missing):
        desks.site_desk(c.sites.east, by=c.cast.north_clerk, at=AT)
    with pytest.raises(Missing):
        dispatching.accept(number, by=c.cast.north_clerk, at=AT)


def test_a_stale_tab_is_told_what_stands_now(c: Company) -> None:
    number = service.dispatched(c, AT)
    with pytest.raises(Stale) as stale:
        running.cancel(number, reason="user_withdrew", seen=1, by=c.cast.agent, at=AT)
    assert stale.value.difference["state"][0].zh == "待接单"


def test_the_views_of_a_day_show_the_same_order(c: Company) -> None:
    number = service.assigned(c, AT)
    day = service.windows_of(number).start.date()
    stops = desks.day_of_technician(c.cast.east_technician, day).stops
    assert [stop.order.number for stop in stops] == [number]
    assert "depart" in [act.act for act in stops[0].acts]
    shown = board(day, by=c.cast.dispatcher, site=c.sites.east)
    assert number in shown.customers and len(shown.lanes) == 2
    desk = desks.site_desk(c.sites.east, by=c.cast.east_clerk, at=service.windows_of(number).start)
    assert desk.today == 1 and desk.technicians[0].visits + desk.technicians[1].visits == 1
    assert listing.count_by_state({}, by=c.cast.agent)["booked"] == 1
    assert listing.find_by_number(number[-4:], by=c.cast.agent)[0].number == number
    page = listing.list_orders({"state": "booked", "site": c.sites.east}, by=c.cast.agent)
    assert [row.number for row in page.rows] == [number]
    assert listing.open_orders_of_customers([c.known.li])[c.known.li][0].number == number


def _site(c: Company):  # noqa: ANN202
    from liuke.areas.network.models import Site

    return Site.objects.get(number=c.sites.east)


def test_a_booking_sent_twice_from_a_phone_is_one_booking(c: Company) -> None:
    number, key = service.commissioned(c, AT), uuid4()
    dispatching.accept(number, by=c.cast.north_clerk, at=AT)
    window = Window(AT + timedelta(days=1), AT + timedelta(days=1, hours=2))
    first = booking.book(number, window=window, by=c.cast.north_clerk, at=AT, client_uuid=key)
    assert booking.book(number, window=window, by=c.cast.north_clerk, at=AT, client_uuid=key) == first
    assert Event.objects.filter(kind="service.order.booked").count() == 1


def test_erasing_a_customer_empties_what_he_said(c: Company) -> None:
    number = service.dispatched(c, AT)
    running.cancel(number, reason="user_withdrew", by=c.cast.agent, at=AT)
    empty_words([_erased(c.known.li)], Moment(c.cast.manager, AT))
    file = listing.get_order(number, by=c.cast.agent)
    assert (file.fault, file.machines[0].fault) == ("", "")


def _erased(customer: int) -> Recorded:
    facts = {"code": "C-1", "customer_id": customer, "reason": ""}
    return Recorded(1, customer, "customers.customer.erased", "C-1", "", AT, AT, 1, facts, {}, "staff")
