"""H5, H6, H30: ten signs noted, proposed and going stale; who is core; the matrix that lists whom it counts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.actions import merging
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.bond import drop_sign, note_sign
from liuke.areas.keeping.jobs import grade_customers, regard_customers
from liuke.areas.keeping.models import Regard, Sign
from liuke.areas.keeping.queries import bond_matrix as bond
from liuke.areas.keeping.queries import ladder
from liuke.areas.keeping.queries.bond import find_bond
from liuke.areas.keeping.rules.bond import SIGNS
from liuke.events.care import CallbackCompleted
from liuke.events.charges import PaymentReceived
from liuke.events.complaints.way import ComplaintClosed
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import Event
from tests.given import customers, people
from tests.given.customers import Known
from tests.given.people import Cast
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
DAY = timedelta(days=1)
World = tuple[Cast, Known]


@standing
def _world(at: datetime) -> World:
    cast = people.cast(at)
    return cast, customers.known(cast, at)


@pytest.fixture
def world() -> World:
    """海川 is a company that 赵敏 keeps; the others are households."""
    return _world(NOON - 3 * DAY)


def called(world: World, customer: int, at: datetime = NOON, **said: object) -> int:
    event = CallbackCompleted("CB-000001", "WO-000001", "after_service", "satisfied", satisfied=True, **said)  # type: ignore[arg-type]
    return record(event, on=customer, by=world[0].callback_agent, at=at).id


def settled(world: World, customer: int, at: datetime) -> None:
    event = ComplaintClosed("CP-000001", "WO-000001", word="accepts")
    record(event, on=customer, by=world[0].complaint_officer, at=at)


def paid(world: World, customer: int, at: datetime, cents: int = 100_000) -> None:
    event = PaymentReceived(number="PY-000001", order="WO-000001", site="", technician=0, amount_cents=cents)
    record(event, on=customer, by=world[0].administrator, at=at)


def test_a_sign_is_noted_with_its_day_and_proof_and_goes_stale(world: World) -> None:
    cast, known = world
    note_sign(known.haichuan, "points_out", words="说单子上字太小", by=cast.account_manager, at=NOON)

    told = Event.objects.get(kind="keeping.sign.noted")
    found = find_bond(known.haichuan, by=cast.account_manager, at=NOON)
    sign = next(one for one in found.signs if one.key == "points_out")
    assert (sign.evidence, sign.seen_at, sign.by) == (told.pk, NOON, "赵敏")
    assert told.personal and told.personal["words"] == "说单子上字太小" and "words" not in told.facts
    assert (found.firmness, found.willingness, found.quality) == (1, "loose", "high")

    later = find_bond(known.haichuan, by=cast.account_manager, at=NOON + 181 * DAY)
    assert (later.firmness, later.willingness) == (0, "unknown")
    note_sign(known.haichuan, "points_out", by=cast.account_manager, at=NOON + 181 * DAY)
    note_sign(known.haichuan, "points_out", by=cast.account_manager, at=NOON + 181 * DAY)
    assert find_bond(known.haichuan, by=cast.account_manager, at=NOON + 181 * DAY).firmness == 1
    assert Event.objects.filter(kind="keeping.sign.noted").count() == 2, "a second click is no second sign"


def test_the_terms_of_a_sign_are_data(world: World) -> None:
    cast, known = world
    note_sign(known.haichuan, "points_out", by=cast.account_manager, at=NOON)
    set_value(
        "bond", "stale.points_out", {"days": 30}, from_date=NOON.date(), source="公司规定", by=cast.manager, at=NOON
    )

    assert find_bond(known.haichuan, by=cast.manager, at=NOON + 31 * DAY).firmness == 0


def test_what_happened_proposes_a_sign_and_the_keeper_says_whether_it_is_one(world: World) -> None:
    cast, known = world
    proof = called(world, known.haichuan, tries=1, ladder="brings_friends")

    found = find_bond(known.haichuan, by=cast.account_manager, at=NOON)
    assert [one.key for one in found.to_confirm] == ["answers", "best"] and found.firmness == 0
    note_sign(known.haichuan, "answers", by=cast.account_manager, at=NOON + DAY)
    drop_sign(known.haichuan, "best", by=cast.account_manager, at=NOON + DAY)

    sign = Sign.objects.get(sign="answers")
    assert (sign.proposed, sign.evidence, sign.seen_at, sign.by) == (False, proof, NOON, cast.account_manager)
    again = called(world, known.haichuan, NOON + 60 * DAY, tries=1)
    sign.refresh_from_db()
    assert (sign.evidence, sign.seen_at) == (again, NOON + 60 * DAY), "what is proved anew is fresh anew"
    kinds = ["keeping.sign.proposed"] * 2 + ["keeping.sign.noted", "keeping.sign.dropped", "keeping.sign.renewed"]
    assert (
        list(Event.objects.filter(kind__startswith="keeping.sign").order_by("id").values_list("kind", flat=True))
        == kinds
    )


def test_who_complained_and_stayed_is_a_sign_and_a_household_is_not_judged(world: World) -> None:
    cast, known = world
    settled(world, known.haichuan, NOON)
    settled(world, known.li, NOON)

    assert set(Sign.objects.values_list("customer", "sign")) == {(known.haichuan, "scolds")}
    file.set_keeper(known.li, cast.account_manager, by=cast.manager, at=NOON)
    with pytest.raises(Refused):
        note_sign(known.li, "best", by=cast.account_manager, at=NOON)
    assert not find_bond(known.li, by=cast.account_manager, at=NOON).judged


def test_only_keeper_and_managers_judge_and_only_the_ten_signs(world: World) -> None:
    cast, known = world
    for by in (cast.agent, cast.east_clerk):
        with pytest.raises((Forbidden, Missing)):
            note_sign(known.haichuan, "best", by=by, at=NOON)
    with pytest.raises(Forbidden):
        find_bond(known.haichuan, by=cast.agent, at=NOON)
    with pytest.raises(Invalid):
        note_sign(known.haichuan, "rich", by=cast.manager, at=NOON)
    with pytest.raises(Missing):
        drop_sign(known.haichuan, "best", by=cast.manager, at=NOON)
    file.set_keeper(known.haichuan, None, by=cast.manager, at=NOON)
    with pytest.raises(Forbidden):
        note_sign(known.haichuan, "best", by=cast.account_manager, at=NOON)


def test_the_matrix_counts_companies_and_a_cell_lists_whom_it_counts(world: World) -> None:
    cast, known = world
    for sign in list(SIGNS)[:7]:
        note_sign(known.haichuan, sign, by=cast.manager, at=NOON)

    assert dict(bond.matrix(by=cast.manager, at=NOON)) == {("firm", "high"): 1}
    assert dict(bond.matrix(by=cast.account_manager, at=NOON)) == {("firm", "high"): 1}
    [row] = bond.list_cell("firm", "high", by=cast.account_manager, at=NOON).rows
    assert (row.customer.id, row.firmness, row.keeper) == (known.haichuan, 7, "赵敏")
    assert bond.list_cell("fair", "high", by=cast.manager, at=NOON).rows == ()
    assert bond.list_cell("firm", "high", after=str(known.haichuan), by=cast.manager, at=NOON).rows == ()
    later = NOON + 200 * DAY
    for will, rows in (("firm", 0), ("fair", 0), ("loose", 1), ("unknown", 0)):
        assert len(bond.list_cell(will, "high", by=cast.manager, at=later).rows) == rows
    assert dict(bond.matrix(by=cast.manager, at=later)) == {("loose", "high"): 1}
    with pytest.raises(Invalid):
        bond.list_cell("firm", "high", after="x", by=cast.manager, at=NOON)
    with pytest.raises(Forbidden):
        bond.matrix(by=cast.agent, at=NOON)


def test_the_ladder_counts_last_answers_and_dissatisfied_stands_outside_it(world: World) -> None:
    cast, known = world
    called(world, known.li, NOON - DAY, ladder="brings_friends")
    called(world, known.li, NOON, ladder="comes_back")
    called(world, known.haichuan, ladder="satisfied")
    event = CallbackCompleted("CB-000002", "WO-000002", "after_service", "dissatisfied", satisfied=False)
    record(event, on=known.zhou, by=cast.callback_agent, at=NOON)
    regard_customers(NOON)

    counted = ladder.ladder(by=cast.manager)
    assert counted == {"brings_friends": 0, "comes_back": 1, "satisfied": 1, "dissatisfied": 1}
    assert ladder.ladder(by=cast.account_manager)["satisfied"] == 1
    (row,) = ladder.list_step("comes_back", by=cast.manager).rows
    assert (row.customer.id, row.said_at) == (known.li, NOON)
    assert ladder.list_step("comes_back", by=cast.account_manager).rows == (), "a keeper sees his own"
    with pytest.raises(Invalid):
        ladder.list_step("delighted", by=cast.manager)
    assert find_bond(known.li, by=cast.manager, at=NOON).step == "comes_back"


def loyal(world: World, customer: int) -> None:
    """Bought over two years ago and lately, complained in between, answers, and brings friends."""
    for days, cents in ((800, 100_000), (10, 900_000)):
        paid(world, customer, NOON - days * DAY, cents)
    settled(world, customer, NOON - 90 * DAY)
    for days in (40, 5):
        called(world, customer, NOON - days * DAY, ladder="brings_friends")


def test_four_of_five_criteria_make_a_core_customer_and_the_night_unmakes_only_its_own(world: World) -> None:
    cast, known = world
    loyal(world, known.zhou)
    grade_customers(NOON)
    assert regard_customers(NOON) == 1

    assert Customer.objects.get(pk=known.zhou).is_core
    told = Event.objects.filter(kind="customers.customer.graded", timeline=known.zhou).latest("pk")
    assert told.facts["is_core"] and told.personal and "合作两年以上" in told.personal["reason"]
    assert set(Regard.objects.get(customer=known.zhou).met) == {"value", "loyal", "forgiving", "answers", "brings"}
    assert regard_customers(NOON) == 0

    grade_customers(NOON + 800 * DAY)
    assert regard_customers(NOON + 800 * DAY) == 1
    assert not Customer.objects.get(pk=known.zhou).is_core
    assert Customer.objects.get(pk=known.haichuan).is_core, "registered as core, whatever the count says"


def test_what_a_person_judged_stands_against_the_count_of_core(world: World) -> None:
    cast, known = world
    loyal(world, known.zhou)
    file.set_grade(known.zhou, "A", reason="已转投他人", by=cast.manager, at=NOON)

    regard_customers(NOON)

    assert not Customer.objects.get(pk=known.zhou).is_core


def test_a_merge_leaves_one_sign_of_a_kind_the_later_one(world: World) -> None:
    cast, known = world
    other = customers.haichuan(cast, NOON)
    note_sign(known.haichuan, "best", by=cast.manager, at=NOON)
    note_sign(other, "best", by=cast.manager, at=NOON + DAY)
    note_sign(other, "scolds", by=cast.manager, at=NOON + DAY)

    merging.merge(other, known.haichuan, by=cast.manager, at=NOON + 2 * DAY)

    signs = Sign.objects.filter(customer=known.haichuan, ended_at=None)
    assert set(signs.values_list("sign", "seen_at")) == {("best", NOON + DAY), ("scolds", NOON + DAY)}
    merging.erase(known.haichuan, reason="用户要求", by=cast.administrator, at=NOON + 3 * DAY)
    assert not Sign.objects.filter(customer=known.haichuan).exists()


def test_the_tables_refuse_what_would_be_false(world: World) -> None:
    cast, known = world
    made = {"customer_id": known.haichuan, "seen_at": NOON, "evidence": 1, "by": cast.manager}
    Sign.objects.create(sign="best", **made)
    for promise, wrong in (
        ("a_sign_stands_once", made | {"sign": "best"}),
        ("a_sign_is_one_of_the_ten", made | {"sign": "rich"}),
        ("a_sign_counts_by_somebody_s_judgement", made | {"sign": "scolds", "by": None}),
    ):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Sign.objects.create(**wrong)
    for promise, row in (
        ("a_step_is_one_of_the_ladder", "'happy', now(), '{}'"),
        ("what_he_said_has_its_day", "'satisfied', NULL, '{}'"),
        ("criteria_are_named", "'', NULL, '{rich}'"),
    ):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO keeping_regard VALUES (%s, {row}, false, false)", [known.li])
