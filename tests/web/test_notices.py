"""My notices and marking them as seen."""

from __future__ import annotations

import pytest

from liuke.foundation import clock
from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.gateways.queries import count_unread
from liuke.foundation.words import Words
from tests.given import people
from tests.given.people import Cast
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    made = people.cast(clock.now())
    at = clock.now()
    notify([
        NoticeDraft("a", Words("网点拒单", "Declined"), at, to_actor_id=made.agent.pk, link="/promises/1/"),
        NoticeDraft("b", Words("请查看今日", "See Today"), at, to_role="agent"),
        NoticeDraft("c", Words("给调度", "For dispatch"), at, to_role="dispatcher"),
    ])  # fmt: skip
    return made


def test_i_see_mine_and_those_of_my_role(cast: Cast) -> None:
    text = as_(cast.agent).get("/notices/").content.decode()

    assert "网点拒单" in text and "请查看今日" in text and "给调度" not in text


def test_all_are_marked_as_seen_and_only_mine(cast: Cast) -> None:
    posted(as_(cast.agent), "/notices/seen/")

    assert count_unread(by=cast.agent) == 0
    assert count_unread(by=cast.dispatcher) == 1
    assert "网点拒单" not in as_(cast.agent).get("/notices/?unread=1").content.decode()


def test_a_notice_of_somebody_else_cannot_be_marked(cast: Cast) -> None:
    assert posted(as_(cast.agent), "/notices/seen/", notice="x").status_code == 422
    posted(as_(cast.agent), "/notices/seen/", notice="99999999")

    assert count_unread(by=cast.agent) == 2
