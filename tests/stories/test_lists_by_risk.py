"""Long lists: the most at risk first, a page at a time, none left out and none shown twice; counts know their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import liuke
from liuke.areas.service.actions import orders
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries import board as boards
from liuke.areas.service.queries import desks, risk
from liuke.areas.service.queries import orders as listing
from liuke.areas.service.queries.board import board
from liuke.foundation.faults import Invalid
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 here
HOUR = timedelta(hours=1)


@pytest.fixture
def c() -> Company:
    made = service.company(AT)
    load([Path(liuke.__file__).parent / "handbook"], by=made.cast.administrator, at=AT)
    return made


def waiting(c: Company, count: int) -> list[str]:
    """Orders that wait for the dispatcher, the later made the sooner due."""
    machines = [MachineDraft(product_line="hood")]
    numbers = [
        orders.order_visit(service.request(c, AT), machines=machines, by=c.cast.agent, at=AT).number
        for _ in range(count)
    ]
    for n, number in enumerate(numbers):
        Promise.objects.filter(about=number, state="open").update(due_at=AT + (count - n) * HOUR)
    return numbers


def paged(c: Company, size: int) -> list[str]:
    found, after = [], ""
    while True:
        page = desks.dispatch_list(by=c.cast.dispatcher, after=after, size=size)
        found += [row.number for row in page.rows]
        if page.next_after is None:
            return found
        after = page.next_after


def test_danger_comes_first_then_what_is_due_first_and_pages_join_without_a_gap(c: Company) -> None:
    numbers = waiting(c, 5)
    WorkOrder.objects.filter(number=numbers[1]).update(safety=True)
    expected = [numbers[n] for n in (1, 4, 3, 2, 0)]
    assert paged(c, 2) == expected and paged(c, 5) == expected
    assert desks.dispatch_list(by=c.cast.dispatcher, size=2).count == 5


def test_what_nothing_is_owed_about_comes_last_the_most_chased_before_the_oldest(c: Company) -> None:
    numbers = waiting(c, 4)
    Promise.objects.filter(about__in=numbers[1:]).update(held_since=AT)
    WorkOrder.objects.filter(number=numbers[3]).update(chases=2)
    assert paged(c, 1) == [numbers[n] for n in (0, 3, 1, 2)]


def test_a_long_pile_is_ranked_alike_from_the_soonest_promises_and_as_a_whole(
    c: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = waiting(c, 6)
    WorkOrder.objects.filter(number=numbers[0]).update(safety=True)
    whole = paged(c, 2)
    monkeypatch.setattr(risk, "SHORT", 0)
    for soonest in (1, 2, 3, 100):
        monkeypatch.setattr(risk, "SOONEST", soonest)
        assert paged(c, 2) == whole


def test_a_place_in_the_list_that_nobody_can_read_is_refused(c: Company) -> None:
    for said in ("nonsense", "1~2026~0~x~1", "1~2026-11-23T10:00:00~0~2026-11-23T10:00:00~1", "~~~~"):
        with pytest.raises(Invalid):
            desks.dispatch_list(by=c.cast.dispatcher, after=said)


def test_counts_go_as_far_as_anybody_wants_to_know(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(c, 3)
    monkeypatch.setattr(risk, "COUNTED", 2)
    monkeypatch.setattr(listing, "COUNTED", 2)
    monkeypatch.setattr(promises, "COUNTED", 2)
    assert desks.dispatch_list(by=c.cast.dispatcher).count == 2
    assert listing.count_by_state({}, by=c.cast.dispatcher)["to_dispatch"] == 2
    day = {"at": AT, "day_start": AT, "day_end": AT + 100 * HOUR}
    assert promises.count_for(c.cast.dispatcher, **day)["due"] == 2


def test_a_site_s_pile_goes_on_alone_and_the_asked_order_stands_first(c: Company) -> None:
    numbers = [service.dispatched(c, AT, machine=False) for _ in range(3)]
    desk = desks.site_desk(c.sites.east, by=c.cast.east_clerk, at=AT, size=2)
    pile = desk.piles["to_accept"]
    assert (len(pile.rows), pile.count) == (2, 3) and pile.next_after
    rest = desks.site_desk(
        c.sites.east, by=c.cast.east_clerk, at=AT, pile="to_accept", after=pile.next_after, size=2
    ).piles["to_accept"]
    assert sorted(r.number for r in (*pile.rows, *rest.rows)) == sorted(numbers) and rest.next_after is None
    asked = desks.site_desk(c.sites.east, by=c.cast.east_clerk, at=AT, asked=rest.rows[0].number, size=2)
    assert asked.piles["to_accept"].rows[0].number == rest.rows[0].number


def test_a_lane_shows_what_fits_and_counts_the_rest(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    number = service.assigned(c, AT)
    day = service.windows_of(number).start.date()
    monkeypatch.setattr(boards, "ON_A_LANE", 0)
    shown = board(day, by=c.cast.dispatcher, site=c.sites.east)
    assert sum(len(lane.visits) for lane in shown.lanes) == 0 and not shown.customers
    monkeypatch.setattr(boards, "ON_A_LANE", 12)
    assert [lane.count for lane in board(day, by=c.cast.dispatcher, site=c.sites.east).lanes if lane.visits] == [1]


def test_the_board_goes_on_with_the_next_screen_of_technicians(c: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    day = AT.date()
    everybody = [lane.technician_id for lane in board(day, by=c.cast.dispatcher).lanes]
    monkeypatch.setattr(boards, "CREW", 1)
    found, crew = [], ""
    while True:
        screen = board(day, by=c.cast.dispatcher, crew=crew)
        found += [lane.technician_id for lane in screen.lanes]
        if screen.next_crew is None:
            break
        crew = screen.next_crew
    assert found == everybody and len(found) > 1


def test_today_shares_its_pools_by_role_and_pages_through_them(c: Company) -> None:
    numbers = waiting(c, 5)
    found, after = [], None
    while True:
        rows = promises.list_for(c.cast.dispatcher, after=after, limit=2)
        found += [row.about for row in rows]
        if len(rows) < 2:
            break
        after = f"{rows[-1].due_at.isoformat()}~{rows[-1].id}"
    assert list(dict.fromkeys(about for about in found if about in numbers)) == numbers[::-1]
