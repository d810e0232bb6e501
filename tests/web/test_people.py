"""Staff, tokens and calendars, as the administrator arranges them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.forms.actions import issue
from liuke.foundation.identity.models import Actor, ApiToken
from liuke.kernel.journal.models import COMPANY, Event
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.kernel.promises.models import Promise
from liuke.kernel.promises.rows import Owner
from tests.given import customers, people
from tests.given.people import Cast
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WEEK = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "8:00-20:00")


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


def test_an_administrator_takes_a_person_on(cast: Cast) -> None:
    answer = posted(
        as_(cast.administrator), "/people/new/", username="linlin", name="林琳", roles=["agent"], teams=["hotline"]
    )

    person = Actor.objects.get(username="linlin")
    assert answer["Location"] == f"/people/{person.pk}/"
    assert person.roles == ["agent"] and person.teams.get().key == "hotline"


def test_a_second_click_takes_on_one_person(cast: Cast) -> None:
    client, form = as_(cast.administrator), {"username": "linlin", "name": "林琳", "form_number": issue()}

    assert client.post("/people/new/", form)["Location"] == client.post("/people/new/", form)["Location"]


def test_nobody_else_arranges_staff(cast: Cast) -> None:
    client = as_(cast.lead)

    assert client.get("/people/").status_code == 403
    assert posted(client, "/people/new/", username="x1", name="x").status_code == 403
    assert posted(client, f"/people/{cast.dispatcher.pk}/leaving/").status_code == 403
    assert client.get(f"/people/{cast.dispatcher.pk}/").status_code == 403


def test_absence_and_deputy_are_set_by_the_person_and_the_lead(cast: Cast) -> None:
    place = f"/people/{cast.agent.pk}"

    own = posted(
        as_(cast.agent), f"{place}/absence/", away_from="2026-12-01T08:00", away_until="2026-12-05T18:00"
    )  # fmt: skip
    led = posted(as_(cast.lead), f"{place}/deputy/", deputy=str(cast.lead.pk))
    other = posted(as_(cast.dispatcher), f"{place}/deputy/", deputy=str(cast.lead.pk))

    assert (own.status_code, led.status_code, other.status_code) == (302, 302, 403)
    agent = Actor.objects.get(pk=cast.agent.pk)
    assert agent.deputy == cast.lead and f"{clock.local(agent.away_from):%d %H}" == "01 08"  # type: ignore[arg-type]


def test_a_leavers_promises_go_back_to_their_pools_and_the_company_remembers(cast: Cast) -> None:
    li, at = customers.li(cast, clock.now()), clock.now()
    by_hand = promises.give(HandMade(li, "回电", at + HOUR), by=cast.agent, at=at)
    from_pool = promises.give(HandMade(li, "派单", at + HOUR, owner=Owner(role="dispatcher")), by=cast.agent, at=at)
    promises.pass_on(from_pool, to=Owner(person_id=cast.agent.pk), because="", by=cast.lead, at=at)

    posted(as_(cast.administrator), f"/people/{cast.agent.pk}/leaving/")

    roles = dict(Promise.objects.values_list("pk", "owner_role"))
    assert roles == {by_hand: "agent", from_pool: "dispatcher"}
    assert not Promise.objects.filter(owner=cast.agent).exists()
    assert Event.objects.filter(timeline_id=COMPANY, kind="company.person.left").count() == 1
    assert Customer.objects.exists()


def test_an_heir_takes_over_what_a_leaver_owed(cast: Cast) -> None:
    li, at = customers.li(cast, clock.now()), clock.now()
    pk = promises.give(HandMade(li, "回电", at + HOUR), by=cast.agent, at=at)

    posted(as_(cast.administrator), f"/people/{cast.agent.pk}/leaving/", heir=str(cast.lead.pk))
    again = posted(as_(cast.administrator), f"/people/{cast.agent.pk}/leaving/")

    assert Promise.objects.get(pk=pk).owner == cast.lead
    assert again.status_code == 409


def test_a_token_is_shown_once_and_revoked(cast: Cast) -> None:
    client = as_(cast.administrator)

    made = posted(client, "/tokens/", name="电话系统", scopes=["read", "intake"], days="90").content.decode()
    later = client.get("/tokens/").content.decode()
    token = ApiToken.objects.get()
    posted(client, f"/tokens/{token.pk}/revocation/")

    assert "liuke_" in made and "liuke_" not in later.replace("liuke_language", "")
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert posted(client, "/tokens/", name="x", days="90").status_code == 422


def test_an_edited_calendar_reckons_open_dues_anew(cast: Cast) -> None:
    client = as_(cast.administrator)

    answer = posted(client, "/calendars/service/", **(WEEK | {"sunday": ""}), version="0", name="服务时间")

    assert answer.status_code == 302
    assert get_calendar("service").weekly[6] == ()
    assert Event.objects.filter(timeline_id=COMPANY, kind="company.calendar.changed").count() == 1


def test_the_slower_of_two_editors_of_a_calendar_is_told(cast: Cast) -> None:
    client = as_(cast.administrator)
    posted(client, "/calendars/service/", **(WEEK | {"sunday": ""}), version="0", name="服务时间")
    posted(client, "/calendars/service/", **(WEEK | {"saturday": ""}), version="1", name="服务时间")

    stale = posted(client, "/calendars/service/", **WEEK, version="1", name="服务时间")

    assert stale.status_code == 409


def test_hours_nobody_understands_are_refused_beside_their_day(cast: Cast) -> None:
    answer = posted(
        as_(cast.administrator), "/calendars/service/", **(WEEK | {"monday": "早上"}), version="0", name="x"
    )

    assert answer.status_code == 422 and "看不懂" in answer.content.decode()


def test_a_holiday_is_stated_with_its_notice(cast: Cast) -> None:
    client = as_(cast.administrator)

    assert posted(client, "/calendars/days/", day="2027-01-01", name="元旦", source="").status_code == 422
    posted(client, "/calendars/days/", day="2027-01-01", name="元旦", source="国办发明电〔2026〕8号")

    assert get_calendar("office").stated == {date(2027, 1, 1): False}
    assert "元旦" in client.get("/calendars/").content.decode()
