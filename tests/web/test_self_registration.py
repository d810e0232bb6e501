"""Customers enter themselves: the consent word for word, no second file, nothing told to outsiders, a person checks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from liuke.areas.customers.actions.registering import open_form
from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.care import HANDBOOK
from tests.given.customers import LI_PHONE
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
STRANGER = "13900001234"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    now = [NOW]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    return lambda moment: now.__setitem__(0, moment)


@pytest.fixture
def c(told: Callable[[datetime], None]) -> Company:
    made = service.company(NOW)
    load([HANDBOOK], by=made.cast.administrator, at=NOW)
    return made


@pytest.fixture
def path(c: Company) -> str:
    return f"/my/registration/{open_form('春季展会', by=c.cast.lead, at=NOW)}/"


def entered(client: Client, path: str, told: Callable[[datetime], None], **said: str) -> int:
    told(clock.now())
    page = client.get(path).content.decode()
    assert "撤回同意或要求删除" in page
    began = page.split('name="began" value="')[1].split('"')[0]
    told(clock.now() + timedelta(seconds=5))
    form = {"form_number": issue(), "began": began, "kind": "household", "consent": "service-1"} | said
    return int(client.post(path, form).status_code)


def test_a_newcomer_gets_a_file_of_his_own_that_a_person_checks(c: Company, path: str, told: Callable) -> None:  # type: ignore[type-arg]
    assert (
        entered(Client(), path, told, name="徐芳", phone=STRANGER, address="宁波市海曙区中山西路100号3栋201室") == 302
    )
    new = Customer.objects.get(name="徐芳")
    assert new.source == "registration"
    event = Event.objects.get(kind="customers.registration.received")
    assert event.facts["consent"] == "service-1" and event.facts["place"] == "春季展会"
    owed = Promise.objects.get(what="check-registration", state="open")
    assert (owed.timeline_id, owed.about) == (new.pk, new.code)

    browser = as_(c.cast.agent)
    assert "有一份自行登记待核实" in browser.get(f"/customers/{new.code}/?tab=people").content.decode()
    browser.post(f"/customers/{new.code}/registration-checked/", {"form_number": issue()})
    owed.refresh_from_db()
    assert owed.state == "kept"


def test_a_known_number_makes_no_second_file_and_the_form_tells_nothing(c: Company, path: str, told: Callable) -> None:  # type: ignore[type-arg]
    files = Customer.objects.count()
    assert entered(Client(), path, told, name="李强", phone=LI_PHONE) == 302
    assert Customer.objects.count() == files
    assert Promise.objects.get(what="check-registration").timeline_id == c.known.li
    assert Event.objects.filter(kind="customers.registration.doubted").count() == 1


def test_without_consent_name_or_number_nothing_is_kept(c: Company, path: str, told: Callable) -> None:  # type: ignore[type-arg]
    files = Customer.objects.count()
    for wrong in ({"consent": ""}, {"consent": "registration-0"}, {"name": ""}, {"phone": "12"}, {"kind": "x"}):
        said = {"name": "徐芳", "phone": STRANGER} | wrong
        assert entered(Client(), path, told, **said) == 422, wrong
    assert entered(Client(), path, told, name="徐芳", phone=STRANGER, website="http://x") == 302
    assert Customer.objects.count() == files


def test_who_makes_a_code_and_where(c: Company) -> None:
    browser = as_(c.cast.lead)
    page = browser.post("/customers/registration-code/", {"form_number": issue(), "place": "春季展会"}).content.decode()
    assert "/my/registration/" in page and "data:image" in page
    assert browser.post("/customers/registration-code/", {"form_number": issue(), "place": ""}).status_code == 422
    assert as_(c.cast.agent).get("/customers/registration-code/").status_code == 403
