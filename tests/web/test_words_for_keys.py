"""Pages say in the reader's words what the data say in keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from liuke.areas.customers import access as customers_access
from liuke.areas.customers.models import Contact
from liuke.foundation import clock
from liuke.foundation.words import Words
from liuke.web.desk.filters import listed
from tests.given import customers, people
from tests.given.people import Cast
from tests.web.entering import as_, posted


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


def test_words_in_a_row_are_parted_as_the_language_does() -> None:
    row = [Words("客服班长", "hotline lead"), Words("财务", "finance")]
    with translation.override("zh-hans"):
        assert listed(row) == "客服班长、财务"
    with translation.override("en"):
        assert listed(row) == "hotline lead, finance"


@pytest.mark.django_db
def test_a_standard_phrase_names_its_placeholders(cast: Cast) -> None:
    page = as_(cast.agent).get("/knowledge/phrases/").content.decode()

    assert "{称呼}" in page and "{salutation}" not in page


@pytest.mark.django_db
def test_a_token_says_what_it_may_in_words(cast: Cast) -> None:
    client = as_(cast.administrator)
    posted(client, "/tokens/", name="电话系统", scopes=["callback", "complaints"], days="90")

    assert "<td>回访、投诉办理</td>" in client.get("/tokens/").content.decode()


@pytest.mark.django_db
def test_whoever_reads_who_looked_is_told_that_the_system_sent_a_message(cast: Cast) -> None:
    now = clock.now()
    li = customers.li(cast, now - timedelta(hours=1))
    contact = Contact.objects.filter(customer_id=li).earliest("id")
    assert customers_access.recipient(str(contact.pk), "sms", now)

    page = as_(cast.administrator).get(f"/secrecy/customers/{contact.customer.code}/looks/").content.decode()

    assert "短信发送" in page and "系统" in page and "outbox" not in page
