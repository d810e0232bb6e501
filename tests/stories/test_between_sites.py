"""Between two sites nobody's site owes the door; and a site can reach the repeat of its own work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from liuke.areas.customers.queries.file import get_file
from liuke.areas.service.actions import closing, dispatching, running
from liuke.areas.service.queries.orders import get_order, list_orders
from liuke.foundation.faults import Missing
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.service import Company
from tests.safety.world import HANDBOOK

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def c() -> Company:
    found = service.company(MONDAY)
    load([HANDBOOK], by=found.cast.administrator, at=MONDAY)
    return found


def owing(number: str) -> dict[str, tuple[str, str]]:
    rows = Promise.objects.filter(about=number, state="open")
    return {p.what: (p.owner_team, p.owner_role) for p in rows}


@pytest.mark.parametrize("how", ["declined", "recalled"])
def test_what_is_owed_at_the_door_goes_to_dispatch_until_another_site_has_it(c: Company, how: str) -> None:
    number, east, later = service.dispatched(c, MONDAY), f"site:{c.sites.east}", MONDAY + timedelta(minutes=10)
    assert owing(number)["visit"][0] == owing(number)["arrive"][0] == east
    if how == "declined":
        dispatching.decline(number, reason="full", by=c.cast.east_clerk, at=later)
    else:
        dispatching.recall(number, by=c.cast.dispatcher, at=later)

    assert owing(number)["visit"] == ("", "dispatcher") and "arrive" not in owing(number)
    assert not any(team == east for team, _role in owing(number).values())
    dispatching.dispatch(
        number, site=c.sites.east, overrule_reason="customer_wish", by=c.cast.dispatcher, at=MONDAY + timedelta(hours=1)
    )
    assert owing(number)["visit"][0] == east


def test_the_site_reaches_the_customer_of_an_undispatched_repeat_of_its_work_and_no_other_site_does(c: Company) -> None:
    done = service.to_call_back(c, MONDAY)
    when = service.windows_of(done).start + timedelta(hours=5)
    repeat = closing.open_repeat(done, reason="not_fixed", by=c.cast.callback_agent, at=when).number

    assert owing(repeat)["contact-dissatisfied"] == (f"site:{c.sites.east}", "site_manager")
    assert get_order(repeat, by=c.cast.east_manager).row.number == repeat
    assert get_file(c.known.li, by=c.cast.east_manager).contacts
    running.tell_user(repeat, topic="other", by=c.cast.east_manager, at=when + timedelta(minutes=20))
    assert "contact-dissatisfied" not in owing(repeat)

    assert list_orders({"state": "to_dispatch"}, by=c.cast.east_manager).rows == ()
    for stranger in (c.cast.north_manager, c.cast.east_technician):
        with pytest.raises(Missing):
            get_order(repeat, by=stranger)
