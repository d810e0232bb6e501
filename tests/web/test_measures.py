"""Measures: each figure opens as many rows as it says."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest

from liuke.foundation import clock
from liuke.kernel.promises import actions
from liuke.kernel.promises.actions import HandMade
from tests.given import customers, people
from tests.given.people import Cast
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


@pytest.fixture(autouse=True)
def promised(cast: Cast) -> None:
    """Two in time, one late, one late and still open, of the agent's."""
    li = customers.li(cast, clock.now())
    for late in (False, False, True, None):
        at = clock.now() - 3 * HOUR
        pk = actions.give(HandMade(li, "回电", at + HOUR), by=cast.agent, at=at)
        if late is not None:
            actions.done(pk, by=cast.agent, at=at + (2 * HOUR if late else HOUR / 2))


def test_the_rate_is_the_share_kept_in_time(cast: Cast) -> None:
    text = as_(cast.manager).get("/measures/").content.decode()

    assert re.search(r'stat-number">50<', text)


def test_every_figure_of_a_person_leads_to_as_many_rows(cast: Cast) -> None:
    client = as_(cast.manager)
    text = unquote(client.get("/measures/").content.decode()).replace("&amp;", "&")

    for verdict, count in (("in_time", 2), ("late", 2)):
        link = re.search(rf'href="(/promises/\?[^"]*person={cast.agent.pk}[^"]*verdict={verdict})">(\d+)<', text)
        assert link and int(link[2]) == count
        assert client.get(link[1]).content.decode().count('class="promise"') == count


def test_the_line_has_a_point_for_each_week_and_a_table_beside_it(cast: Cast) -> None:
    text = as_(cast.manager).get("/measures/?weeks=4").content.decode()

    assert '"kind": "line"' in text and "<caption" in text


def test_people_of_a_site_see_their_own_site_only(cast: Cast) -> None:
    client = as_(cast.east_manager)

    assert client.get("/measures/").status_code == 200
    assert client.get("/measures/?team=site:S-0002").status_code == 403
    assert "王芳" not in client.get("/measures/").content.decode()


def test_measures_are_not_for_agents_and_technicians(cast: Cast) -> None:
    assert as_(cast.agent).get("/measures/").status_code == 403
    assert as_(cast.east_technician).get("/measures/").status_code == 403
