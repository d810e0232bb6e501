from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress import actions, queries
from liuke.foundation.progress.actions import Complaint
from liuke.foundation.words import Words

AT = datetime(2026, 11, 23, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def li():
    return Actor.objects.create(name="Li")


@pytest.fixture
def number(li):
    return actions.open_job("customers.import", Words("导入客户", "Import of customers"), by=li, at=AT, total=10)


def test_progress_stands_with_its_batch_or_not_at_all(li, number):
    with transaction.atomic():
        actions.advance(number, at=AT, done=4, cursor={"row": 4})
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.advance(number, at=AT, done=4, cursor={"row": 8})
        raise ZeroDivisionError
    seen = queries.get_job(number, by=li)
    assert (seen.state, seen.done, seen.percent) == ("running", 4, 40)
    with transaction.atomic():
        assert actions.take(number).cursor == {"row": 4}


def test_every_refused_row_is_named_once_however_often_it_is_said(li, number):
    complaint = Complaint(7, Words("电话号码不对", "The phone number is wrong"), field="phone")
    actions.complain(number, [complaint, Complaint(3, Words("缺姓名", "No name"), field="name")])
    actions.complain(number, [complaint])
    assert [(one.row, one.field) for one in queries.list_errors(number, by=li)] == [(3, "name"), (7, "phone")]
    assert queries.get_job(number, by=li).refused == 2


def test_it_ends_once(li, number):
    actions.finish(number, at=AT, result={"added": 10})
    actions.fail(number, Words("坏了", "Broken"), at=AT)
    seen = queries.get_job(number, by=li)
    assert (seen.state, seen.percent, seen.result, seen.is_open) == ("done", 100, {"added": 10}, False)


def test_more_rows_than_there_are_cannot_be_done(number):
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.advance(number, at=AT, done=11)


def test_it_is_seen_by_who_asked_and_by_administrators_only(number):
    wang = Actor.objects.create(name="Wang")
    with pytest.raises(Missing):
        queries.get_job(number, by=wang)
    with pytest.raises(Missing):
        queries.list_errors(number, by=wang)
    assert queries.get_job(number, by=Actor.objects.create(name="A", roles=["administrator"]))
