import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from liuke.foundation.identity.models import Actor
from liuke.foundation.queue import actions, alarms, queries, reaper, register, running, schedule
from liuke.foundation.queue.models import ParkedJob
from liuke.foundation.queue.schedule import Recurring

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ran: list[tuple] = []


@register.job("tests.note", attempts=2)
def note(*, word: str, at: datetime, job: str = "", context: str = "") -> None:
    ran.append((word, at, job, context))


@register.job("tests.fail", attempts=2)
def fail() -> None:
    raise RuntimeError("broken")


@pytest.fixture(autouse=True)
def bound():
    ran.clear()
    running.bind(app)


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text, attempts, queueing_lock FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def start(job_id, worker=None):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status='doing', worker_id=%s WHERE id=%s", [worker, job_id])


def dead_worker(seconds=40):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [seconds],
        )
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_job_stands_only_if_the_act_that_asked_for_it_stands():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.defer("tests.note", word="lost")
        raise ZeroDivisionError
    assert jobs() == []


@pytest.mark.django_db
def test_an_unknown_job_is_refused_where_it_is_asked_for():
    with pytest.raises(register.UnknownJob):
        actions.defer("tests.nobody")


@pytest.mark.django_db
def test_a_second_job_of_a_waiting_key_is_not_added_and_spoils_nothing():
    with transaction.atomic():
        assert actions.defer("tests.note", key="k", word="a")
        assert actions.defer("tests.note", key="k", word="b") is None
        assert Actor.objects.count() >= 0  # the transaction still works
    assert len(jobs()) == 1


@pytest.mark.django_db
def test_due_jobs_run_here_with_the_moment_that_was_given():
    actions.defer("tests.note", word="now")
    actions.defer("tests.note", word="later", run_at=AT + timedelta(hours=1))
    assert running.run_waiting(AT) == 1
    assert [(word, at) for word, at, *_named in ran] == [("now", AT)]
    assert running.run_waiting(AT + timedelta(hours=2)) == 1


@pytest.mark.django_db
def test_the_reaper_frees_a_dead_workers_job_and_leaves_a_living_ones():
    dead, living = actions.defer("tests.note", word="a"), actions.defer("tests.note", word="b")
    start(dead, dead_worker())
    start(living, dead_worker(5))
    assert reaper.reap(AT) == reaper.Reaped(requeued=(dead,))
    assert [row[1] for row in jobs()] == ["todo", "doing"]


@pytest.mark.django_db
def test_a_dead_job_with_a_waiting_sibling_of_its_key_goes_back_without_the_key():
    dead = actions.defer("tests.note", key="k", word="a")
    start(dead)
    sibling = actions.defer("tests.note", key="k", word="b")
    assert reaper.reap(AT).requeued == (dead,)
    assert jobs() == [(dead, "todo", 1, None), (sibling, "todo", 0, "k")]


@pytest.mark.django_db
def test_a_job_that_keeps_killing_its_worker_is_parked_with_an_alarm_and_blocks_nobody(monkeypatch):
    heard = []
    monkeypatch.setattr(alarms, "_alarms", [lambda parked, at: heard.append(parked.job_id)])
    poison = actions.defer("tests.note", lock="order", word="poison")
    after = actions.defer("tests.note", lock="order", word="after")
    for _ in range(2):
        start(poison)
        reaper.reap(AT)
    assert heard == [poison]
    assert queries.count_parked() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, NULL)")
        assert cursor.fetchone() == (after,)


@pytest.mark.django_db
def test_a_parked_job_can_be_revived_once_its_cause_is_mended():
    job_id = actions.defer("tests.note", word="again")
    start(job_id)
    reaper.reap(AT)
    start(job_id)
    reaper.reap(AT)
    actions.revive(job_id, by=Actor.objects.create(name="Admin"), at=AT)
    assert running.run_waiting(AT) == 1
    assert not ParkedJob.objects.exists()


def test_workers_run_keyed_retried_and_failing_jobs_to_their_ends(fresh_database):
    done = threading.Event()
    actions.defer("tests.note", key="k", word="worked", job="a name", context="as well")
    failing = actions.defer("tests.fail")
    with connection.cursor() as cursor:  # its last try
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 1 WHERE id = %s", [failing])

    def work():
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(wait=False, install_signal_handlers=False, delete_jobs="successful", listen_notify=False)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert done.is_set()
    assert [(word, *named) for word, _at, *named in ran] == [("worked", "a name", "as well")]
    reaper.reap(AT)
    (parked,) = queries.list_parked()
    assert (parked.job_id, parked.name) == (failing, "tests.fail")


@pytest.mark.django_db
def test_a_daily_schedule_is_begun_once_and_made_up_for():
    entry = Recurring("nightly", "os:getpid", daily=time(2, 30))
    assert schedule.claim(entry, AT)
    assert not schedule.claim(entry, AT + timedelta(hours=3))
    assert schedule.claim(entry, AT + timedelta(days=3))
    assert not schedule.claim(entry, AT + timedelta(days=3, hours=1))


def test_the_schedules_of_the_house_can_all_be_loaded():
    assert all(callable(entry.load()) for entry in schedule.all_schedules())
