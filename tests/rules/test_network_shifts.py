"""Practice §1.3, §4.5: who may be sent when, from shifts, absences, certificates and the site's calendar."""

from datetime import date, datetime, timedelta

import pytest

from liuke.areas.network.rules.places import distance_km, is_division_code, prefixes, rounded
from liuke.areas.network.rules.shifts import (
    Absence,
    Departure,
    Plan,
    Week,
    Window,
    Worker,
    able_by_window,
    hours_at_work,
    is_able,
    is_at_work,
    windows_of_days,
    windows_on,
)
from liuke.areas.network.rules.skills import Skill, ability, masked
from liuke.foundation.calendar.rules import LOCAL, SERVICE, Calendar, hours, weekly

MONDAY = date(2026, 11, 23)
DAY = timedelta(days=1)
TWO_HOURLY = hours("8:00-10:00, 10:00-12:00, 12:00-14:00, 14:00-16:00, 16:00-18:00, 18:00-20:00")
GAS = ability([Skill("stove", 2), Skill("gas", 1, MONDAY)])


def window(start: int, end: int, day: date = MONDAY) -> Window:
    midnight = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    return Window(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def worker(**more: object) -> Worker:
    told: dict[str, object] = {"weeks": (Week(MONDAY, weekly("8:00-18:00", "8:00-12:00")),), **more}
    return Worker(1, 9, GAS, **told)  # type: ignore[arg-type]


def test_a_certificate_is_good_on_its_last_day_and_never_after() -> None:
    assert GAS.lacks(["stove", "gas"], on=MONDAY) == ()
    (lack,) = GAS.lacks(["stove", "gas"], on=MONDAY + DAY)
    assert lack.words.zh == "燃气具安装维修证已于 2026-11-23 到期"
    assert is_able(worker(), ["gas"], window(8, 10))
    assert not is_able(worker(), ["gas"], window(8, 10, MONDAY + DAY))


def test_a_certified_skill_without_an_expiry_counts_as_none() -> None:
    assert ability([Skill("gas")]).lacks(["gas"], on=MONDAY)
    assert not ability([Skill("hood")]).lacks(["hood"], on=MONDAY)
    assert ability([]).lacks(["hood"], on=MONDAY)[0].words.en == "no hood skill"


def test_the_first_certificate_to_end_says_how_long_somebody_is_valid() -> None:
    held = ability([Skill("gas", 1, MONDAY + DAY), Skill("low_voltage", 1, MONDAY), Skill("hood")])
    assert held.valid_until(["hood", "gas", "low_voltage"]) == MONDAY
    assert held.valid_until(["hood"]) is None


@pytest.mark.parametrize(
    ("departure", "expected"),
    [
        (Departure(MONDAY, MONDAY), ""),
        (Departure(MONDAY - DAY, MONDAY + DAY), ""),
        (Departure(MONDAY + DAY, MONDAY + DAY), "8:00-18:00"),
        (Departure(MONDAY, MONDAY, hours=hours("13:00-15:00")), "8:00-13:00, 15:00-18:00"),
        (Departure(MONDAY, MONDAY, hours=hours("6:00-9:00")), "9:00-18:00"),
        (Departure(MONDAY, MONDAY, works=True, hours=hours("18:00-20:00")), "8:00-20:00"),
        (Departure(MONDAY, MONDAY, works=True), "0:00-24:00"),
    ],
)
def test_leave_is_taken_out_of_the_week_and_extra_hours_are_added(departure: Departure, expected: str) -> None:
    assert hours_at_work(worker(departures=(departure,)), MONDAY) == hours(expected)


def test_leave_wins_over_extra_hours_of_the_same_day() -> None:
    both = (Departure(MONDAY, MONDAY), Departure(MONDAY, MONDAY, works=True))
    assert hours_at_work(worker(departures=both), MONDAY) == ()


def test_the_newest_week_in_force_counts_and_before_the_first_nobody_works() -> None:
    weeks = (Week(MONDAY, weekly("8:00-18:00")), Week(MONDAY + 2 * DAY, weekly("12:00-20:00")))
    man = worker(weeks=weeks)
    assert [hours_at_work(man, MONDAY + n * DAY) for n in (-1, 1, 2)] == [(), hours("8:00-18:00"), hours("12:00-20:00")]


def test_a_window_counts_only_when_he_is_there_for_the_whole_of_it() -> None:
    assert is_at_work(worker(), window(16, 18))
    assert not is_at_work(worker(), window(17, 19))
    late = Absence(datetime(2026, 11, 23, 15, tzinfo=LOCAL), datetime(2026, 11, 23, 17, tzinfo=LOCAL))
    assert [is_at_work(worker(absence=late), w) for w in (window(12, 14), window(14, 16), window(16, 18))] == [
        True,
        False,
        False,
    ]


def test_windows_follow_the_season_and_stop_with_it() -> None:
    plans = [
        Plan(date(2020, 1, 1), TWO_HOURLY, date(2026, 5, 31)),
        Plan(date(2026, 6, 1), hours("7:00-9:00, 9:00-11:00"), date(2026, 8, 31)),
        Plan(date(2026, 9, 1), TWO_HOURLY),
    ]
    assert [len(windows_on(plans, d)) for d in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 1))] == [6, 2, 6]
    assert windows_on(plans, date(2019, 12, 31)) == ()
    assert windows_of_days(plans, MONDAY, 2)[6] == window(8, 10, MONDAY + DAY)


def test_capacity_counts_the_able_of_each_site_in_the_windows_it_is_open() -> None:
    other = Worker(2, 9, ability([Skill("gas", 1, MONDAY + 30 * DAY)]), (Week(MONDAY, weekly("12:00-18:00")),))
    windows = [window(8, 10), window(12, 14), window(18, 20)]
    found = able_by_window([worker(), other], ["gas"], windows, {9: SERVICE})
    assert found == {(9, windows[0].start): {1}, (9, windows[1].start): {1, 2}}
    closed = Calendar("site:S-0001", weekly("10:00-20:00"))
    assert able_by_window([worker(), other], ["gas"], windows, {9: closed}) == {(9, windows[1].start): {1, 2}}


def test_a_window_until_midnight_is_a_window() -> None:
    late = Window(datetime(2026, 11, 23, 22, tzinfo=LOCAL), datetime(2026, 11, 24, tzinfo=LOCAL))
    assert str(late.interval) == "22:00-24:00"


def test_distance_is_by_road_and_unknown_without_a_place() -> None:
    assert distance_km((120.0, 30.0), (120.0, 30.0)) == 0
    assert distance_km((120.209789, 30.24692), (120.141406, 30.319037)) == pytest.approx(13.5, abs=0.3)
    assert distance_km(None, (120.0, 30.0)) is None


def test_coverage_goes_by_the_beginning_of_the_code() -> None:
    assert prefixes("330102018") == ("33", "3301", "330102", "330102018")
    assert prefixes("3301") == ("33", "3301")
    assert [is_division_code(c) for c in ("33", "330", "330102018", "abcd")] == [True, False, True, False]


def test_homes_and_certificates_are_kept_blurred() -> None:
    assert rounded(120.25127) == 120.25
    assert masked("T330102198001011234") == "T****234"
    assert masked("12345") == "****"
    assert masked(" ") == ""
