"""Complaints: is there a handler within the hour, or is it told up before? And their pages over a million past ones.

Ten thousand complaints of a week are played minute by minute, most of them taken in time, some late, some by nobody.
"""

from __future__ import annotations

import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from multiprocessing import get_context
from random import Random
from typing import TYPE_CHECKING, Any

import psycopg

from bench import copying, data, home, page, serving
from bench.figures import HIGHER, Figure, figure, median, quantile, times
from bench.load import call, drive

if TYPE_CHECKING:
    from django.db.models import Model


PLAYED, PAST, OPEN = 10_000, 1_000_000, 2_000
WEEK, MINUTES_OF_A_DAY = 7, 12 * 60
TICK = 5  # minutes between two looks at what falls due
HANDS = 2  # processes that take in and name
ROUNDS, SECONDS, TIMES = 3, 3.0, 100
OFFICER = "chenkai"
_SAID = "等了四十分钟没人理。门口的人态度很冷淡！师傅多收了八十元，要求给个说法。"
_QUIET = """
    update promises_promise set next_alarm_at = now() + interval '90 days'
     where state = 'open' and next_alarm_at <= now() + interval '1 day'
"""
_OTHERS = """
    update promises_promise set next_alarm_at = null
     where state = 'open' and held_since is null and failures < 3 and next_alarm_at <= %s and what <> 'name-handler'
"""
_NAMED = """
    select count(*),
           count(*) filter (where p.state = 'kept' and p.ended_at <= p.due_at),
           count(*) filter (where (p.state <> 'kept' or p.ended_at > p.due_at) and exists (
               select 1 from promises_alarm a where a.promise_id = p.id and a.raised_at < p.due_at))
      from promises_promise p where p.what = 'name-handler' and p.about = any(%s)
"""
_SETTLE = """
    update complaints_complaint set state = 'closed', word = 'satisfied', closed_at = now()
     where state <> 'closed' and id not in
           (select id from complaints_complaint where state <> 'closed' order by id desc limit %s)
"""
_VOID = """
    update promises_promise p set state = 'void', ended_at = now(), next_alarm_at = null
     where state = 'open' and about in (select number from complaints_complaint where state = 'closed')
"""
_INBOX = """
    select c.*, h.name, t.name, d.due_at, d.what, k.code, k.name, k.grade
      from complaints_complaint c join identity_actor t on t.id = c.taken_by_id
      left join identity_actor h on h.id = c.handler_id join customers_customer k on k.timeline_id = c.customer_id
      left join lateral (select due_at, what from promises_promise p
                          where p.timeline_id = c.customer_id and p.about = c.number and p.state = 'open'
                          order by due_at, id limit 1) d on true
     where c.state = any(%s) order by d.due_at nulls last, c.id limit 51
"""
_CASE = (
    "select * from complaints_complaint where number = %s",
    "select p.* from complaints_part p join complaints_complaint c on c.id = p.complaint_id where c.number = %s",
    "select r.* from complaints_remedy r join complaints_complaint c on c.id = r.complaint_id where c.number = %s",
    "select * from promises_promise where about = %s and state = 'open' order by due_at",
    "select * from journal_event where about = %s order by id desc limit 50",
    "select o.* from complaints_complaint o join complaints_complaint c on c.customer_id = o.customer_id"
    " where c.number = %s order by o.id desc limit 9",
    "select w.* from service_workorder w join complaints_complaint c on c.customer_id = w.customer_id"
    " where c.number = %s order by w.id desc limit 8",
    "select m.* from products_machine m join complaints_complaint c on c.customer_id = m.customer_id where c.number = %s",
)


def measure() -> list[Figure]:
    facts, work = data.facts(), copying.work()
    home.enter(work)
    with home.superuser(work) as connection:
        connection.execute(_QUIET)
    _load_rules()
    numbers, seconds = _play(PLAYED, facts["customers"], work)
    found = _named(work, numbers, seconds)
    with home.superuser(work) as connection:
        _fill(connection, facts["customers"])
    return found + _pages(work, facts)


