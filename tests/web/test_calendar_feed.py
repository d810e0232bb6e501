"""A colleague's calendar by a secret address: shown once, taken back, without a name, a number or a door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.visit_promising import settle
from liuke.areas.keeping.models import VisitStop
from liuke.foundation import clock
from liuke.foundation.clock import local
from liuke.foundation.identity import actions as identity
from liuke.foundation.links.models import Link
from liuke.insight.calendar_feed import feed_of
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from tests.given import people, planning, visits
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


def address(client: Client) -> str:
    """A fresh address, as the page shows it once."""
    shown = posted(client, "/calendar-feed/", act="make").content.decode()
    found = re.search(r"https?://[^/<]+(/my/calendar/[^<?]+/)", shown)
    assert found, shown[:1500]
    return found[1]


def test_an_address_is_shown_once_and_a_new_or_a_taken_back_one_opens_nothing() -> None:
    cast = people.cast(clock.now())
    client, stranger = as_(cast.account_manager), Client()
    first = address(client)
    assert stranger.get(first).status_code == 200
    assert first not in client.get("/calendar-feed/").content.decode()

    second = address(client)
    assert stranger.get(first).status_code == 410 and stranger.get(second).status_code == 200
    assert posted(client, "/calendar-feed/", act="end").status_code == 302
    assert stranger.get(second).status_code == 410
    assert stranger.get("/my/calendar/AAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    token = second.split("/")[3]
    assert not Link.objects.filter(code=token).exists(), "what stands in the table opens nothing"


def test_who_left_has_no_feed_any_more() -> None:
    cast = people.cast(clock.now())
    found = address(as_(cast.north_technician))
    identity.leave(cast.north_technician, by=cast.administrator, at=clock.now())
    assert Client().get(found).status_code == 410


def test_an_unchanged_calendar_is_not_sent_again() -> None:
    cast = people.cast(clock.now())
    found, client = address(as_(cast.account_manager)), Client()
    answer = client.get(found)
    assert answer["Content-Type"].startswith("text/calendar")
    assert client.get(found, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    customer = visits.company(cast, 9, "宁波某某", "A", "", "", None, None, "", at=clock.now())
    pk = Customer.objects.get(code=customer).pk
    promises.give(
        HandMade(pk, "回电给宁波某某", clock.now() + timedelta(hours=1)), by=cast.account_manager, at=clock.now()
    )
    assert client.get(found, headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_a_keeper_reads_visits_and_due_times_without_names() -> None:
    at = clock.now() - timedelta(hours=1)
    t = visits.tour(at)
    keeper = t.cast.account_manager
    plan = visits.planned(t, at, day=local(at).date() + timedelta(days=1), days=7)
    settle(plan.number, seen=None, by=keeper, at=at)
    stop = VisitStop.objects.get(customer__code=t.north)

    made = feed_of(keeper, language="zh-hans", at=clock.now())
    entries = {str(e["SUMMARY"]): e for e in Calendar.from_ical(made).walk("VEVENT")}
    visit = entries[f"拜访 {t.north}"]
    assert visit["DTSTART"].dt == stop.begins_at and str(visit["LOCATION"]) == "江北区"
    told = made.decode()
    assert "食堂" not in told and "单经理" not in told and "1380000" not in told and "慈城" not in told


def test_a_technician_reads_his_windows_by_order_and_district() -> None:
    at = clock.now()
    c = planning.company(at)
    window = planning.tomorrow(c, at)[0]
    number = planning.booked(c, window, c.cast.east_technician.pk, at)

    made = feed_of(c.cast.east_technician, language="en", at=at)
    entry = next(e for e in Calendar.from_ical(made).walk("VEVENT") if number in str(e["SUMMARY"]))
    assert entry["DTSTART"].dt == window.start and "鄞州区" in str(entry["LOCATION"])
    assert "李秀英" not in made.decode() and "金家一路" not in made.decode()
