"""Practice §1.17, §3: a month is counted from the journal, agreed with the site, signed by both, locked and paid."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.settlement import access
from liuke.areas.settlement.actions import agreeing, looking, making, paying, sending
from liuke.areas.settlement.jobs import draft_last_month
from liuke.areas.settlement.models import Month, Statement, StatementLine
from liuke.areas.settlement.queries import journal as event_reading
from liuke.areas.settlement.queries.statements import list_statements
from liuke.events.charges import CashHandedIn
from liuke.events.parts.using import OldPartReturned
from liuke.events.service.orders import OrderClosed, OrderEndedWithoutService
from liuke.events.service.visits import CompletionAccepted
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import care, quality, settlement
from tests.given.care import World
from tests.given.settlement import MINUTE, Desk, Journal, lines_of, locked, statement_of

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 10, 5, 9, tzinfo=HERE)
THIRD = datetime(2026, 11, 3, 10, tzinfo=HERE)  # a Tuesday
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_DECEMBER = datetime(2026, 12, 3, 10, tzinfo=HERE)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def desk(world: World) -> Desk:
    return settlement.desk(MORNING - HOUR)


@pytest.fixture
def journal(world: World) -> Journal:
    return Journal(world, world.net.east, world.cast.administrator)


def sent(world: World, desk: Desk) -> Statement:
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    return statement_of(world.net.east, OCTOBER)


def owed(what: str, about: str) -> Promise:
    return Promise.objects.filter(what=what, about=about).latest("pk")


def test_a_good_order_brings_its_labour_and_the_bonus(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)

    made = making.make_month(OCTOBER, by=desk.clerk, at=THIRD)

    assert made.statements == 1
    assert lines_of(world.net.east, OCTOBER) == [
        ("WO-900001", "bonus", 400, "bonus"),
        ("WO-900001", "labour", 8000, "work"),
    ]
    found = statement_of(world.net.east, OCTOBER)
    assert found.total_cents == 8400 + 84 - 420  # tax 1 %, retention 5 %
    assert found.total_cents == sum(found.lines.values_list("cents", flat=True))
    labour = found.lines.get(item="labour")
    assert (labour.price, labour.price_from) == ("labour.repair", date(2026, 1, 1))
    assert set(Event.objects.filter(pk__in=labour.events).values_list("kind", flat=True)) == {
        "service.completion.accepted", "service.order.closed",
    }  # fmt: skip


def test_an_order_played_through_the_rooms_is_settled_by_what_they_said(world: World, desk: Desk) -> None:
    judges = quality.judges(MORNING - HOUR)
    bad = Answers(solved=True, attitude_good=False, satisfied=False, words="说话难听")
    order = quality.bad_order(world, MORNING, bad)
    case = quality.case_of(order)
    quality.decided(case, judges.quality, MORNING + 8 * HOUR)

    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)

    found = lines_of(world.net.east, OCTOBER)
    assert (order, "labour", 8000, "work") in found
    assert (order, "deduction", -4000, "coefficient") in found
    assert statement_of(world.net.east, OCTOBER).lines.get(item="cap").cents == 4000 - 1600  # at most a fifth


def test_a_repeat_pays_nothing_and_an_own_fault_trip_pays_nothing(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING, outcome="not_fixed_first")
    journal.order("WO-900002", MORNING + 3 * DAY, repeat_of="WO-900001", area="country")
    journal.fault("WO-900001", MORNING + DAY, outcome="not_fixed_first")
    for number, reason, payable in (("WO-900003", "own_fault", False), ("WO-900004", "user_absent", True)):
        journal.tell(CompletionAccepted(number=number, site=world.net.east, kind="repair"), MORNING)
        journal.tell(
            OrderEndedWithoutService(number=number, reason=reason, site=world.net.east, payable=payable), MORNING
        )

    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)

    assert lines_of(world.net.east, OCTOBER) == [
        ("WO-900001", "deduction", -2400, "coefficient"),
        ("WO-900001", "labour", 8000, "work"),
        ("WO-900002", "labour", 0, "repeat"),
        ("WO-900003", "no_service", 0, "own_fault"),
        ("WO-900004", "no_service", 3000, "trip"),
    ]


def test_settlement_does_not_wait_for_the_customers_word_for_ever(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING, closed=False)  # reviewed on 5 October: 15 days later it counts
    journal.order("WO-900002", MORNING + 20 * DAY, closed=False)  # on 25 October: a matter of November
    journal.order("WO-900003", MORNING + 25 * DAY)  # on 30 October, closed at once

    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    journal.tell(OrderClosed(number="WO-900001", site=world.net.east), THIRD + DAY)
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD + 2 * DAY)
    making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER)

    def settled(month: date) -> set[str]:
        return {order for order, *_ in lines_of(world.net.east, month)}

    assert settled(OCTOBER) == {"WO-900001", "WO-900003"}
    assert settled(NOVEMBER) == {"WO-900002"}


def test_counting_again_gives_the_same_to_the_cent(world: World, desk: Desk, journal: Journal) -> None:
    for n in range(8):
        journal.order(f"WO-90000{n}", MORNING + n * DAY, outcome="dissatisfied" if n % 3 == 0 else "satisfied")
        if n % 3 == 0:
            journal.fault(f"WO-90000{n}", MORNING + n * DAY)
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    before = list(
        statement_of(world.net.east, OCTOBER).lines.values("place", "order_number", "item", "cents", "events")
    )

    making.make_month(OCTOBER, by=desk.clerk, at=THIRD + DAY)
    making.count_again(statement_of(world.net.east, OCTOBER).number, by=desk.clerk, at=THIRD + 2 * DAY)

    after = list(statement_of(world.net.east, OCTOBER).lines.values("place", "order_number", "item", "cents", "events"))
    assert after == before
    assert Statement.objects.count() == 1


def test_the_month_is_sent_on_the_third_confirmed_signed_locked_invoiced_and_paid(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    draft_last_month(datetime(2026, 11, 1, 3, tzinfo=HERE))
    assert owed("send-statements", "2026-10").due_at == datetime(2026, 11, 3, 20, tzinfo=HERE)
    assert owed("send-statements", "2026-10").owner_role == "settlement_clerk"
    found = sent(world, desk)
    assert owed("send-statements", "2026-10").state == "kept"
    confirming = owed("confirm-statement", found.number)
    assert (confirming.owner_role, confirming.owner_team) == ("site_manager", f"site:{world.net.east}")
    assert confirming.due_at.astimezone(HERE).date() == date(2026, 11, 8)  # five days of the site's own calendar

    agreeing.confirm(found.number, by=world.cast.east_manager, at=THIRD + DAY)
    assert owed("confirm-statement", found.number).state == "kept"
    agreeing.sign(found.number, by=desk.regional, at=THIRD + DAY)
    agreeing.lock(found.number, by=desk.finance, at=THIRD + DAY)
    paying_ = owed("pay-statement", found.number)
    assert (paying_.owner_role, paying_.due_at) == ("finance", datetime(2026, 12, 4, 18, tzinfo=HERE))

    with pytest.raises(Refused):
        paying.pay(found.number, paid_on=date(2026, 11, 20), by=desk.finance, at=THIRD + 17 * DAY)
    with pytest.raises(Invalid) as wrong:
        paying.receive_invoice(found.number, invoice_no="26337", amount_cents=1, by=desk.clerk, at=THIRD + 2 * DAY)
    assert "84.84" in wrong.value.fields["amount"].en
    paying.receive_invoice(found.number, invoice_no="26337", amount_cents=8484, by=desk.clerk, at=THIRD + 2 * DAY)
    paying.pay(found.number, paid_on=date(2026, 12, 14), by=desk.finance, at=IN_DECEMBER + 12 * DAY)

    found.refresh_from_db()
    assert (found.state, found.interest_cents) == ("paid", 40)  # ten days late: 0.5 % of 80.64
    assert owed("pay-statement", found.number).state == "kept"


def test_what_comes_after_the_lock_is_adjusted_in_the_next_month(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING, outcome="dissatisfied")
    journal.order("WO-900002", MORNING + DAY)
    journal.cash("WO-900002", MORNING + DAY, 5000)
    found = sent(world, desk)
    locked(found.number, desk, world.cast.east_manager, THIRD + DAY)
    before = found.lines.count()

    journal.fault("WO-900001", THIRD + 2 * DAY)  # 20 % off
    journal.tell(
        CashHandedIn(number="PY-900002", order="WO-900002", site=world.net.east, amount_cents=5000), THIRD + 2 * DAY
    )
    journal.tell(
        OldPartReturned(number="PU-1", order="WO-900002", site=world.net.east, freight_cents=1200), THIRD + 3 * DAY
    )
    making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER)
    making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER + HOUR)  # a second time changes nothing

    late = statement_of(world.net.east, NOVEMBER).lines.filter(item="adjustment")
    assert list(
        late.order_by("order_number", "of_item").values_list("order_number", "of_item", "cents", "reference")
    ) == [
        ("WO-900001", "deduction", -1600, found.number),
        ("WO-900002", "collected", 5000, found.number),
        ("WO-900002", "freight", 1200, found.number),
    ]
    assert Event.objects.get(pk=late.get(of_item="deduction").events[0]).kind == "quality.fault.decided"
    assert found.lines.count() == before

    # an appeal at quality's turns it round in the month after: the adjustment is taken back, once
    sending.send_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER + DAY)
    november = statement_of(world.net.east, NOVEMBER)
    locked(november.number, desk, world.cast.east_manager, IN_DECEMBER + 2 * DAY)
    journal.fault("WO-900001", IN_DECEMBER + 3 * DAY, party="product")
    making.make_month(date(2026, 12, 1), by=desk.clerk, at=datetime(2027, 1, 3, 10, tzinfo=HERE))
    again = statement_of(world.net.east, date(2026, 12, 1)).lines.filter(item="adjustment")
    assert list(again.values_list("of_item", "cents", "reference")) == [("deduction", 1600, found.number)]


def test_a_late_deduction_above_the_cap_is_capped_in_its_own_month(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)
    locked(found.number, desk, world.cast.east_manager, THIRD + DAY)
    journal.fault("WO-900001", THIRD + 2 * DAY, outcome="not_fixed_repeatedly")

    making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER)

    late = statement_of(world.net.east, NOVEMBER).lines.filter(item="adjustment").order_by("of_item")
    assert list(late.values_list("of_item", "cents")) == [("bonus", -400), ("cap", 6400), ("deduction", -8000)]


def test_a_serial_that_came_twice_is_not_paid_until_somebody_decides(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING, kind="install", serials=("LK-TWICE",))
    journal.order("WO-900002", MORNING + DAY, kind="install", serials=("LK-TWICE",))
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    found = statement_of(world.net.east, OCTOBER)
    assert found.flagged_count == 1
    assert ("WO-900001", "installation", 10000, "work") in lines_of(world.net.east, OCTOBER)
    assert ("WO-900002", "installation", 0, "work") in lines_of(world.net.east, OCTOBER)
    assert ("WO-900002", "held", 0, "serial_twice") in lines_of(world.net.east, OCTOBER)

    looking.decide_serial(found.number, order="WO-900002", counts=True, by=desk.clerk, at=THIRD + HOUR)

    assert ("WO-900002", "installation", 10000, "work") in lines_of(world.net.east, OCTOBER)
    found.refresh_from_db()
    assert found.flagged_count == 0
    with pytest.raises(Refused):
        looking.decide_serial(found.number, order="WO-900002", counts=True, by=desk.clerk, at=THIRD + HOUR)


def test_height_is_granted_once_and_paid_by_the_list(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)

    looking.grant_supplement(found.number, order="wo-900001", item="height", by=desk.clerk, at=THIRD + HOUR)

    assert ("WO-900001", "height", 8000, "granted") in lines_of(world.net.east, OCTOBER)
    with pytest.raises(Refused):
        looking.grant_supplement(found.number, order="WO-900001", item="height", by=desk.clerk, at=THIRD + HOUR)
    with pytest.raises(Invalid):
        looking.grant_supplement(found.number, order="WO-999999", item="urgent", by=desk.clerk, at=THIRD + HOUR)
    with pytest.raises(Invalid):
        looking.grant_supplement(found.number, order="WO-900001", item="tip", by=desk.clerk, at=THIRD + HOUR)


def test_a_price_that_is_stated_later_is_found_when_it_is_counted_again(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    set_value(
        "settlement_price", f"{world.net.east}/labour.repair", {"cents": 9000}, from_date=OCTOBER, source="合同附件",
        by=world.cast.administrator, at=THIRD,
    )  # fmt: skip

    making.count_again(statement_of(world.net.east, OCTOBER).number, by=desk.clerk, at=THIRD + HOUR)

    assert ("WO-900001", "labour", 9000, "work") in lines_of(world.net.east, OCTOBER)


def test_a_second_click_a_stale_tab_and_the_wrong_person(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    found, cast = sent(world, desk), world.cast

    with pytest.raises(Stale):
        agreeing.confirm(found.number, by=cast.east_manager, at=THIRD, seen=found.version - 1)
    for person in (cast.east_clerk, desk.clerk, desk.finance):
        with pytest.raises(Forbidden):
            agreeing.confirm(found.number, by=person, at=THIRD)
    for stranger in (cast.north_manager, cast.east_technician, cast.agent, cast.administrator):
        with pytest.raises(Missing):
            agreeing.confirm(found.number, by=stranger, at=THIRD)
    agreeing.confirm(found.number, by=cast.east_manager, at=THIRD + HOUR, seen=found.version)
    with pytest.raises(Refused):
        agreeing.confirm(found.number, by=cast.east_manager, at=THIRD + HOUR)
    with pytest.raises(Forbidden):
        agreeing.sign(found.number, by=cast.east_manager, at=THIRD + HOUR)
    with pytest.raises(Refused):
        agreeing.lock(found.number, by=desk.finance, at=THIRD + HOUR)
    with pytest.raises(Refused):
        making.count_again(found.number, by=desk.clerk, at=THIRD + HOUR)
    with pytest.raises(Refused):
        sending.send_month(OCTOBER, by=desk.clerk, at=THIRD + HOUR)
    assert Event.objects.filter(kind="settlement.statement.confirmed").count() == 1


def test_a_site_sees_its_statement_from_the_day_it_is_sent_and_no_others(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)
    number = statement_of(world.net.east, OCTOBER).number
    with pytest.raises(Missing):
        access.statement(number, by=world.cast.east_manager)

    sending.send(number, by=desk.clerk, at=THIRD)

    assert [one.number for one in list_statements(by=world.cast.east_clerk)] == [number]
    assert list_statements(by=world.cast.north_manager) == ()
    assert list_statements(by=world.cast.east_technician) == ()


def test_only_the_clerk_makes_a_month_and_only_one_that_has_begun(world: World, desk: Desk, journal: Journal) -> None:
    with pytest.raises(Forbidden):
        making.make_month(OCTOBER, by=desk.finance, at=THIRD)
    with pytest.raises(Invalid):
        making.make_month(date(2026, 12, 1), by=desk.clerk, at=THIRD)
    assert making.make_month(OCTOBER, by=desk.clerk, at=THIRD).statements == 0


def test_a_month_that_still_runs_is_looked_at_and_not_sent(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    journal.order("WO-900002", MORNING + 9 * DAY)
    making.make_month(OCTOBER, by=desk.clerk, at=MORNING + DAY)
    assert {order for order, *_ in lines_of(world.net.east, OCTOBER)} == {"WO-900001"}
    assert not Event.objects.filter(kind="settlement.month.drafted").exists()
    with pytest.raises(Invalid):
        sending.send_month(OCTOBER, by=desk.clerk, at=MORNING + DAY)
    with pytest.raises(Invalid):
        sending.send(statement_of(world.net.east, OCTOBER).number, by=desk.clerk, at=MORNING + DAY)

    draft_last_month(datetime(2026, 11, 1, 3, tzinfo=HERE))

    assert {order for order, *_ in lines_of(world.net.east, OCTOBER)} == {"WO-900001", "WO-900002"}
    assert owed("send-statements", "2026-10").state == "open"


def test_the_database_keeps_what_is_signed(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)
    agreeing.confirm(found.number, by=world.cast.east_manager, at=THIRD + MINUTE)
    line = found.lines.get(item="labour")

    def refused(act: str) -> None:
        with pytest.raises(IntegrityError, match="signed statement"), transaction.atomic():
            {
                "update": lambda: StatementLine.objects.filter(pk=line.pk).update(cents=1),
                "delete": lambda: StatementLine.objects.filter(pk=line.pk).delete(),
                "insert": lambda: StatementLine.objects.create(
                    statement=found, place=99, item="bonus", cents=1, because="bonus"
                ),
            }[act]()

    for act in ("update", "delete", "insert"):
        refused(act)


@pytest.mark.parametrize(
    ("name", "change"),
    [("a_locked_statement_is_signed_by_both", {"state": "locked"}),
     ("a_statement_is_in_a_known_state", {"state": "lost"}), ("a_statement_is_of_a_whole_month", {"month": date(2026, 10, 2)}),
     ("a_paid_statement_says_when", {"state": "paid", "locked_at": THIRD})],
)  # fmt: skip
def test_the_database_refuses_a_statement_that_cannot_be(
    world: World, desk: Desk, journal: Journal, name: str, change: dict[str, object]
) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)
    if name == "a_paid_statement_says_when":
        change |= {
            "confirmed_by": world.cast.east_manager, "signed_by": desk.regional, "locked_by": desk.finance,
            "pay_by_date": NOVEMBER,
        }  # fmt: skip
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Statement.objects.filter(pk=found.pk).update(**change)


def test_one_person_never_signs_for_both_and_a_piece_of_work_is_paid_once(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)
    person = world.cast.east_manager
    with pytest.raises(IntegrityError, match="site_and_company_sign_by_two_people"), transaction.atomic():
        Statement.objects.filter(pk=found.pk).update(confirmed_by=person, signed_by=person)
    other = Statement.objects.create(
        number="ST-999999", site=found.site, month=NOVEMBER, cut=1, cut_at=THIRD, made_at=THIRD, made_by=desk.clerk
    )
    with pytest.raises(IntegrityError, match="a_piece_of_work_is_paid_once"), transaction.atomic():
        other.lines.create(place=1, order_number="WO-900001", item="labour", cents=8000, because="work")
    with pytest.raises(IntegrityError, match="an_adjustment_names_what_it_adjusts"), transaction.atomic():
        other.lines.create(place=1, order_number="WO-900001", item="adjustment", cents=1, because="late")
    with pytest.raises(IntegrityError, match="a_site_has_one_statement_a_month"), transaction.atomic():
        Statement.objects.filter(pk=other.pk).update(month=OCTOBER)


@pytest.mark.parametrize("piece", [1, 2, 5_000])
def test_a_month_counted_in_pieces_of_any_size_is_the_same(
    world: World, desk: Desk, journal: Journal, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    journal.order("WO-900001", MORNING, outcome="not_fixed_first")
    journal.order("WO-900002", MORNING + DAY, repeat_of="WO-900001")
    journal.fault("WO-900001", MORNING + DAY, outcome="not_fixed_first")
    journal.order("WO-900003", MORNING, kind="install", serials=("LK-TWICE",))
    journal.order("WO-900004", MORNING + DAY, kind="install", serials=("LK-TWICE",))
    journal.cash("WO-900004", MORNING + DAY, 3000)

    monkeypatch.setattr(event_reading, "CHUNK", piece)
    making.make_month(OCTOBER, by=desk.clerk, at=THIRD)

    assert lines_of(world.net.east, OCTOBER) == [
        ("WO-900001", "deduction", -2400, "coefficient"),
        ("WO-900001", "labour", 8000, "work"),
        ("WO-900002", "labour", 0, "repeat"),
        ("WO-900003", "bonus", 500, "bonus"),
        ("WO-900003", "installation", 10000, "work"),
        ("WO-900004", "collected", -3000, "cash"),
        ("WO-900004", "held", 0, "serial_twice"),
        ("WO-900004", "installation", 0, "work"),
    ]
    assert statement_of(world.net.east, OCTOBER).total_cents == 8000 - 2400 + 800 + 500 + 10000 + 169 - 845 - 3000


@pytest.mark.parametrize(
    ("name", "change"),
    [("lines_of_a_statement_are_counted", {"place": 1}), ("an_order_has_one_line_of_a_kind", {"item": "bonus"}),
     ("a_line_is_of_a_known_item", {"item": "tip"})],
)  # fmt: skip
def test_the_database_refuses_a_line_that_cannot_be(
    world: World, desk: Desk, journal: Journal, name: str, change: dict[str, object]
) -> None:
    journal.order("WO-900001", MORNING)
    found = sent(world, desk)
    said = {"place": 99, "item": "height", "order_number": "WO-900001", "cents": 1, "because": "granted"} | change
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        found.lines.create(**said)


def test_the_database_names_a_month_by_its_first_day(db: None) -> None:
    with pytest.raises(IntegrityError, match="a_month_is_named_by_its_first_day"), transaction.atomic():
        Month.objects.create(month=date(2026, 10, 2), drafted_at=THIRD)
