"""Does the database agree with the ledger? Lost: told and not there. Doubled: there twice. Half: not the whole of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.faulty.house import House
from bench.faulty.ledger import read


@dataclass
class Verdict:
    calls: int = 0
    sent: int = 0
    tries: int = 0
    lost: int = 0
    doubled: int = 0
    half: int = 0
    examples: list[str] = field(default_factory=list)


# Everything a whole order has: its lines, its offer, its three events, what is owed about it; and no event without it.
_WHOLE = """
    select r.number, substring(r.fault from 'call (\\d+):')::int, c.number, o.number,
           (select count(*) from service_workorder w where w.request_id = r.id),
           (select count(*) from service_ordermachine m where m.order_id = o.id),
           (select count(*) from service_offer f where f.order_id = o.id),
           (select count(*) from journal_event e where e.subject = r.number and e.kind = 'service.request.received'),
           (select count(*) from journal_event e where e.subject = o.number and e.kind = 'service.order.made'),
           (select count(*) from journal_event e where e.subject = o.number and e.kind = 'service.order.dispatched'),
           (select count(*) from journal_event e where e.subject = c.number and e.kind = 'service.call.answered'),
           (select count(*) from promises_promise p where p.about = o.number and p.rule = 'dispatch-order')
      from service_servicerequest r left join service_call c on c.id = r.call_id
      left join service_workorder o on o.request_id = r.id
     where r.fault like 'call %'
"""
_STRAYS = {
    "an order without its request": "select count(*) from service_workorder where request_id is null",
    "an event of an order that is not there": "select count(*) from journal_event e left join service_workorder o"
    " on o.number = e.subject where e.kind = 'service.order.made' and o.id is null",
    "an event of a request that is not there": "select count(*) from journal_event e left join service_servicerequest r"
    " on r.number = e.subject where e.kind = 'service.request.received' and r.id is null",
    "a promise opened by no event": "select count(*) from promises_promise p left join journal_event e"
    " on e.id = p.opened_by where e.id is null",
    "an event that waits for no seal and has none": "select count(*) from journal_event e"
    " where not exists (select 1 from journal_unsealed u where u.event_id = e.id)"
    " and not exists (select 1 from journal_seal s where e.id = any(s.event_ids))",
}


def check(path: Path, house: House) -> Verdict:
    """The whole comparison; the database runs, nothing else does."""
    verdict = Verdict()
    lines = list(read(path))
    told = {(line["n"], line["step"]): line["number"] for line in lines if line["act"] == "told"}
    verdict.calls = sum(1 for line in lines if line["act"] == "done")
    verdict.sent = sum(1 for line in lines if line["act"] == "meant")
    verdict.tries = sum(line["tries"] for line in lines if line["act"] == "told")
    with house.connect() as connection:
        rows = connection.execute(_WHOLE).fetchall()
        calls = Counter(line for (line,) in connection.execute("select line from service_call where line like 'L%'"))
        numbers = {number for (number,) in connection.execute("select number from service_call")}
        strays = {name: connection.execute(query).fetchone()[0] for name, query in _STRAYS.items()}
    _compare(verdict, told, rows, calls, numbers)
    for name, count in strays.items():
        verdict.half += count
        if count:
            verdict.examples.append(f"{count} × {name}")
    return verdict


def _compare(
    verdict: Verdict, told: dict[tuple[int, str], str], rows: list[tuple], calls: Counter[str], numbers: set[str]
) -> None:
    requests = {row[0]: row for row in rows}
    orders = {row[3] for row in rows if row[3]}
    there = {"call": numbers, "request": set(requests), "order": orders}
    for (n, step), number in told.items():
        if number not in there[step]:
            verdict.lost += 1
            verdict.examples.append(f"call {n}: {step} {number} was acknowledged and is not there")
    doubled = {n: count for n, count in Counter(row[1] for row in rows).items() if count > 1}
    doubled |= {line: count for line, count in calls.items() if count > 1}
    verdict.doubled = len(doubled)
    verdict.examples += [f"{n}: there {count} times" for n, count in list(doubled.items())[:3]]
    for row in rows:
        if tuple(row[4:]) != (1,) * 8 or row[2] is None:
            verdict.half += 1
            verdict.examples.append(f"half: {row}")
    del verdict.examples[8:]
