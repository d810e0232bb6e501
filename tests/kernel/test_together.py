"""The kernel's cases that need two connections, a killed process, or both (kernel.md 2, 3, 7, 9, 13)."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from liuke.kernel.journal import sealing
from liuke.kernel.journal.actions import erase_personal, merge_timeline, record, unmerge_timeline
from liuke.kernel.journal.kinds import get_kind
from liuke.kernel.journal.models import Event, Seal
from liuke.kernel.journal.queries import list_timeline
from liuke.kernel.promises.actions import move_timeline, return_timeline
from liuke.kernel.promises.models import Alarm, Promise
from tests.kernel import trade
from tests.kernel.trade import ACCEPT, customer, handbook, moment, person
from tests.support.databases import Database

TEN = moment("2026-03-02 10:00")
ONE = timedelta(minutes=1)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run acts in threads of their own, released together; each answers its result or its exception."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            answers[number] = act()
        except Exception as wrong:
            answers[number] = wrong
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_of_two_events_at_once_one_keeps_the_promise(fresh_database: Database, tmp_path: Path) -> None:
    agent = person("王芳", "agent")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(12):
        home = customer()
        record(trade.OrderPlaced(f"T-{n}"), on=home, by=agent, at=TEN)

        def accept(number: int = n, on: int = home) -> object:
            return record(trade.OrderAccepted(f"T-{number}"), on=on, by=agent, at=TEN + ONE)

        answers = at_once(accept, accept)

        kept = Promise.objects.get(about=f"T-{n}")
        assert kept.state == "kept"
        assert [a.id for a in answers].count(kept.ended_by) == 1


def test_opener_and_keeper_at_once_never_miss_each_other(fresh_database: Database, tmp_path: Path) -> None:
    agent = person("王芳", "agent")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(25):
        home = customer()

        def place(number: int = n, on: int = home) -> object:
            return record(trade.OrderPlaced(f"T-{number}"), on=on, by=agent, at=TEN + ONE, happened_at=TEN)

        def accept(number: int = n, on: int = home) -> object:
            return record(trade.OrderAccepted(f"T-{number}"), on=on, by=agent, at=TEN + ONE)

        at_once(place, accept)

    assert list(Promise.objects.exclude(state="kept")) == []
    assert Promise.objects.count() == 25


def test_a_merge_moves_history_and_promises_and_loses_none(fresh_database: Database, tmp_path: Path) -> None:
    from django.db import transaction

    agent = person("王芳", "agent")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    loser, winner = customer(), customer()
    for home in (loser, winner):
        record(trade.OrderPlaced(f"T-{home}"), on=home, by=agent, at=TEN)

    with transaction.atomic():
        merge_timeline(loser, winner)
        move_timeline(loser, winner)
    record(trade.OrderAccepted(f"T-{loser}"), on=loser, by=agent, at=TEN + ONE)  # an old reference still arrives

    assert {p.timeline_id for p in Promise.objects.all()} == {winner}
    assert Promise.objects.get(about=f"T-{loser}").state == "kept"
    assert len(list_timeline(winner, by=agent).events) == 3


def test_an_undone_merge_parts_the_histories_and_what_is_owed(fresh_database: Database, tmp_path: Path) -> None:
    from django.db import transaction

    agent = person("王芳", "agent")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    before, loser, winner = customer(), customer(), customer()
    merge_timeline(before, loser)
    for home in (loser, winner):
        record(trade.OrderPlaced(f"T-{home}"), on=home, by=agent, at=TEN)
    with transaction.atomic():
        followers, moved = merge_timeline(loser, winner), move_timeline(loser, winner)
    record(trade.OrderPlaced(f"T-{loser}-later"), on=loser, by=agent, at=TEN)

    with transaction.atomic():
        unmerge_timeline(loser, followers)
        return_timeline(loser, winner, moved, [])
    record(trade.OrderAccepted(f"T-{loser}"), on=before, by=agent, at=TEN + ONE)  # of the file merged into it before

    owed = dict(Promise.objects.values_list("about", "timeline_id"))
    assert owed == {f"T-{loser}": loser, f"T-{winner}": winner, f"T-{loser}-later": winner}
    assert Promise.objects.get(about=f"T-{loser}").state == "kept"
    assert len(list_timeline(loser, by=agent).events) == 2
    assert len(list_timeline(winner, by=agent).events) == 2, "what was recorded since the merge stays where it is"


LOOP = """
import os, sys
import django
django.setup()
import tests.kernel.trade as trade
from liuke.kernel.promises import loop, telling
from datetime import datetime
at = datetime.fromisoformat(sys.argv[1])
original = loop.record_many
def slowly(entries, **more):
    if sys.argv[2] == "slow" and any(e.event.kind_name == "promise.missed" for e in entries):
        print("middle", flush=True)
        import time; time.sleep(30)
    return original(entries, **more)
