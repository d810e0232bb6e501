"""Handovers in the browser: decided in bulk, read, promised (H8)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.customers.actions import keeping as file
from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.keeping.actions.handing_over import decide
from liuke.areas.keeping.jobs import grade_customers
from liuke.areas.keeping.models import Handover, Takeover
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.service.actions import booking, dispatching
from liuke.areas.service.rules.windows import Window
from liuke.foundation import clock
from liuke.foundation.identity.actions import add_person
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.insight.screen_pop import cards
from liuke.processes.leaving import leave
from liuke.web.desk.hotline.showing import notes
from tests.given import care
from tests.given.care import World
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = care.world(clock.now())
    file.set_keeper(world.li, world.cast.account_manager, by=world.cast.manager, at=clock.now())
    voice_dissatisfaction(
        world.hood, words="修了三次还是响", wants="", channel="call", customer=world.li, by=world.cast.agent,
        at=clock.now(),
    )  # fmt: skip
    return world


@pytest.fixture
def new_keeper(world: World) -> Actor:
    boss = system_actor(Actor.Kind.IMPORT, "given")
    hired = add_person(username="linjie", name="林杰", roles=["account_manager"], by=boss, at=clock.now())
    leave(world.cast.account_manager, by=world.cast.administrator, at=clock.now())
    return hired


def test_a_leaver_s_customers_are_decided_on_one_page_and_read_on_the_next(world: World, new_keeper: Actor) -> None:
    place = f"/keeping/handovers/{Handover.objects.get().number}/"
    manager, keeper = as_(world.cast.manager), as_(new_keeper)
    text = manager.get(place).content.decode()
    assert "李秀英" in text and f'<option value="{new_keeper.pk}" selected>林杰' in text

    assert posted(manager, place, **{f"keeper-{world.li}": str(new_keeper.pk)}).status_code == 302
    code = Customer.objects.get(pk=world.li).code
    brief = keeper.get(f"/keeping/briefs/{code}/").content.decode()
    assert "修了三次还是响" in brief and "不推销" in brief and "我接替赵敏负责您这边" in brief

    assert posted(keeper, f"/keeping/briefs/{code}/acknowledgement/", contact_by="昨天").status_code == 422
    assert posted(keeper, f"/keeping/briefs/{code}/acknowledgement/", contact_by="明天15:00").status_code == 302
    assert Takeover.objects.get().acknowledged_at is not None
    assert posted(keeper, f"/keeping/briefs/{code}/first-contact/", note="先道歉").status_code == 302
    assert Takeover.objects.get().contacted_at is not None


def test_the_unread_brief_is_shown_to_whoever_answers_the_customer_s_call(world: World, new_keeper: Actor) -> None:
    decide(Handover.objects.get().number, {world.li: new_keeper.pk}, by=world.cast.manager, at=clock.now())
    code = Customer.objects.get(pk=world.li).code

    agent = as_(world.cast.agent)
    assert f"/keeping/briefs/{code}/" in agent.get(f"/customers/{code}/").content.decode()
    card = cards([get_brief(world.li, by=world.cast.agent)], by=world.cast.agent, at=clock.now())[0]
    assert any(note.url == f"/keeping/briefs/{code}/" for note in notes(card))


def test_whoever_goes_to_the_door_reads_who_keeps_him_now_and_what_not_to_say(world: World, new_keeper: Actor) -> None:
    decide(Handover.objects.get().number, {world.li: new_keeper.pk}, by=world.cast.manager, at=clock.now())
    number = care.ordered(world, world.hood, clock.now())
    window = next(w for w in list_windows(clock.local(clock.now()).date() + timedelta(days=1), 1))
    dispatching.dispatch(
        number, site=world.net.east, window=Window(window.start, window.end), by=world.cast.dispatcher, at=clock.now()
    )
    dispatching.accept(number, by=world.cast.east_clerk, at=clock.now())
    technician = world.cast.east_technician
    booking.assign_technician(number, technician=technician.pk, by=world.cast.east_clerk, at=clock.now())

    page = as_(technician).get(f"/field/orders/{number}/").content.decode()

    assert "林杰" in page and "用户有投诉未结" in page and "不推销" in page
    assert "修了三次还是响" not in page, "the complaint's words are the centre's"


def test_hostile_lines_are_refused_and_nothing_changes_hands(world: World, new_keeper: Actor) -> None:
    place, manager = f"/keeping/handovers/{Handover.objects.get().number}/", as_(world.cast.manager)

    assert posted(manager, place).status_code == 422
    assert posted(manager, place, **{"keeper-x": "1"}).status_code == 422
    assert posted(manager, place, **{f"keeper-{world.li}": str(world.cast.agent.pk)}).status_code == 422
    assert Customer.objects.get(pk=world.li).keeper == world.cast.account_manager
    assert as_(new_keeper).get(place).status_code == 403


def test_a_grade_by_hand_is_shown_with_its_ground_and_reviewed(world: World) -> None:
    file.set_grade(world.li, "C", reason="只买过一次", by=world.cast.manager, at=clock.now())
    grade_customers(clock.now())
    place = f"/keeping/grades/{Customer.objects.get(pk=world.li).code}/"
    manager = as_(world.cast.manager)

    assert "只买过一次" in manager.get(place).content.decode()
    assert "李秀英" in manager.get("/keeping/grades/").content.decode()
    assert posted(manager, place, act="burn").status_code == 422
    assert posted(as_(world.cast.account_manager), place, act="end").status_code == 403
    assert posted(manager, place, act="end").status_code == 302
    assert manager.get("/keeping/grades/?after=x").status_code == 422


@pytest.mark.parametrize(("name", "place"), [
    ("page.keeping", "/keeping/"), ("page.handover", "/keeping/handovers/{handover}/"),
    ("page.brief", "/keeping/briefs/{code}/"), ("page.grades", "/keeping/grades/"),
    ("page.grade", "/keeping/grades/{code}/"),
])  # fmt: skip
def test_a_page_of_keeping_stays_within_its_budget(world: World, new_keeper: Actor, name: str, place: str) -> None:
    file.set_grade(world.li, "B", reason="介绍了新客户", by=world.cast.manager, at=clock.now())
    grade_customers(clock.now())
    client = as_(world.cast.manager)
    code = Customer.objects.get(pk=world.li).code
    url = place.format(handover=Handover.objects.get().number, code=code)
    client.get(url)

    def opened() -> None:
        assert client.get(url).status_code == 200

    within_budget(name, opened)
