from datetime import UTC, date, datetime

import pytest

from liuke.foundation.calendar import actions, queries
from liuke.foundation.calendar.rules import OFFICE, certain_until, hours, is_open_day
from liuke.foundation.faults import Invalid, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
SITE_WEEK = ["8:30-12:00, 14:00-18:30"] * 5 + ["9:00-12:00", ""]


@pytest.fixture
def by() -> Actor:
    return system_actor("job", "test")


def test_without_any_row_the_built_in_calendars_stand() -> None:
    assert queries.get_calendar("office") == OFFICE
    assert queries.get_calendar("site:S-0001").weekly[6] == hours("8:00-20:00")
    with pytest.raises(Missing):
        queries.get_calendar("offfice")


def test_a_calendar_is_found_in_one_read(by: Actor, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(1):
        found = queries.get_calendars(["office", "site:S-0001", "site:S-0002"])
    assert list(found) == ["office", "site:S-0001", "site:S-0002"]
    assert found["site:S-0002"].key == "site:S-0002"


def test_a_site_has_its_own_hours_and_its_neighbour_keeps_the_general_ones(by: Actor) -> None:
    change = actions.save_calendar(
        "site:S-0001", weekly=SITE_WEEK, exceptions={date(2026, 12, 25): ""}, by=by, at=NOW, name="一号网点"
    )
    site = queries.get_calendar("site:S-0001")
    assert site.weekly[5] == hours("9:00-12:00")
    assert not is_open_day(site, date(2026, 12, 25))
    assert queries.get_calendar("site:S-0002").weekly[5] == hours("8:00-20:00")
    assert change.difference["sunday"] == ("8:00-20:00", "")
    assert change.difference["2026-12-25"] == (None, "")
    assert change.touches("site:S-0001") and not change.touches("site:S-0002")


def test_a_change_of_the_general_calendar_touches_those_that_fall_back_to_it(by: Actor) -> None:
    change = actions.save_calendar("service", weekly=["9:00-21:00"] * 7, by=by, at=NOW)
    assert change.touches("site:S-0002") and change.touches("service") and not change.touches("office")
    assert queries.get_calendar("site:S-0002").weekly[0] == hours("9:00-21:00")


def test_saving_the_same_again_changes_nothing(by: Actor) -> None:
    assert actions.save_calendar("site:S-0001", weekly=SITE_WEEK, by=by, at=NOW)
    assert not actions.save_calendar("site:S-0001", weekly=SITE_WEEK, by=by, at=NOW)
    assert actions.drop_calendar("site:S-0001", by=by, at=NOW)
    assert queries.get_calendar("site:S-0001").weekly[6]


def test_an_edit_of_a_stale_page_is_refused_with_the_difference(by: Actor) -> None:
    actions.save_calendar("site:S-0001", weekly=SITE_WEEK, by=by, at=NOW)
    seen = queries.find_editable("site:S-0001")
    assert seen is not None
    actions.save_calendar("site:S-0001", weekly=["9:00-17:00"] * 7, seen_version=seen.version, by=by, at=NOW)
    with pytest.raises(Stale) as caught:
        actions.save_calendar("site:S-0001", weekly=SITE_WEEK, seen_version=seen.version, by=by, at=NOW)
    assert caught.value.difference["sunday"] == ("9:00-17:00", "")


@pytest.mark.parametrize(
    ("week", "field"), [(["x", *SITE_WEEK[1:]], "monday"), ([""] * 7, "weekly"), (["9:00-17:00"] * 6, "weekly")]
)
def test_hours_that_make_no_sense_are_refused_by_field(by: Actor, week: list[str], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        actions.save_calendar("site:S-0001", weekly=week, by=by, at=NOW)
    assert field in caught.value.fields


def test_next_years_holidays_can_be_stated_as_soon_as_they_are_announced(by: Actor) -> None:
    for day, works in ((date(2027, 1, 1), False), (date(2027, 10, 1), False), (date(2027, 10, 9), True)):
        change = actions.state_day(day, works=works, name="放假安排", source="国办发明电〔2026〕", by=by, at=NOW)
        assert change.touches("office")
    office = queries.get_calendar("office")
    assert not is_open_day(office, date(2027, 10, 1))
    assert is_open_day(office, date(2027, 10, 9))
    assert certain_until(office) == 2027
    assert [row.works for row in queries.list_stated_days(2027)] == [False, False, True]
    actions.withdraw_day(date(2027, 10, 9), by=by, at=NOW)
    assert not is_open_day(queries.get_calendar("office"), date(2027, 10, 9))
    with pytest.raises(Missing):
        actions.withdraw_day(date(2027, 10, 9), by=by, at=NOW)
    with pytest.raises(Invalid):
        actions.state_day(date(2027, 5, 1), works=False, name="劳动节", source="", by=by, at=NOW)
