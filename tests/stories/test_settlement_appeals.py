"""Practice §1.17, rule 29: a site appeals against a line with evidence, and another than who sent it decides in 3 days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import merging
from liuke.areas.settlement import access
from liuke.areas.settlement.actions import agreeing, appeals, making, sending
from liuke.areas.settlement.models import LineAppeal, Statement
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.files.actions import store
from liuke.foundation.files.models import StoredFile
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.models import Promise
from tests.given import care, settlement
from tests.given.care import World
from tests.given.service import PIXEL
from tests.given.settlement import Desk, Journal, lines_of, locked, statement_of

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 10, 5, 9, tzinfo=HERE)
THIRD = datetime(2026, 11, 3, 10, tzinfo=HERE)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def desk(world: World) -> Desk:
    return settlement.desk(MORNING - HOUR)


@pytest.fixture
def journal(world: World) -> Journal:
    return Journal(world, world.net.east, world.cast.administrator)


@pytest.fixture
def sent(world: World, desk: Desk, journal: Journal) -> Statement:
    """October with two good orders and one that loses a fifth, with the site."""
    for n in range(2):
        journal.order(f"WO-90000{n}", MORNING + n * DAY)
    journal.order("WO-900009", MORNING, outcome="dissatisfied")
    journal.fault("WO-900009", MORNING + DAY)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    return statement_of(world.net.east, OCTOBER)


def lodged(
    found: Statement, by: Actor, at: datetime, order: str = "WO-900009", item: str = "deduction", **more: object
) -> str:
    key = store(PIXEL, name="a.png", subject=f"settlement-line:{found.number}/{order}", by=by, at=at)
    said = {"reason": "用户签字确认", "files": [key], **more}
    return appeals.lodge(found.number, order=order, item=item, by=by, at=at, **said)  # type: ignore[arg-type]


def owed(what: str, about: str) -> Promise:
    return Promise.objects.filter(what=what, about=about).latest("pk")


def test_a_won_appeal_changes_the_line_and_the_site_confirms_again(world: World, desk: Desk, sent: Statement) -> None:
    before = sent.total_cents
    number = lodged(sent, world.cast.east_manager, THIRD + DAY)
    assert owed("confirm-statement", sent.number).state == "kept"
    hearing = owed("decide-statement-appeal", number)
    assert hearing.owner_role == "regional_manager"
    assert hearing.due_at == THIRD + 4 * DAY  # three days
    with pytest.raises(Refused) as refused:
        agreeing.confirm(sent.number, by=world.cast.east_manager, at=THIRD + DAY)
    assert "申诉" in refused.value.words.zh

    appeals.decide(number, granted=True, cents=0, answer="核实无误", by=desk.regional, at=THIRD + 2 * DAY)

    assert ("WO-900009", "deduction", 0, "ruled") in lines_of(world.net.east, OCTOBER)
    sent.refresh_from_db()
    assert (sent.state, sent.total_cents) == ("sent", before + 1600 + 16 - 80)
    assert owed("decide-statement-appeal", number).state == "kept"
    assert owed("confirm-statement", sent.number).state == "open"
    locked(sent.number, desk, world.cast.east_manager, THIRD + 3 * DAY)
    assert owed("confirm-statement", sent.number).state == "kept"


def test_a_lost_appeal_leaves_the_line_and_each_line_is_appealed_against_once(
    world: World, desk: Desk, sent: Statement
) -> None:
    number = lodged(sent, world.cast.east_manager, THIRD + DAY)
    appeals.decide(number, granted=False, cents=None, answer="照片与投诉不符", by=desk.second, at=THIRD + 2 * DAY)

    assert ("WO-900009", "deduction", -1600, "coefficient") in lines_of(world.net.east, OCTOBER)
    with pytest.raises(Refused):
        lodged(sent, world.cast.east_manager, THIRD + 3 * DAY)
    with pytest.raises(Refused):
        appeals.decide(number, granted=True, cents=0, answer="再想想", by=desk.second, at=THIRD + 3 * DAY)


def test_while_another_appeal_waits_the_site_is_not_asked_to_confirm(world: World, desk: Desk, sent: Statement) -> None:
    first = lodged(sent, world.cast.east_manager, THIRD + DAY)
    second = lodged(sent, world.cast.east_manager, THIRD + DAY, order="WO-900000", item="labour")
    appeals.decide(first, granted=True, cents=0, answer="可", by=desk.regional, at=THIRD + 2 * DAY)
    sent.refresh_from_db()
    assert sent.state == "appealed"

    appeals.decide(second, granted=True, cents=9000, answer="机型特殊", by=desk.regional, at=THIRD + 2 * DAY)

    sent.refresh_from_db()
    assert sent.state == "sent"
    assert ("WO-900000", "labour", 9000, "ruled") in lines_of(world.net.east, OCTOBER)


def test_whoever_sent_the_statement_does_not_decide_and_no_stranger_does(
    world: World, desk: Desk, sent: Statement
) -> None:
    number = lodged(sent, world.cast.east_manager, THIRD + DAY)

    for person in (desk.clerk, desk.finance, world.cast.east_manager):
        with pytest.raises(Forbidden):
            appeals.decide(number, granted=True, cents=0, answer="可", by=person, at=THIRD + DAY)
    with pytest.raises(Missing):
        appeals.decide(number, granted=True, cents=0, answer="可", by=world.cast.north_manager, at=THIRD + DAY)
    appeal = LineAppeal.objects.get(number=number)
    appeal.granted, appeal.decided_at, appeal.decided_by = False, THIRD, desk.clerk
    with pytest.raises(IntegrityError, match="a_line_appeal_is_decided_by_another"), transaction.atomic():
        appeal.save()


@pytest.mark.parametrize(
    ("more", "field"),
    [({"reason": " "}, "reason"), ({"reason": "x" * 1001}, "reason"), ({"files": []}, "files"), ({"files": ["x" * 22]}, "files"),
     ({"order": "WO-999999"}, "order"), ({"item": "tax"}, "item"), ({"item": "height"}, "order")],
)  # fmt: skip
def test_an_appeal_names_a_line_with_reason_and_evidence(
    world: World, desk: Desk, sent: Statement, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as wrong:
        lodged(sent, world.cast.east_manager, THIRD + DAY, **more)  # type: ignore[arg-type]

    assert list(wrong.value.fields) == [field]
    assert not LineAppeal.objects.exists()


@pytest.mark.parametrize(
    ("cents", "answer", "field"),
    [(None, "可", "amount"), (1, "可", "amount"), (-2_000_000, "可", "amount"), (0, "", "answer")],
)
def test_a_decision_says_why_and_how_much(
    world: World, desk: Desk, sent: Statement, cents: int | None, answer: str, field: str
) -> None:
    number = lodged(sent, world.cast.east_manager, THIRD + DAY)

    with pytest.raises(Invalid) as wrong:
        appeals.decide(number, granted=True, cents=cents, answer=answer, by=desk.regional, at=THIRD + DAY)

    assert list(wrong.value.fields) == [field]
    assert LineAppeal.objects.get().decided_at is None


def test_only_the_sites_manager_appeals_and_with_the_statement_he_saw(
    world: World, desk: Desk, sent: Statement
) -> None:
    with pytest.raises(Forbidden):
        lodged(sent, world.cast.east_clerk, THIRD + DAY)
    with pytest.raises(Missing):
        lodged(sent, world.cast.north_manager, THIRD + DAY)
    with pytest.raises(Stale):
        lodged(sent, world.cast.east_manager, THIRD + DAY, seen=sent.version - 1)
    locked(sent.number, desk, world.cast.east_manager, THIRD + DAY)
    with pytest.raises(Refused):
        lodged(sent, world.cast.east_manager, THIRD + 2 * DAY)


def test_an_adjustment_is_appealed_against_too_and_stays_put_afterwards(
    world: World, desk: Desk, journal: Journal, sent: Statement
) -> None:
    locked(sent.number, desk, world.cast.east_manager, THIRD + DAY)
    journal.fault("WO-900000", THIRD + 2 * DAY)
    december = datetime(2026, 12, 3, 10, tzinfo=HERE)
    sending.send_month(NOVEMBER, by=desk.clerk, at=december)
    november = statement_of(world.net.east, NOVEMBER)
    number = lodged(november, world.cast.east_manager, december + DAY, order="WO-900000")

    appeals.decide(number, granted=True, cents=-600, answer="部分成立", by=desk.regional, at=december + DAY)

    [late] = november.lines.filter(item="adjustment", of_item="deduction").values_list("cents", flat=True)
    assert late == -600
    locked(november.number, desk, world.cast.east_manager, december + 2 * DAY)
    making.make_month(date(2026, 12, 1), by=desk.clerk, at=datetime(2027, 1, 4, 9, tzinfo=HERE))
    assert not statement_of(world.net.east, date(2026, 12, 1)).lines.filter(item="adjustment").exists()


def test_what_was_written_about_a_customer_goes_with_him(world: World, desk: Desk, journal: Journal) -> None:
    order = care.order_to_call_back(world, MORNING)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    found = statement_of(world.net.east, OCTOBER)
    number = lodged(found, world.cast.east_manager, THIRD + DAY, order=order, item="labour")

    merging.erase(world.li, reason="本人要求", by=world.cast.manager, at=THIRD + DAY)

    appeal = LineAppeal.objects.get(number=number)
    assert (appeal.reason, appeal.answer) == ("", "")
    assert StoredFile.objects.get(key=appeal.files[0]).erased_at is not None
    assert access.appeal(number, by=desk.regional).order_number == order


@pytest.mark.parametrize(
    ("name", "change"),
    [("a_line_appeal_brings_evidence", {"files": []}),
     ("a_granted_line_appeal_says_the_amount", {"granted": True, "decided_at": THIRD, "decided_by": "second"}),
     ("a_decided_line_appeal_says_how_and_when", {"granted": False})],
)  # fmt: skip
def test_the_database_refuses_an_appeal_that_cannot_be(
    world: World, desk: Desk, sent: Statement, name: str, change: dict[str, object]
) -> None:
    number = lodged(sent, world.cast.east_manager, THIRD + DAY)
    if "decided_by" in change:
        change = change | {"decided_by": desk.second}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        LineAppeal.objects.filter(number=number).update(**change)


def test_the_database_takes_one_appeal_for_each_line(world: World, desk: Desk, sent: Statement) -> None:
    appeal = LineAppeal.objects.get(number=lodged(sent, world.cast.east_manager, THIRD + DAY))
    appeal.pk, appeal.number = None, "SA-999999"
    with pytest.raises(IntegrityError, match="a_line_is_appealed_against_once"), transaction.atomic():
        appeal.save(force_insert=True)
