"""The values of the house in the browser: seen by keepers, tried and stated by directors, each version with its reason."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

import pytest

from liuke.foundation import clock
from liuke.foundation.clock import local
from tests.given import customers, people
from tests.given.people import Cast
from tests.support.budget import within_budget
from tests.support.standing import standing
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
POOL = {"daily": "3", "cap": "200", "barred_days": "30", "households": "A"}


@standing
def _world(at: datetime) -> Cast:
    cast = people.cast(at)
    customers.known(cast, at)
    return cast


@pytest.fixture
def cast() -> Cast:
    return _world(clock.now())


def test_a_director_sees_who_would_move_and_then_states_it(cast: Cast) -> None:
    client, tomorrow = as_(cast.manager), local(clock.now()).date() + timedelta(days=1)
    overview = client.get("/keeping/terms/").content.decode()
    assert "每人每天最多认领" in overview and "中秋节" in overview and "/keeping/terms/advice.firm.high/" in overview

    tried = f"/keeping/terms/pool/?{urlencode({'try': '1', **POOL})}"
    shown = client.get(tried).content.decode()
    assert "公海中的家庭客户" in shown and 'name="source"' in shown
    refused = posted(client, tried, **POOL, from_date="", source="例会", seen="0")
    assert refused.status_code == 422 and 'value="例会"' in refused.content.decode()
    assert posted(client, tried, **POOL, from_date=str(tomorrow), source="例会", seen="0").status_code == 302
    after = client.get("/keeping/terms/pool/").content.decode()
    assert "例会" in after and cast.manager.name in after and str(tomorrow) in after
    assert posted(client, tried, **POOL, from_date=str(tomorrow), source="例会", seen="0").status_code == 409


def test_what_cannot_be_taken_is_said_beside_its_field_and_others_only_read(cast: Cast) -> None:
    client, keeper = as_(cast.manager), as_(cast.account_manager)
    wrong = client.get(f"/keeping/terms/pool/?{urlencode({'try': '1', **POOL, 'cap': 'viele'})}")
    assert wrong.status_code == 422 and "请填写 1 到 5000 的整数" in wrong.content.decode()
    assert client.get("/keeping/terms/weather/").status_code == 404
    assert (
        posted(client, "/keeping/terms/pool/", **POOL, from_date="2099-01-01", source="x", seen="x").status_code == 422
    )

    place = f"/keeping/terms/pool/?{urlencode({'try': '1', **POOL})}"
    read = keeper.get(place).content.decode()
    assert "每人最多负责" in read and 'name="daily"' not in read and 'name="source"' not in read
    assert posted(keeper, "/keeping/terms/pool/", **POOL, from_date="2027-01-01", source="x").status_code == 403
    assert as_(cast.agent).get("/keeping/terms/").status_code == 403


@pytest.mark.parametrize(("name", "place"), [
    ("page.terms", "/keeping/terms/"), ("page.terms_sheet", f"/keeping/terms/pool/?{urlencode({'try': '1', **POOL})}"),
])  # fmt: skip
def test_a_page_of_terms_stays_within_its_budget(cast: Cast, name: str, place: str) -> None:
    client = as_(cast.manager)
    client.get(place)

    def opened() -> None:
        assert client.get(place).status_code == 200

    within_budget(name, opened)
