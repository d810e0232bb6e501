"""A call talked through a fault tree: the avoided visit counts for the article, and a visit carries what was tried."""

from __future__ import annotations

from datetime import datetime

import pytest

from liuke.areas.customers.queries.file import get_file
from liuke.areas.knowledge.actions import articles as actions
from liuke.areas.knowledge.models import Article
from liuke.areas.knowledge.queries.articles import get_article
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import ServiceRequest, WorkOrder
from liuke.foundation import clock
from liuke.foundation.faults import Missing
from liuke.processes.diagnosis import Diagnosis, take_diagnosed
from liuke.processes.hotline import Answer, Caller, Placed, Solved, Taken, Wish
from tests.given import customers, network, people, products
from tests.given.customers import LI_PHONE
from tests.given.people import Cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def cast() -> Cast:
    cast = people.cast(AT)
    network.network(cast, AT)
    products.catalogue(cast, AT)
    actions.load_seed(owner=cast.lead, by=cast.administrator, at=AT)
    return cast


@pytest.fixture
def hood(cast: Cast) -> str:
    return products.machine(cast, customers.li(cast, AT), AT)


@pytest.fixture
def tree(cast: Cast) -> str:
    return Article.objects.get(seed_key="hood_weak").number


def called(cast: Cast, hood: str, answer: Answer, diagnosis: Diagnosis | None) -> Taken:
    from liuke.areas.products.models import Machine

    li = Machine.objects.get(number=hood).customer_id
    place = get_file(li, by=cast.agent).addresses[0].id
    wish = Wish("repair", "吸力变小", machines=[MachineDraft(machine=hood)], address_id=place)
    return take_diagnosed(Caller(phone=LI_PHONE, customer=li), wish, answer, diagnosis, by=cast.agent, at=AT)


def test_solved_at_the_end_of_the_tree_is_an_avoided_visit_of_the_article(cast: Cast, hood: str, tree: str) -> None:
    taken = called(cast, hood, Solved("cleaning"), Diagnosis(tree, "ny"))
    assert ServiceRequest.objects.get(number=taken.request).state == "solved"
    row = get_article(tree, by=cast.agent)
    assert (row.solved, row.ordered) == (1, 0)


def test_a_visit_carries_what_was_tried(cast: Cast, hood: str, tree: str) -> None:
    taken = called(cast, hood, Placed(), Diagnosis(tree, "ynn"))
    request = ServiceRequest.objects.get(number=taken.request)
    assert request.fault.startswith("吸力变小\n【已按 ")
    assert "滤网近两个月清洗过吗？是" in request.fault
    assert WorkOrder.objects.filter(request=request).exists()
    assert get_article(tree, by=cast.agent).ordered == 1


def test_without_a_walk_nothing_counts_and_an_unknown_article_stops_the_whole_act(
    cast: Cast, hood: str, tree: str
) -> None:
    called(cast, hood, Solved("cleaning"), Diagnosis(tree, ""))
    called(cast, hood, Solved("cleaning"), None)
    assert get_article(tree, by=cast.agent).uses == 0
    with pytest.raises(Missing):
        called(cast, hood, Solved("cleaning"), Diagnosis("KN-999999", "y"))
    assert ServiceRequest.objects.count() == 2
