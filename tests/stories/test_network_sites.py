"""H12, H13, practice §1.3, §4.5: sites and technicians, who covers what, who may be sent, who may see it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from liuke.areas.network import access, playbook
from liuke.areas.network.actions import sites, technicians
from liuke.areas.network.models import Course, Coverage, Departure, Skill, Technician
from liuke.areas.network.queries import capacity
from liuke.areas.network.queries import sites as queries
from liuke.areas.network.queries import technicians as people_queries
from liuke.foundation.calendar.actions import save_calendar
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused, Stale
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Team
from liuke.foundation.identity.queries import list_team, teams_of
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.promises.rows import Owner
from tests.given import network, people
from tests.given.network import Network
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
EAST_STREET, NORTH_STREET = "330212005", "330205005"


@pytest.fixture
def cast() -> Cast:
    return people.cast(NOW)


@pytest.fixture
def net(cast: Cast) -> Network:
    return network.network(cast, NOW)


def at(hour: int, day: date = TODAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def candidates(division: str, line: str = "hood", skills: tuple[str, ...] = ("hood",), **more: Any) -> list[str]:
    found = queries.candidate_sites(division=division, product_line=line, skills=skills, on=TODAY, **more)
    return [site.number for site in found]


def test_the_first_site_brings_the_windows_and_courses_of_the_house(cast: Cast) -> None:
    assert not Course.objects.exists() and not capacity.list_windows(TODAY, 1)
    sites.open_site(name="城东", mode="own", division="330212", by=cast.administrator, at=NOW)
    assert Course.objects.exists() and capacity.list_windows(TODAY, 1)


def test_an_opened_site_has_a_number_a_timeline_and_a_team_with_its_own_calendar(cast: Cast, net: Network) -> None:
    site = queries.get_site(net.east, by=cast.dispatcher)

    assert net.east.startswith("S-")
    assert len(net.east) == 6
    assert (site.phone_mask, site.mode, site.grade) == ("0571****1234", "own", "A")
    assert Team.objects.get(key=site.team_key).calendar_key == site.team_key
    assert cast.east_clerk in list_team(site.team_key)
    opened = Event.objects.get(kind="network.site.opened", subject=net.east)
    assert opened.timeline_id == site.id
    assert "hotline" not in teams_of(cast.east_clerk)


def test_a_site_without_a_place_lies_in_the_middle_of_its_division(cast: Cast, net: Network) -> None:
    assert queries.get_site(net.chengdu, by=cast.dispatcher).point == pytest.approx((104.043235, 30.641907), abs=0.01)


def test_bad_sites_are_refused_by_field(cast: Cast) -> None:
    good: dict[str, Any] = {
        "name": "测试网点",
        "mode": "own",
        "division": "330102",
        "by": cast.administrator,
        "at": NOW,
    }
    for wrong, field in (
        ({"mode": "franchise"}, "mode"),
        ({"division": "999999"}, "division"),
        ({"name": " "}, "name"),
        ({"grade": "D"}, "grade"),
        ({"phone": "12"}, "phone"),
        ({"mode": "commissioned"}, "contract_until"),
    ):
        with pytest.raises(Invalid) as told:
            sites.open_site(**{**good, **wrong})
        assert field in told.value.fields


def test_coverage_goes_from_the_street_up_the_most_specific_first(net: Network) -> None:
    assert candidates("330105010", skills=()) == [net.north, net.east]
    assert candidates(EAST_STREET, skills=()) == [net.east]
    assert candidates(NORTH_STREET, skills=()) == [net.north]
    assert candidates("510107999", skills=()) == [net.chengdu]
    assert candidates("110101001", skills=()) == []
    assert candidates("33", skills=()) == []


def test_a_line_that_a_site_does_not_serve_is_not_its(net: Network) -> None:
    assert candidates("330105010", line="aircon", skills=()) == [net.east]


def test_candidates_say_how_far_how_many_and_until_when_certified(cast: Cast, net: Network) -> None:
    found = queries.candidate_sites(
        division="330102018", product_line="stove", skills=("stove", "gas"), on=TODAY, point=(120.209789, 30.24692)
    )
    (east,) = found
    assert (east.able, east.certificate_valid_until) == (1, TODAY + network.YEARS)
    assert east.coverage == "3301"
    assert east.distance_km == pytest.approx(10.7, abs=0.5)
    middle = queries.candidate_sites(division="330102018", product_line="stove", skills=(), on=TODAY)[0]
    assert middle.distance_km is not None


def test_a_site_whose_certificates_have_expired_stays_listed_with_nobody_able(cast: Cast, net: Network) -> None:
    later = TODAY + network.YEARS + DAY
    (east,) = queries.candidate_sites(division=EAST_STREET, product_line="stove", skills=("stove", "gas"), on=later)
    assert (east.able, east.certificate_valid_until) == (0, None)


def test_candidates_are_found_in_three_queries(net: Network) -> None:
    with CaptureQueriesContext(connection) as made:
        candidates("330105010", skills=("hood", "low_voltage"))
    assert len(made) <= 3


def test_a_suspended_site_or_one_whose_contract_ended_gets_no_orders(cast: Cast, net: Network) -> None:
    assert sites.change_site(net.east, changes={"status": "suspended"}, seen_version=1, by=cast.manager, at=NOW) == 2
    assert candidates(EAST_STREET, skills=()) == []
    ended: dict[str, Any] = {"division": NORTH_STREET, "product_line": "hood", "skills": ()}
    assert queries.candidate_sites(**ended, on=TODAY + network.YEARS)
    assert not queries.candidate_sites(**ended, on=TODAY + network.YEARS + DAY)


def test_a_stale_change_of_a_site_shows_the_difference(cast: Cast, net: Network) -> None:
    sites.change_site(net.east, changes={"name": "城东一部"}, seen_version=1, by=cast.manager, at=NOW)
    assert Team.objects.get(key=f"site:{net.east}").name == "城东一部"
    with pytest.raises(Stale) as told:
        sites.change_site(net.east, changes={"name": "城东二部"}, seen_version=1, by=cast.manager, at=NOW)
    assert told.value.difference == {"name": ("城东一部", "城东二部")}


def test_coverage_is_replaced_as_a_whole_and_knows_real_divisions_only(cast: Cast, net: Network) -> None:
    sites.set_coverage(net.chengdu, areas={"510107": ["stove"], "51": []}, by=cast.manager, at=NOW)
    served = Coverage.objects.filter(site__number=net.chengdu).values_list("division", "product_lines")
    assert dict(served) == {"51": [], "510107": ["stove"]}
    for wrong in ("5101070", "999999", "成都"):
        with pytest.raises(Invalid):
            sites.set_coverage(net.chengdu, areas={wrong: []}, by=cast.manager, at=NOW)
    with pytest.raises(IntegrityError, match="coverage_is_a_division_code"), transaction.atomic():
        Coverage.objects.create(site_id=queries.get_site(net.east, by=cast.manager).id, division="123")


def test_a_grade_is_given_with_its_reason_once(cast: Cast, net: Network) -> None:
    for _ in range(2):
        sites.grade_site(net.east, grade="B", because="三季度返修率偏高", by=cast.manager, at=NOW)
    told = Event.objects.get(kind="network.site.graded")
    assert (told.facts["former"], told.facts["grade"]) == ("A", "B")
    assert "because" not in told.facts


def test_a_sites_people_see_their_site_only_and_the_centre_all(cast: Cast, net: Network) -> None:
    assert [s.number for s in queries.list_sites(by=cast.north_clerk)] == [net.north]
    assert len(queries.list_sites(by=cast.agent)) == 3
    assert queries.list_sites(by=cast.stranger) == ()
    for ref in (net.east, queries.get_site(net.east, by=cast.agent).id):
        with pytest.raises(Missing):
            queries.get_site(ref, by=cast.north_manager)
    with pytest.raises(Missing):
        people_queries.get_technician(cast.east_technician.pk, by=cast.north_technician)
    assert people_queries.get_technician(cast.east_technician.pk, by=cast.east_second).name == "张师傅"


def test_what_the_company_decides_no_site_decides_for_itself(cast: Cast, net: Network) -> None:
    hand: dict[str, Any] = {"by": cast.east_manager, "at": NOW}
    for act in (
        lambda: sites.grade_site(net.east, grade="A", because="", **hand),
        lambda: sites.set_coverage(net.east, areas={"33": []}, **hand),
        lambda: sites.change_site(net.east, changes={"grade": "A"}, seen_version=1, **hand),
        lambda: technicians.certify(
            cast.east_technician.pk, skill="height", certificate_no="X1234567", expires_on=TODAY, **hand
        ),
        lambda: sites.open_site(name="私店", mode="own", division="330102", **hand),
        lambda: sites.add_clerk(net.east, person=cast.stranger, **hand),
        lambda: technicians.add_technician(net.east, person=cast.stranger, **hand),
    ):
        with pytest.raises(Forbidden):
            act()


def test_the_desk_plans_its_own_people_and_nobody_elses(cast: Cast, net: Network) -> None:
    leave: dict[str, Any] = {"from_date": TODAY, "until_date": TODAY, "at": NOW}
    technicians.set_leave(cast.east_technician.pk, by=cast.east_clerk, **leave)
    with pytest.raises(Missing):
        technicians.set_leave(cast.east_technician.pk, by=cast.north_clerk, **leave)
    with pytest.raises(Forbidden):
        technicians.set_leave(cast.east_technician.pk, by=cast.east_second, **leave)
    with pytest.raises(Forbidden):
        technicians.set_shift(cast.east_technician.pk, from_date=TODAY, by=cast.agent, at=NOW)


def test_site_of_tells_where_somebody_works(cast: Cast, net: Network) -> None:
    for person, number in ((cast.east_technician, net.east), (cast.north_clerk, net.north)):
        found = queries.site_of(person)
        assert found and found.number == number
    assert queries.site_of(cast.agent) is None


def test_a_certificate_needs_number_and_expiry_and_is_kept_as_a_mask(cast: Cast, net: Network) -> None:
    hand: dict[str, Any] = {"skill": "height", "by": cast.administrator, "at": NOW}
    for wrong in ({"certificate_no": "T330102198001011234"}, {"expires_on": TODAY}):
        with pytest.raises(Invalid):
            technicians.certify(cast.east_technician.pk, **hand, **wrong)
    technicians.certify(
        cast.east_technician.pk, certificate_no="T330102198001011234", expires_on=TODAY, level=2, **hand
    )
    row = Skill.objects.get(technician=cast.east_technician.pk, key="height")
    assert (row.certificate_mask, row.level) == ("T****234", 2)
    told = Event.objects.get(kind="network.technician.certified", facts__skill="height", facts__level=2)
    assert told.facts["expires_on"] == "2026-11-23"
    assert "330102198001011234" not in str((told.facts, told.personal))
    with pytest.raises(IntegrityError, match="a_certified_skill"), transaction.atomic():
        Skill.objects.filter(pk=row.pk).update(certificate_until=None)


def test_capacity_comes_from_shifts_skills_and_the_sites_calendar(cast: Cast, net: Network) -> None:
    east = queries.get_site(net.east, by=cast.agent)
    ask: dict[str, Any] = {"skills": ("hood", "low_voltage"), "from_date": TODAY, "days": 2}

    with CaptureQueriesContext(connection) as made:
        found = capacity.capacity([east.id], **ask)

    assert len(made) <= 7
    assert found == {(east.id, at(h, TODAY + n * DAY)): 2 for n in range(2) for h in range(8, 20, 2)}

    week = ["10:00-20:00"] * 7
    save_calendar(east.team_key, weekly=week, by=cast.administrator, at=NOW, name=east.name)
    technicians.set_leave(
        cast.east_second.pk, from_date=TODAY, until_date=TODAY, hours="10:00-12:30", by=cast.east_manager, at=NOW
    )
    identity.set_absence(cast.east_technician, away_from=at(15), away_until=at(16), by=cast.east_technician, at=NOW)
    today = {
        start.astimezone(LOCAL).hour: n for (_, start), n in capacity.capacity([east.id], **{**ask, "days": 1}).items()
    }
    assert today == {10: 1, 12: 1, 14: 1, 16: 2, 18: 2}


def test_capacity_counts_no_site_that_does_not_serve_the_place_or_the_line(cast: Cast, net: Network) -> None:
    ids = {s.number: s.id for s in queries.list_sites(by=cast.agent)}
    ask: dict[str, Any] = {"skills": (), "from_date": TODAY, "days": 1}
    found = capacity.capacity(ids.values(), division=NORTH_STREET, product_line="hood", **ask)
    assert {site for site, _ in found} == {ids[net.north]}
    assert not capacity.capacity(ids.values(), division=NORTH_STREET, product_line="aircon", **ask)
    assert not capacity.capacity([ids[net.north]], **{**ask, "from_date": TODAY + 6 * DAY})


def test_nobody_is_able_on_the_day_after_his_certificate(cast: Cast, net: Network) -> None:
    site = queries.get_site(net.east, by=cast.agent).id
    last = TODAY + network.YEARS
    both = ("hood", "low_voltage")
    assert len(capacity.able_technicians(site, skills=both, start=at(8, last), end=at(10, last))) == 2
    assert not capacity.able_technicians(site, skills=both, start=at(8, last + DAY), end=at(10, last + DAY))
    assert capacity.able_technicians(site, skills=("hood",), start=at(8, last + DAY), end=at(10, last + DAY))
    (why,) = capacity.lacks_of(cast.east_technician.pk, skills=both, on=last + DAY)
    assert why.zh == f"低压电工证已于 {last} 到期"
    assert capacity.lacks_of(cast.east_technician.pk, skills=both, on=last) == ()
    assert capacity.lacks_of(cast.agent.pk, skills=("hood",), on=TODAY)


def test_windows_are_data_with_seasons(cast: Cast, net: Network) -> None:
    summer: dict[str, Any] = {"from_date": date(2027, 6, 1), "until_date": date(2027, 8, 31), "source": "夏季作息"}
    set_value("visit_windows", "default", "7:00-9:00, 9:00-11:00", by=cast.administrator, at=NOW, **summer)
    counts = [len(capacity.list_windows(day, 1)) for day in (date(2027, 5, 31), date(2027, 6, 1), date(2027, 9, 1))]
    assert counts == [6, 2, 6]


def test_leave_can_be_taken_back(cast: Cast, net: Network) -> None:
    span: dict[str, Any] = {"start": at(8), "end": at(10)}
    leave = technicians.set_leave(
        cast.east_technician.pk, from_date=TODAY, until_date=TODAY, reason="sick", by=cast.east_manager, at=NOW
    )
    assert not capacity.is_there(cast.east_technician.pk, **span)
    row = Departure.objects.get()
    assert (row.pk, row.reason) == (leave, "sick")
    technicians.withdraw_leave(leave, by=cast.east_manager, at=NOW)
    assert capacity.is_there(cast.east_technician.pk, **span)
    assert people_queries.list_hours(net.east, by=cast.east_clerk, on=TODAY)[cast.east_technician.pk]


def test_bad_hours_are_refused_by_field(cast: Cast, net: Network) -> None:
    hand: dict[str, Any] = {"by": cast.east_manager, "at": NOW}
    with pytest.raises(Invalid):
        technicians.set_shift(cast.east_technician.pk, from_date=TODAY, weekly=["8-18"] * 7, **hand)
    with pytest.raises(Invalid):
        technicians.set_shift(cast.east_technician.pk, from_date=TODAY, weekly=["8:00-18:00"] * 6, **hand)
    with pytest.raises(Invalid):
        technicians.set_leave(cast.east_technician.pk, from_date=TODAY, until_date=TODAY - DAY, **hand)


def test_a_technician_who_left_is_sent_nowhere_and_may_come_back(cast: Cast, net: Network) -> None:
    person, boss = cast.east_technician, cast.administrator
    number = people_queries.get_technician(person.pk, by=boss).number
    with pytest.raises(Refused):
        technicians.add_technician(net.north, person=person, by=boss, at=NOW)

    technicians.end_technician(person.pk, by=boss, at=NOW)

    person.refresh_from_db()
    assert f"site:{net.east}" not in teams_of(person)
    assert not person.has_role("technician")
    assert capacity.lacks_of(person.pk, skills=("hood",), on=TODAY)
    assert Event.objects.filter(kind="network.certificate.ended").count() == 2
    assert technicians.add_technician(net.north, person=person, by=boss, at=NOW) == number
    assert Technician.objects.get(pk=person.pk).site.number == net.north


def test_promises_find_the_site_its_manager_and_the_technician(cast: Cast, net: Network) -> None:
    key = f"site:{net.east}"
    events = [
        _event(1, {"site": net.east, "technician": cast.east_technician.pk}),
        _event(2, {"site": net.east, "technician": 0}),
        _event(3, {"site": "", "technician": 0}),
    ]
    assert playbook.owner_at_site("site_manager")(events, NOW) == {
        n: Owner(None, key, "site_manager", key) for n in (1, 2)
    }
    assert playbook.technician_named(events, NOW) == {
        1: Owner(cast.east_technician.pk, key, "technician", key),
        2: Owner(None, key, "site_clerk", key),
    }


def test_a_site_is_locked_timeline_first(cast: Cast, net: Network) -> None:
    with CaptureQueriesContext(connection) as made:
        access.site(net.east, by=cast.agent, lock=True)
    locks = [q["sql"] for q in made if " FOR " in q["sql"].upper()]
    assert "journal_timeline" in locks[0]
    assert "network_site" in locks[-1]


def _event(event_id: int, facts: dict[str, Any]) -> Recorded:
    return Recorded(
        id=event_id,
        timeline_id=1,
        kind="service.order.dispatched",
        subject="WO-000318",
        about="",
        happened_at=NOW,
        recorded_at=NOW,
        by_id=1,
        facts=facts,
        personal={},
        seen_by="site",
    )
