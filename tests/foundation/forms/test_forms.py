import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections, transaction

from liuke.foundation.faults import Invalid
from liuke.foundation.forms import actions
from liuke.foundation.forms.models import UsedForm
from liuke.foundation.identity.models import Actor

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.mark.django_db
def test_a_second_click_does_nothing_and_finds_where_the_first_led():
    li, wang = Actor.objects.create(name="Li"), Actor.objects.create(name="Wang")
    number = actions.issue()
    first = actions.use_once(number, by=li, at=AT)
    actions.remember(first, by=li, location="/orders/WO-000001/")
    second = actions.use_once(number, by=li, at=AT)
    assert (first.first, second.first, second.location) == (True, False, "/orders/WO-000001/")
    assert actions.use_once(number, by=wang, at=AT).first


@pytest.mark.django_db
def test_an_act_that_failed_leaves_its_number_unused():
    li = Actor.objects.create(name="Li")
    number = actions.issue()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.use_once(number, by=li, at=AT)
        raise ZeroDivisionError
    assert actions.use_once(number, by=li, at=AT).first


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["", "made-up", "a:b", "\x00"])
def test_a_number_that_we_did_not_give_out_is_refused(number):
    with pytest.raises(Invalid):
        actions.use_once(number, by=Actor.objects.create(name="Li"), at=AT)


def test_two_clicks_at_the_same_moment_have_one_first(fresh_database):
    li = Actor.objects.create(name="Li")
    number, firsts, together = actions.issue(), [], threading.Barrier(8)

    def click():
        together.wait()
        with transaction.atomic():
            firsts.append(actions.use_once(number, by=li, at=AT).first)
        connections.close_all()

    threads = [threading.Thread(target=click) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]
    assert sorted(firsts) == [False] * 7 + [True]


@pytest.mark.django_db
def test_old_numbers_are_forgotten():
    actions.use_once(actions.issue(), by=Actor.objects.create(name="Li"), at=AT)
    assert actions.forget_old(AT + timedelta(days=31)) == 1
    assert not UsedForm.objects.exists()