loop.record_many = slowly
loop.run_due(by=trade.loop_actor(), at=at, batch=10)
print("done", flush=True)
"""


def test_a_loop_killed_in_the_middle_forgets_nothing_and_tells_nobody_twice(
    fresh_database: Database, tmp_path: Path
) -> None:
    from liuke.foundation.gateways.models import Notice

    agent = person("王芳", "agent")
    handbook(tmp_path, ACCEPT, at=TEN, by=agent)
    for n in range(15):
        record(trade.OrderPlaced(f"T-{n}"), on=customer(), by=agent, at=TEN)
    late = (TEN + timedelta(minutes=45)).isoformat()

    def start(speed: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", LOOP, late, speed]
        return subprocess.Popen(command, env=fresh_database.environment(), stdout=subprocess.PIPE, text=True)

    killed = start("slow")
    assert killed.stdout is not None
    assert killed.stdout.readline() == "middle\n"
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    killed.stdout.close()
    _wait_for_dead_sessions()
    after = start("fast")
    out, _ = after.communicate(timeout=60)
    assert out == "done\n"

    assert Event.objects.filter(kind="promise.missed").count() == 15
    assert Alarm.objects.filter(told_at=None).count() == 0
    assert Notice.objects.count() == 1


def _wait_for_dead_sessions() -> None:
    """The server notices a killed client a moment later; its row locks live until then."""
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*) from pg_stat_activity where datname = current_database() "
                "and pid <> pg_backend_pid() and state <> 'idle'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)


def test_erasure_empties_names_and_the_seal_still_verifies(fresh_database: Database, tmp_path: Path) -> None:
    agent = person("王芳", "agent")
    home = customer()
    event = record(trade.OrderPlaced("T-1", note="李秀英家在三楼"), on=home, by=agent, at=TEN)
    assert sealing.seal(at=TEN) == 1

    erase_personal([event.id])

    [seen] = list_timeline(home, by=agent).events
    assert "李秀英" not in get_kind(seen.kind).sentence("zh", {**seen.facts, **seen.personal})
    assert sealing.check() == (1, [])


@pytest.mark.parametrize("tamper", ["edit", "personal", "remove", "reorder", "cut", "slip"])
def test_the_check_finds_every_way_of_tampering(fresh_database: Database, tmp_path: Path, tamper: str) -> None:
    import psycopg

    agent = person("王芳", "agent")
    home = customer()
    for n in range(6):
        record(trade.OrderPlaced(f"T-{n}", note="内容"), on=home, by=agent, at=TEN + n * ONE)
        sealing.seal(at=TEN + n * ONE)
    assert sealing.check() == (6, [])
    victim = Event.objects.order_by("pk")[2].pk
    statements = {
        "edit": f"update journal_event set subject = 'T-99' where id = {victim}",
        "personal": f'update journal_event set personal = \'{{"note": "别的"}}\' where id = {victim}',
        "remove": f"delete from journal_event where id = {victim}",
        "reorder": f"update journal_seal set event_ids = array[{victim}, {victim}] where id = (select min(id) from journal_seal)",
        "cut": "delete from journal_seal where id = (select max(id) from journal_seal)",
        "slip": "delete from journal_unsealed",
    }
    if tamper == "slip":
        record(trade.OrderPlaced("T-7"), on=home, by=agent, at=TEN + 9 * ONE)
    with psycopg.connect(fresh_database.owner_url, autocommit=True) as owner:
        owner.execute("alter table journal_event disable trigger user; alter table journal_seal disable trigger user")
        owner.execute(statements[tamper])

    _, findings = sealing.check()

    assert findings
    assert Seal.objects.exists()


def test_the_app_role_cannot_truncate_the_journal(fresh_database: Database) -> None:
    from django.db import DatabaseError

    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("truncate journal_event cascade")
