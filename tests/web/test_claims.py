"""The pages of exchange and return, and of the final verdict on the technician's phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuke.areas.service.models import Claim, OrderMachine, WorkOrder
from liuke.foundation import clock
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from tests.given import service
from tests.given.service import PIXEL, Company
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    return service.company(clock.now() - timedelta(hours=1))


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("found.png", PIXEL, "image/png")


def test_from_the_machine_in_the_file_to_the_decision(c: Company) -> None:
    agent, clerk = as_(c.cast.agent), as_(c.cast.dispatcher)
    assert "退换申请" in agent.get(f"/claims/new/{c.hood}/").content.decode()
    assert posted(agent, f"/claims/new/{c.hood}/", wish="exchange", fault="异响").status_code == 302
    number = Claim.objects.get().number
    assert number in agent.get("/claims/").content.decode()

    wrong = posted(clerk, f"/claims/{number}/", act="assess", finding="", seen="1")
    assert wrong.status_code == 422
    said = {"act": "assess", "finding": "confirmed", "seen": "1", "photos": picture()}
    assert posted(clerk, f"/claims/{number}/", **said).status_code == 302
    claim = Claim.objects.get()
    assert claim.state == "assessed" and agent.get(f"/claims/{number}/files/{claim.evidence[0]}/").status_code == 200

    boss = system_actor(Actor.Kind.IMPORT, "given")
    region = identity.add_person(username="region", name="区域", roles=["regional_manager"], by=boss, at=clock.now())
    stale = posted(as_(region), f"/claims/{number}/", act="approve", granted="exchange", seen="1", note="x")
    assert stale.status_code == 409
    done = posted(as_(region), f"/claims/{number}/", act="approve", granted="exchange", seen="2", note="让利")
    assert done.status_code == 302 and WorkOrder.objects.get(kind="exchange").customer_id == c.known.li


def test_the_list_over_and_a_wrong_filter(c: Company) -> None:
    agent = as_(c.cast.agent)
    assert agent.get("/claims/?which=ended").status_code == 200
    assert agent.get("/claims/?which=lost").status_code == 422
    assert agent.get("/claims/EX-999999/").status_code == 404


def test_the_technician_settles_the_guarantee_on_his_phone(c: Company) -> None:
    number = service.in_service(c, clock.now() - timedelta(hours=1))
    phone = as_(c.cast.east_technician)
    assert "核定保修" in phone.get(f"/field/orders/{number}/").content.decode()
    said = {"line": "1", "exclusions": ["misuse"], "photos": picture()}
    refused = posted(phone, f"/field/orders/{number}/acts/guarantee/", **said)
    assert refused.status_code == 422
    assert OrderMachine.objects.get(order__number=number).final_guarantee == ""
    said |= {"photos": picture(), "signature": SimpleUploadedFile("s.png", PIXEL, "image/png")}
    assert posted(phone, f"/field/orders/{number}/acts/guarantee/", **said).status_code == 302
    assert OrderMachine.objects.get(order__number=number).standing == "out"


def test_the_platforms_code_is_typed_on_the_phone(c: Company) -> None:
    number = service.in_service(c, clock.now() - timedelta(hours=1))
    WorkOrder.objects.filter(number=number).update(verification_code="8842")
    phone = as_(c.cast.east_technician)
    assert "核销码" in phone.get(f"/field/orders/{number}/").content.decode()
    assert posted(phone, f"/field/orders/{number}/acts/code/", code="1").status_code == 422
    assert posted(phone, f"/field/orders/{number}/acts/code/", code="8842").status_code == 302
    assert "核销码已核销" in as_(c.cast.agent).get(f"/orders/{number}/").content.decode()
