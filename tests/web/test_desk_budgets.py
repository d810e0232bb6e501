"""How many queries the desk's pages may ask, however many rows they show."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.foundation import clock
from liuke.kernel.promises import actions
from liuke.kernel.promises.actions import HandMade
from tests.given import customers, people, products
from tests.given.people import Cast
from tests.support.budget import within_budget
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The agent owes forty promises to four customers; one of them has a machine."""
    cast, at = people.cast(clock.now()), clock.now()
    known = customers.known(cast, at)
    products.catalogue(cast, at)
    products.machine(cast, known.li, at)
    for n in range(40):
        pk = (known.li, known.zhou, known.chen, known.haichuan)[n % 4]
        actions.give(HandMade(pk, f"回电 {n}", at + timedelta(hours=n + 1)), by=cast.agent, at=at)
    return cast


PAGES = {
    "desk.today": "/",
    "desk.promises": "/promises/",
    "desk.customers": "/customers/",
    "desk.customer": "/customers/{li}/",
    "desk.search": "/search/?q=李秀英",
    "desk.measures": "/measures/",
    "desk.handbook": "/handbook/",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stays_within_its_budget(cast: Cast, name: str) -> None:
    from liuke.areas.customers.models import Customer

    li = Customer.objects.get(name="李秀英")
    client = as_(cast.manager if name == "desk.measures" else cast.agent)
    place = PAGES[name].format(li=li.code)
    client.get(place)

    def opened() -> None:
        assert client.get(place).status_code == 200

    within_budget(name, opened)
