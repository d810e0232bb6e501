"""What a person decides about his data, in the browser: his consents, the rest of his data, and the company's texts."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.customers.models import Consent
from liuke.areas.customers.queries.consents import allowed
from liuke.areas.secrecy.actions import rights
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from tests.given import secrecy
from tests.given.secrecy import World
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 10, tzinfo=clock.LOCAL)
stand = standing(secrecy.world)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return stand(NOW - timedelta(days=1))


def shown(by: Actor, url: str) -> str:
    answer = as_(by).get(url)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return str(answer.content.decode())


def test_a_yes_is_taken_down_with_its_text_and_taken_back_in_one_click(world: World) -> None:
    zhou, agent = world.known.zhou, world.cast.agent
    place = f"/secrecy/customers/{zhou}/data/"
    page = shown(agent, place)
    assert "在节日、生日和使用周年收到问候" in page and "未征得" in page and "按合同所需" in page

    said = {"act": "give", "purpose": "care", "way": "call"}
    assert posted(as_(agent), place, **said, text="care-0").status_code == 409
    assert posted(as_(agent), place, **said, text="care-1").status_code == 302
    assert allowed(zhou, "care") and "已同意" in shown(agent, place)
    assert posted(as_(agent), place, act="withdraw", purpose="care", way="call").status_code == 302
    assert not allowed(zhou, "care") and Consent.objects.count() == 1
    assert posted(as_(agent), place, act="x").status_code == 422
    browser = as_(agent)
    within_budget("page.customer_data", lambda: browser.get(place))


def test_data_that_rest_say_so_and_are_used_again_once_the_person_allows_it(world: World) -> None:
    zhou = world.known.zhou
    number = rights.take_down(zhou, "restriction", channel="call", by=world.cast.agent, at=NOW)
    rights.answer(number, "done", by=world.complaints, at=NOW)
    place = f"/secrecy/customers/{zhou}/data/"

    assert "仅保存、不使用" in shown(world.cast.agent, place) and "恢复使用" not in shown(world.cast.agent, place)
    assert posted(as_(world.cast.agent), place, act="let_use").status_code == 403
    assert "恢复使用" in shown(world.complaints, place) and number in shown(world.complaints, place)
    assert posted(as_(world.complaints), place, act="let_use").status_code == 302
    assert allowed(zhou, "service")


def test_a_new_text_is_stated_by_those_who_may(world: World) -> None:
    said = {"purpose": "care", "zh": "同意收到节日问候。", "en": "Greetings on festivals."}
    assert posted(as_(world.cast.agent), "/secrecy/texts/", **said).status_code == 403
    assert posted(as_(world.cast.manager), "/secrecy/texts/", **(said | {"zh": ""})).status_code == 422
    assert posted(as_(world.cast.manager), "/secrecy/texts/", **said).status_code == 302
    page = shown(world.cast.manager, "/secrecy/texts/")
    assert "care-2" in page and "同意收到节日问候。" in page
