"""Events by the hundred thousand: one `insert ... select` a kind, with facts after the kind's own example."""

from __future__ import annotations

import json
from collections.abc import Mapping

STEPS = 8  # an order has at most so many events; its number times this, plus the step, is the sequence of the id


def insert(
    kind_name: str, table: str, at: str, *, step: int, millis: int, facts: Mapping[str, str], where: str = "true"
) -> str:
    """The statement that records one event of this kind for each row of a table of the bench (columns `i`,
    `customer_id`). `facts` are SQL expressions that replace fields of the example; what is personal is left out.

    Ids are as the journal makes them, milliseconds then a sequence; `millis` keeps each sort of event to its own
    millisecond of the second, so that ids made here never meet.
    """
    from liuke.kernel.journal.kinds import get_kind

    kind = get_kind(kind_name)
    plain = {name: value for name, value in kind.example.items() if name not in kind.personal}
    fields = ", ".join(f"'{name}', {expression}" for name, expression in facts.items())
    subject, about = facts[kind.subject], facts.get(kind.about or "", "''")
    told = _literal(json.dumps(plain, ensure_ascii=False))
    return f"""
        insert into journal_event (id, timeline_id, kind, subject, about, happened_at, recorded_at, by_id, facts,
                                   personal, personal_hash, seen_by, caused_by, depth)
        select {event_id("t.at", step)}, t.customer_id, '{kind_name}', {subject}, {about}, t.at, t.at,
               (select id from identity_actor where kind = 'import' and name = 'demo'),
               {told}::jsonb || jsonb_build_object({fields}), null, '', '{kind.seen_by}', null, 0
          from (select r.*, {moment(at, millis)} as at from {table} r where {where}) t
    """


def event_id(at: str, step: int, key: str = "t.i") -> str:
    """Milliseconds, then twenty bits of sequence."""
    return f"((round(extract(epoch from {at}) * 1000)::bigint << 20) | (({key} * {STEPS} + {step}) % 1048576))"


def moment(at: str, millis: int) -> str:
    """A moment cut to its second, at this millisecond."""
    return f"(date_trunc('second', {at}) + interval '{millis} milliseconds')"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
