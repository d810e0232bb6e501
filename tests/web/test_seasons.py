"""The season table on its page, and what it does to the windows that are offered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.network.actions.season import SeasonDraft, set_season
from liuke.areas.network.models import SeasonRow
from liuke.areas.service.queries.placing import offer_windows
from liuke.areas.service.rules.windows import Window
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now())


@pytest.fixture
def boss(c: Company) -> Actor:
    house = system_actor(Actor.Kind.IMPORT, "given")
    return identity.add_person(username="quyu", name="马区域", roles=["regional_manager"], by=house, at=clock.now())


def row(**changed: object) -> dict[str, object]:
    today = clock.local(clock.now()).date()
    return {
        "act": "set", "name": "油烟机旺季", "site": "", "product_line": "hood", "from_date": today.isoformat(),
        "until_date": (today + timedelta(days=30)).isoformat(), "percent": "100", "extra_crews": "3",
    } | changed  # fmt: skip


def left(c: Company, window: Window) -> int:
    offered = offer_windows(
        kind="repair", product_lines=["hood"], address_id=c.li_address, site=c.sites.east, count=99, by=c.cast.agent,
        at=clock.now(),
    )  # fmt: skip
    return next((w.left for w in offered.windows if (w.start, w.end) == (window.start, window.end)), 0)


def test_a_row_is_set_changed_and_withdrawn_and_counts_for_the_windows(c: Company, boss: Actor) -> None:
    first = service.windows(c, clock.now())[0]
    usual, desk = left(c, first), as_(boss)
    assert posted(desk, "/network/seasons/", **row()).status_code == 302
    assert left(c, first) == usual + 3
    set_ = SeasonRow.objects.get()
    assert Event.objects.filter(kind="network.season.set", subject=set_.number).count() == 1
    shown = desk.get("/network/seasons/").content.decode()
    assert "油烟机旺季" in shown and "全部网点" in shown
    assert "油烟机旺季" in as_(c.cast.dispatcher).get("/dispatch/").content.decode()

    own = row(act="change", number=set_.number, seen=1, percent="10", extra_crews="0")
    assert posted(desk, "/network/seasons/", **own).status_code == 302
    assert left(c, first) == 0
    assert posted(desk, "/network/seasons/", **own).status_code == 409  # an old tab

    assert posted(desk, "/network/seasons/", act="withdraw", number=set_.number, seen=2).status_code == 302
    assert left(c, first) == usual and not SeasonRow.objects.exists()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"percent": "5"}, 422), ({"percent": "101"}, 422), ({"percent": "x"}, 422), ({"extra_crews": "51"}, 422),
        ({"name": ""}, 422), ({"until_date": "2020-01-01"}, 422), ({"from_date": ""}, 422), ({"product_line": "rocket"}, 422),
        ({"site": "S-9999"}, 404), ({"act": "x"}, 422), ({"act": "change", "number": "SN-9"}, 404),
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_nothing_is_kept(c: Company, boss: Actor, change: dict[str, str], status: int) -> None:
    assert posted(as_(boss), "/network/seasons/", **row(**change)).status_code == status
    assert not SeasonRow.objects.exists()


def test_who_only_dispatches_reads_and_two_rows_of_the_same_days_are_refused(c: Company, boss: Actor) -> None:
    assert posted(as_(boss), "/network/seasons/", **row()).status_code == 302
    assert posted(as_(boss), "/network/seasons/", **row()).status_code == 409
    assert posted(as_(boss), "/network/seasons/", **row(site=c.sites.east)).status_code == 302
    desk = as_(c.cast.dispatcher)
    assert posted(desk, "/network/seasons/", **row(product_line="")).status_code == 403
    assert as_(c.cast.east_clerk).get("/network/seasons/").status_code == 403
    desk.get("/network/seasons/")
    within_budget("page.seasons", lambda: desk.get("/network/seasons/"))


def test_the_table_holds_what_it_promises(boss: Actor) -> None:
    def made(first: date, last: date, percent: int = 100) -> SeasonRow:
        return SeasonRow.objects.create(
            number=f"SN-{first}{percent}", name="x", from_date=first, until_date=last, percent=percent, set_by=boss,
            set_at=datetime.now(tz=clock.LOCAL),
        )  # fmt: skip

    june, july = date(2027, 6, 1), date(2027, 7, 1)
    made(june, july)
    for name, act in (
        ("a_season_ends_after_it_begins", lambda: made(july + timedelta(days=9), july + timedelta(days=8))),
        ("a_season_stays_honest", lambda: made(date(2028, 1, 1), date(2028, 1, 2), 5)),
        ("one_season_a_day_for_a_site_and_a_line", lambda: made(july, july, 90)),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


def test_no_row_is_made_for_days_that_are_over(boss: Actor) -> None:
    from liuke.foundation.faults import Invalid

    with pytest.raises(Invalid):
        set_season(SeasonDraft("x", date(2020, 1, 1), date(2020, 2, 1), 100), by=boss, at=clock.now())
