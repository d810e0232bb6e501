"""H4–H6, H51: a director states anew by what customers are graded, judged, greeted and given out, and sees who moves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.customers.actions import consents
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.bond import note_sign
from liuke.areas.keeping.actions.stating import state_terms
from liuke.areas.keeping.jobs import grade_customers, regard_customers
from liuke.areas.keeping.queries.pool_terms import pool_terms_on
from liuke.areas.keeping.queries.previews import Preview, preview
from liuke.areas.keeping.queries.term_sheets import get_sheet, list_sheets
from liuke.areas.keeping.queries.terms import cuts_on
from liuke.areas.keeping.rules.bond import SIGNS
from liuke.events.charges import PaymentReceived
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from tests.given import care, customers, people
from tests.given.customers import Known
from tests.given.people import Cast
from tests.support.standing import standing

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
DAY = timedelta(days=1)
TODAY = NOON.date()
POOL = {"daily": "3", "cap": "200", "barred_days": "30", "households": "A"}
GRADING = {"a_share": "75", "b_share": "95", "days": "730", "by_hand_days": "180"}
World = tuple[Cast, Known]


@standing
def _world(at: datetime) -> World:
    cast = people.cast(at)
    load([care.HANDBOOK], by=cast.administrator, at=at)
    return cast, customers.known(cast, at)


@pytest.fixture
def world() -> World:
    """海川 is core and kept by 赵敏; 李秀英 (A) is a household that nobody keeps."""
    return _world(NOON - 3 * DAY)


def lines(found: Preview) -> dict[str, tuple[int, int]]:
    return {line.words.zh: (line.before, line.after) for line in found.lines}


def test_what_is_stated_holds_from_its_day_and_its_versions_say_who_and_why(world: World) -> None:
    cast, _known = world
    state_terms("pool", POOL, from_date=TODAY + 7 * DAY, source="销售例会决定", by=cast.manager, at=NOON, seen=0)

    assert pool_terms_on(TODAY + 6 * DAY).daily == 5 and pool_terms_on(TODAY + 7 * DAY).daily == 3
    row = list_sheets(by=cast.account_manager, day=TODAY)["pool"][0]
    assert row.next_from == TODAY + 7 * DAY
    page = get_sheet("pool", by=cast.account_manager, day=TODAY + 8 * DAY)
    assert page.typed == POOL and page.row.since == TODAY + 7 * DAY
    (version,) = page.versions
    assert (version.by, version.source) == (cast.manager.name, "销售例会决定")
    assert [words.zh for words, _value in version.told] == ["每人每天最多认领"], "only what changed was stated"
    assert Event.objects.get(kind="keeping.terms.set").facts["sheet"] == "pool"


def test_stating_is_a_director_s_and_nothing_half_stated_stays(world: World) -> None:
    cast, _known = world
    tomorrow = TODAY + DAY
    for by in (cast.account_manager, cast.agent):
        with pytest.raises(Forbidden):
            state_terms("pool", POOL, from_date=tomorrow, source="x", by=by, at=NOON)
    for from_date in (TODAY, TODAY + 800 * DAY):
        with pytest.raises(Invalid) as refused:
            state_terms("pool", POOL, from_date=from_date, source="x", by=cast.manager, at=NOON)
        assert "from_date" in refused.value.fields
    with pytest.raises(Invalid) as refused:
        state_terms("pool", POOL | {"cap": "0", "daily": ""}, from_date=tomorrow, source="x", by=cast.manager, at=NOON)
    assert set(refused.value.fields) == {"cap", "daily"}
    with pytest.raises(Invalid):
        state_terms("pool", POOL, from_date=tomorrow, source=" ", by=cast.manager, at=NOON)
    with pytest.raises(Missing):
        state_terms("weather", POOL, from_date=tomorrow, source="x", by=cast.manager, at=NOON)

    state_terms("pool", POOL, from_date=tomorrow, source="例会", by=cast.manager, at=NOON, seen=0)
    with pytest.raises(Refused):  # a second click
        state_terms("pool", POOL, from_date=tomorrow, source="例会", by=cast.manager, at=NOON)
    with pytest.raises(Stale):  # a tab opened before
        state_terms("pool", POOL | {"cap": "9"}, from_date=tomorrow, source="例会", by=cast.manager, at=NOON, seen=0)
    assert Event.objects.filter(kind="keeping.terms.set").count() == 1


def test_who_would_be_graded_anew_is_who_is_in_the_night_of_that_day(world: World) -> None:
    cast, known = world
    for customer, cents in ((known.haichuan, 800_000), (known.li, 150_000), (known.zhou, 50_000)):
        event = PaymentReceived(number="PY-1", order="WO-1", site="", technician=0, amount_cents=cents)
        record(event, on=customer, by=cast.administrator, at=NOON - DAY)
    grade_customers(NOON)
    assert preview("grading", GRADING, by=cast.manager, at=NOON).moves == 0
    wanted = GRADING | {"a_share": "90"}

    found = preview("grading", wanted, by=cast.manager, at=NOON)
    assert found.moves == 1 and lines(found) == {"A 级": (1, 2), "B 级": (1, 0), "C 级": (1, 1)}
    longer = preview("grading", wanted | {"days": "900"}, by=cast.manager, at=NOON)
    assert lines(longer) == lines(found), "counted anew over other days"
    state_terms("grading", wanted, from_date=TODAY + DAY, source="年度评审", by=cast.manager, at=NOON)

    assert grade_customers(NOON + timedelta(hours=2)) == 0, "not before its day"
    assert cuts_on(TODAY + DAY).a == 90 and grade_customers(NOON + DAY) == found.moves
    assert Customer.objects.get(pk=known.li).grade == "A"
    with pytest.raises(Forbidden):
        preview("grading", wanted, by=cast.account_manager, at=NOON)


def test_companies_greetings_and_the_pool_are_counted_before_anything_is_stated(world: World) -> None:
    cast, known = world
    for sign in list(SIGNS)[:5]:
        note_sign(known.haichuan, sign, by=cast.manager, at=NOON)
    found = preview("levels", {"levels.firm": "5", "levels.fair": "2"}, by=cast.manager, at=NOON)
    assert found.moves == 1 and lines(found)["牢固"] == (0, 1) and lines(found)["一般"] == (1, 0)
    cell = preview(
        "advice.fair.high", {"advice.fair.high.zh": "约见", "advice.fair.high.en": "Meet"}, by=cast.manager, at=NOON
    )
    assert cell.moves is None and cell.lines[0].before == 1

    consents.give(known.li, "care", way="call", by=cast.agent, at=NOON)
    occasion = get_sheet("occasion.spring_festival", by=cast.manager, day=TODAY).typed
    found = preview(
        "occasion.spring_festival", occasion | {"occasion.spring_festival.A": "call"}, by=cast.manager, at=NOON
    )
    assert found.moves == 1 and lines(found)["短信"] == (1, 0) and lines(found)["负责人致电"] == (0, 1)
    assert preview("budget", get_sheet("budget", by=cast.manager, day=TODAY).typed, by=cast.manager, at=NOON).moves == 0

    found = preview("pool", POOL | {"households": "", "cap": "1"}, by=cast.manager, at=NOON)
    assert found.moves == 1 and lines(found) == {"公海中的家庭客户": (1, 0), "已达人数上限的负责人": (0, 1)}


def test_who_would_be_core_by_other_criteria_is_counted_as_the_night_counts(world: World) -> None:
    cast, known = world
    event = PaymentReceived(number="PY-1", order="WO-1", site="", technician=0, amount_cents=1)
    record(event, on=known.li, by=cast.administrator, at=NOON - DAY)
    regard_customers(NOON)
    strict = {"core.need": "4", "core.loyal_days": "730", "core.lately_days": "365", "core.answers": "2"}
    assert preview("core", strict, by=cast.manager, at=NOON).moves == 0

    found = preview("core", strict | {"core.need": "1"}, by=cast.manager, at=NOON)
    assert found.moves == 1 and lines(found) == {"核心客户": (1, 2)}
    assert preview("core", strict | {"core.lately_days": "30"}, by=cast.manager, at=NOON).moves == 0
    state_terms("core", strict | {"core.need": "1"}, from_date=TODAY + DAY, source="评审", by=cast.manager, at=NOON)
    assert regard_customers(NOON + DAY) == found.moves