def _load_rules() -> None:
    """Today's handbook, for the data may have been laid down under an older one."""
    from django.conf import settings

    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.playbook.loading import load

    before = clock.now() - timedelta(days=WEEK + 2)
    load(settings.HANDBOOK_DIRS, by=system_actor("import", "handbook"), at=before, in_force_from=before)


def _named(work: str, numbers: list[str], seconds: float) -> list[Figure]:
    with home.superuser(work) as connection:
        owed, kept, told = connection.execute(_NAMED, [numbers]).fetchone() or (0, 0, 0)
    if owed != len(numbers):
        raise RuntimeError(f"{len(numbers)} complaints, and {owed} promises to name a handler")
    scale = f"{owed:,} complaints of a week, {owed - kept:,} with no handler within the hour; played in {seconds:.0f} s"
    share = (kept + told) * 100 / owed
    return [figure("complaints.named_or_told_pct", share, "%", limit=100, better=HIGHER, scale=scale)]


def _play(count: int, customers: int, work: str) -> tuple[list[str], float]:
    """The week, tick by tick: several hands take in and name, then one loop looks at what falls due.

    Only the promise to name a handler is looked at: all others would be missed, for nobody here goes on with the case.
    """
    from django.db import connection

    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.promises.loop import run_due

    loop, chance, began = system_actor("loop", "时钟"), Random(7), time.perf_counter()
    start = clock.local(clock.now() - timedelta(days=WEEK + 1)).replace(hour=8, minute=0, second=0, microsecond=0)
    coming, naming, numbers = _spread(count, chance), defaultdict[int, list[tuple[str, datetime]]](list), list[str]()
    with ProcessPoolExecutor(HANDS, get_context("spawn"), _begin, (work,)) as hands:
        for tick in range(WEEK * MINUTES_OF_A_DAY // TICK):
            minutes = [m for m in range(tick * TICK, (tick + 1) * TICK) for _ in range(coming.get(m, 0))]
            first = len(numbers)
            wanted = [((first + n) * 97 % customers + 1, _moment(start, m)) for n, m in enumerate(minutes)]
            named = hands.map(_name, naming.pop(tick, []))
            numbers += hands.map(_take, wanted)
            assert all(named)
            for number, minute in zip(numbers[first:], minutes, strict=True):
                later = minute + _waits(chance)
                naming[max(tick + 1, later // TICK)].append((number, _moment(start, later)))
            at = _moment(start, (tick + 1) * TICK)
            connection.cursor().execute(_OTHERS, [at])
            run_due(by=loop, at=at)
    return numbers, time.perf_counter() - began


def _moment(start: datetime, minute: int) -> datetime:
    return start + timedelta(days=minute // MINUTES_OF_A_DAY, minutes=minute % MINUTES_OF_A_DAY)


def _begin(work: str) -> None:
    """One more hand, a process of its own."""
    home.enter(work)
    from django.db import connection

    connection.cursor().execute("set synchronous_commit = off")


def _take(wanted: tuple[int, datetime]) -> str:
    from liuke.areas.complaints.actions.taking import Heard, receive
    from liuke.foundation.identity.queries import people_with_role

    customer, at = wanted
    return receive(Heard(f"{_SAID}（{customer}）", customer=f"C-{customer:06}"), by=people_with_role("agent")[0], at=at)


def _name(wanted: tuple[str, datetime]) -> bool:
    from liuke.areas.complaints.actions import handling
    from liuke.foundation.identity.queries import find_person

    number, at = wanted
    officer = find_person(OFFICER)
    assert officer is not None
    return bool(handling.name_handler(number, officer, by=officer, at=at))


def _spread(count: int, chance: Random) -> dict[int, int]:
    """So many in each minute of the week, but for its last two hours, so that every hour can pass."""
    found: dict[int, int] = defaultdict(int)
    for _ in range(count):
        found[chance.randrange(WEEK * MINUTES_OF_A_DAY - 120)] += 1
    return found


def _waits(chance: Random) -> int:
    """Minutes until somebody takes it: mostly in time, one in ten late, one in twenty never in this week."""
    drawn = chance.random()
    if drawn < 0.85:
        return chance.randrange(1, 60)
    return chance.randrange(61, 240) if drawn < 0.95 else WEEK * MINUTES_OF_A_DAY


def _fill(connection: psycopg.Connection[Any], customers: int) -> None:
    """A million past complaints, laid down set by set, without events; of the played ones the last stay open."""
    from liuke.areas.complaints.models import Complaint

    connection.execute("set session_replication_role = replica")
    connection.execute(_SETTLE, [OPEN])
    connection.execute(_VOID)
    known = {
        "number": "'CP-' || (5000000 + i)", "customer_id": "k.timeline_id", "source": "'hotline'", "words": f"'{_SAID}' || i",
        "kind": "(array['service','quality','contract','transport'])[1 + i %% 4]", "sub": "''", "cause": "'process.parts'", "state": "'closed'",
        "taken_by_id": "(select min(id) from identity_actor)", "handler_id": "(select min(id) from identity_actor where 'complaint_officer' = any(roles))",
        "named_at": "now() - i * interval '40 seconds'", "received_at": "now() - i * interval '40 seconds'",
        "counted_from": "now() - i * interval '40 seconds'", "closed_at": "now() - i * interval '40 seconds' + interval '2 days'",
        "word": "'accepts'",
    }  # fmt: skip
    columns = _columns(Complaint, known)
    told = (
        f"insert into complaints_complaint ({', '.join(columns)}) select {', '.join(columns.values())}"  # noqa: S608
        " from generate_series(1, %s) i join (select timeline_id, row_number() over (order by timeline_id) n"
        " from customers_customer) k on k.n = 1 + i %% %s"
    )
    began = time.monotonic()
    connection.execute(told, [PAST, customers])
    connection.execute("set session_replication_role = origin")
    connection.execute("vacuum analyze complaints_complaint")
    connection.execute("vacuum analyze promises_promise")
    print(f"  {PAST:,} past complaints in {time.monotonic() - began:.0f} s", flush=True)


def _columns(model: type[Model], known: dict[str, str]) -> dict[str, str]:
    """Every column with what it gets: what is known, else the model's own default, else nothing."""
    found = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        default = "null" if field.null else "'" + str(field.get_default()).replace("'", "''") + "'"
        found[str(field.column)] = known.get(str(field.column), default)
    return found


def _pages(work: str, facts: dict[str, Any]) -> list[Figure]:
    from liuke.areas.complaints.rules import states

    with psycopg.connect(home.url(work), autocommit=True) as connection:
        numbers = [n for (n,) in connection.execute(
            "select number from complaints_complaint where state = any(%s) order by id desc limit 300", [[*states.OPEN]]
        )]  # fmt: skip
        inbox = quantile(times(lambda _: connection.execute(_INBOX, [[*states.OPEN]]).fetchall(), TIMES), 0.95)
        case = quantile(
            times(lambda n: [connection.execute(s, [numbers[n % len(numbers)]]).fetchall() for s in _CASE], TIMES), 0.95
        )
    scale = (
        f"{PAST:,} past and {OPEN:,} open complaints, {facts['customers']:,} customers; one client; {serving.share()}"
    )
    with serving.web(work) as port:
        cookie = page.sign_in(port, OFFICER)
        shown = {
            "complaints.inbox_p95": (["/complaints/", "/complaints/?which=closed"], inbox),
            "complaints.case_p95": ([f"/complaints/{n}/{tab}" for n in numbers for tab in ("", "?tab=facts")], case),
        }
        return [
            figure(name, _p95(port, cookie, addresses), "ms", limit=limit, scale=scale)
            for name, (addresses, limit) in shown.items()
        ]


def _p95(port: int, cookie: str, addresses: list[str]) -> float:
    calls = [call("GET", one, port=port, headers={"Cookie": cookie}) for one in addresses]
    look = page.look(calls)
    drive(port, look, clients=1, seconds=0.5)
    return median([quantile(drive(port, look, clients=1, seconds=SECONDS).millis, 0.95) for _ in range(ROUNDS)])
