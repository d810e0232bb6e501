"""The matrix, one customer's bond, treatments and the card in the file, in the browser (H4–H6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.customers.models import Customer
from liuke.areas.keeping.actions.bond import note_sign
from liuke.areas.keeping.jobs import begin_contacts
from liuke.areas.keeping.models import Sign
from liuke.areas.keeping.rules.bond import SIGNS
from liuke.areas.service.actions import calls
from liuke.events.care import CallbackCompleted
from liuke.foundation import clock
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.actions import record
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import care, customers, people
from tests.given.customers import HAICHUAN_PHONE, Known
from tests.given.people import Cast
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
World = tuple[Cast, Known]


@standing
def _world(at: datetime) -> World:
    cast = people.cast(at)
    load([care.HANDBOOK], by=cast.administrator, at=at)
    return cast, customers.known(cast, at)


@pytest.fixture
def world() -> World:
    """海川 is core and kept by 赵敏; what a callback proved of it waits to be confirmed."""
    cast, known = _world(clock.now())
    event = CallbackCompleted(
        "CB-1", "WO-1", "after_service", "satisfied", satisfied=True, ladder="comes_back", tries=1
    )
    record(event, on=known.haichuan, by=cast.callback_agent, at=clock.now())
    return cast, known


def code_of(customer: int) -> str:
    return Customer.objects.get(pk=customer).code


def test_the_card_in_the_file_tells_keepers_the_bond_and_agents_how_he_is_received(world: World) -> None:
    cast, known = world
    place = f"/customers/{code_of(known.haichuan)}/"
    agent, keeper = (as_(who).get(place).content.decode() for who in (cast.agent, cast.account_manager))

    assert "核心客户：由客户经理或资深坐席接待" in agent and "指出我们的不足" not in agent and "0/10" not in agent
    assert "0/10" in keeper and "我们的电话接得快" in keeper and "指出我们的不足" in keeper
    answer = posted(
        as_(cast.account_manager), f"/keeping/bond/{code_of(known.haichuan)}/signs/", sign="points_out", next=place
    )
    assert (answer.status_code, answer.headers["location"]) == (302, place)
    assert "1/10" in as_(cast.account_manager).get(place).content.decode()
    household = as_(cast.manager).get(f"/customers/{code_of(known.li)}/").content.decode()
    assert "A 级客户" in household and "指出我们的不足" not in household


def test_a_ringing_core_customer_is_marked_for_whoever_may_pick_up(world: World) -> None:
    cast, _known = world
    calls.take_call(HAICHUAN_PHONE, by=system_actor(Actor.Kind.JOB, "telephony"), at=clock.now())

    for who in (cast.lead, cast.agent):
        bar = as_(who).get("/calls/ringing/").content.decode()
        assert "宁波海川食堂设备有限公司" in bar and "资深队列" in bar


def test_a_sign_is_confirmed_struck_out_and_noted_with_words(world: World) -> None:
    cast, known = world
    place, client = f"/keeping/bond/{code_of(known.haichuan)}/", as_(cast.account_manager)
    assert "待确认" in client.get(place).content.decode()

    assert posted(client, f"{place}signs/", sign="answers", act="note").status_code == 302
    assert posted(client, f"{place}signs/", sign="best", words="说我们最好").status_code == 302
    text = client.get(place).content.decode()
    assert "说我们最好" in text and "2/10" in text
    assert posted(client, f"{place}signs/", sign="answers", act="drop").status_code == 302
    assert posted(client, f"{place}signs/", sign="answers", act="drop").status_code == 404
    for wrong in ({"sign": "rich"}, {"sign": "best", "act": "burn"}, {"sign": "best", "words": "x" * 301}):
        assert posted(client, f"{place}signs/", **wrong).status_code == 422
    assert posted(as_(cast.agent), f"{place}signs/", sign="scolds").status_code == 403
    assert set(Sign.objects.filter(ended_at=None).values_list("sign", flat=True)) == {"best"}


def test_a_contact_is_noted_from_its_promise(world: World) -> None:
    cast, known = world
    begin_contacts(clock.now())
    owed = Promise.objects.get(what="contact-due")
    place, client = f"/keeping/bond/{code_of(known.haichuan)}/", as_(cast.account_manager)
    assert str(owed.pk) in client.get(f"{place}?promise={owed.pk}").content.decode()

    assert posted(client, f"{place}contacts/", way="visit", words="", promise=str(owed.pk)).status_code == 422
    answer = posted(client, f"{place}contacts/", way="visit", words="新食堂三月开张", promise=str(owed.pk))
    assert answer.status_code == 302
    assert sorted(Promise.objects.filter(what="contact-due").values_list("state", flat=True)) == ["kept", "open"]


def test_a_figure_of_the_matrix_lists_its_companies_with_what_is_advised(world: World) -> None:
    cast, known = world
    for sign in list(SIGNS)[:8]:
        note_sign(known.haichuan, sign, by=cast.manager, at=clock.now())
    client = as_(cast.manager)

    assert "willingness=firm&amp;quality=high" in client.get("/keeping/bond/").content.decode()
    cell = client.get("/keeping/bond/?willingness=firm&quality=high").content.decode()
    assert "宁波海川食堂设备有限公司" in cell and "先征求其意见" in cell and "8/10" in cell
    other = client.get("/keeping/bond/?willingness=loose&quality=low").content.decode()
    assert "宁波海川" not in other and "这一格没有客户" in other
    for wrong in ("?willingness=firm", "?willingness=x&quality=high", "?willingness=firm&quality=high&after=x"):
        assert client.get(f"/keeping/bond/{wrong}").status_code == 422
    assert client.get("/keeping/bond/?step=delighted").status_code == 422
    step = client.get("/keeping/bond/?step=comes_back").content.decode()
    assert "?step=comes_back#step" in step and "暂无客户" in step
    assert as_(cast.agent).get("/keeping/bond/").status_code == 403


def test_a_treatment_is_stated_anew_by_a_director_only(world: World) -> None:
    cast, _known = world
    client, tomorrow = as_(cast.manager), local(clock.now()).date() + timedelta(days=1)
    new = {
        "key": "B", "queue": "senior", "contact_days": "45", "line_zh": "B 级：资深接待", "line_en": "Grade B: seniors",
        "benefits_zh": "优先安排上门时段", "benefits_en": "first choice of windows", "from_date": str(tomorrow),
        "source": "会员章程第三版",
    }  # fmt: skip
    assert "各等级待遇" in client.get("/keeping/treatments/?key=B").content.decode()

    for wrong in ({"benefits_en": ""}, {"contact_days": "often"}, {"from_date": ""}, {"key": "Z"}):
        assert posted(client, "/keeping/treatments/", **(new | wrong)).status_code == 422
    assert posted(client, "/keeping/treatments/", **new).status_code == 302
    assert f"{tomorrow} 起调整" in client.get("/keeping/treatments/").content.decode()
    keeper = as_(cast.account_manager)
    assert 'name="source"' not in keeper.get("/keeping/treatments/?key=B").content.decode()
    assert posted(keeper, "/keeping/treatments/", **new).status_code == 403


@pytest.mark.parametrize(("name", "place"), [
    ("page.bond_matrix", "/keeping/bond/?willingness=unknown&quality=high"), ("page.bond", "/keeping/bond/{code}/"),
    ("page.treatments", "/keeping/treatments/"), ("page.customer_with_bond", "/customers/{code}/"),
])  # fmt: skip
def test_a_page_of_bond_stays_within_its_budget(world: World, name: str, place: str) -> None:
    cast, known = world
    for sign in list(SIGNS)[:5]:
        note_sign(known.haichuan, sign, by=cast.manager, at=clock.now())
    client, url = as_(cast.account_manager), place.format(code=code_of(known.haichuan))
    client.get(url)

    def opened() -> None:
        assert client.get(url).status_code == 200

    within_budget(name, opened)
