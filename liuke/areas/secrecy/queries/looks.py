"""Who saw or took a customer's data between two moments: clear values, refusals, papers, files that left. One query."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Q

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.access.files import OPENED, REFUSED
from liuke.areas.secrecy.rules.leaks import Seen
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words

PAGE: Final = 50
MOST_FROZEN: Final = 100_000
WHATS: Final[dict[str, Words]] = {
    "secrecy.file.opened": Words("打开档案", "opened the file"),
    "customers.revealed": Words("查看明文", "saw a clear value"),
    "customers.reveal_refused": Words("查看明文被拒", "was refused a clear value"),
    OPENED: Words("打开附件", "opened a file"),
    REFUSED: Words("打开附件被拒", "was refused a file"),
    "export.file.made": Words("打印或导出单据", "printed or exported a paper"),
    "secrecy.release.taken": Words("领走外发文件", "took a file"),
    "secrecy.copy.made": Words("制作本人资料副本", "made the person's own copy"),
    "customers.erased": Words("删除个人信息", "erased the data"),
}
_KINDS: Final[dict[str, Words]] = {
    "phone": Words("电话", "phone number"),
    "address": Words("地址", "address"),
    "place": Words("位置", "place"),
    "identity": Words("证件号", "identity number"),
    "field": Words("档案字段", "field of the file"),
}
_CURSOR: Final = re.compile(r"([0-9T:.+-]{19,35})~([ar])([0-9]{1,18})")
_STATEMENT: Final = """
    SELECT l.source, l.id, l.at, l.act, l.subject, l.detail::text, p.name, p.roles, p.id FROM (
        SELECT 'a' AS source, id, at, act, subject, detail, by_id FROM audit_auditrow
         WHERE subject = ANY(%(subjects)s) AND act = ANY(%(acts)s) AND at >= %(since)s AND at < %(until)s
        UNION ALL
        SELECT 'r', h.id, r.taken_at, 'secrecy.release.taken', r.number,
               jsonb_build_object('purpose', r.purpose, 'rows', r.rows_out), r.carrier_id
          FROM secrecy_releasedcustomer h JOIN secrecy_release r ON r.timeline_id = h.release_id
         WHERE h.customer_id = ANY(%(ids)s) AND r.taken_at >= %(since)s AND r.taken_at < %(until)s
    ) l JOIN identity_actor p ON p.id = l.by_id
    WHERE (l.at, l.source, l.id) < (%(at)s, %(source)s, %(id)s)
    ORDER BY l.at DESC, l.source DESC, l.id DESC LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Look:
    """Somebody saw or took something. `subject` is the number it was done under, `purpose` what was said."""

    at: datetime
    what: Words
    act: str
    who: str
    roles: tuple[str, ...]
    subject: str
    purpose: str
    detail: Words


@dataclass(frozen=True)
class LookPage:
    """The latest first; `next_before` goes into the next call."""

    rows: tuple[Look, ...]
    next_before: str | None


def list_looks(
    ref: int | str,
    *,
    since: datetime,
    until: datetime,
    papers: Collection[str] = (),
    before: str = "",
    limit: int = PAGE,
    by: Actor,
) -> LookPage:
    """Who saw or took this customer's data from `since` to before `until`, merged files included.

    `papers` are numbers of things of his whose papers count as well (his orders). Raises Forbidden for whoever does
    not watch over secrecy, Missing, Invalid for a broken `before`.
    """
    access.require_watcher(by)
    ids, codes = _himself(ref, by)
    at, source, row = _place(before, until)
    said: dict[str, Any] = {
        "subjects": [*codes, *papers], "ids": ids, "acts": sorted(WHATS), "since": since, "until": until, "at": at,
        "source": source, "id": row, "limit": limit + 1,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, said)
        found = cursor.fetchall()
    rows = tuple(_look(one) for one in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return LookPage(rows, f"{last[2].isoformat()}~{last[0]}{last[1]}" if last else None)


def looks_at_many(
    customer_ids: Collection[int], *, papers: Collection[str] = (), since: datetime, until: datetime
) -> list[Seen]:
    """All that anybody saw or took of these customers from `since` to before `until`, merged files included, oldest
    first: what a leak's evidence is copied from. The caller has checked who asks."""
    rows = Customer.objects.filter(Q(pk__in=customer_ids) | Q(merged_into__in=customer_ids))
    pairs = dict(rows.values_list("pk", "code"))
    said: dict[str, Any] = {
        "subjects": [*pairs.values(), *papers], "ids": list(pairs), "acts": sorted(WHATS), "since": since,
        "until": until, "at": until, "source": "z", "id": 0, "limit": MOST_FROZEN,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, said)
        found = cursor.fetchall()
    return [_seen(one) for one in reversed(found)]


def _seen(row: tuple[Any, ...]) -> Seen:
    _source, _id, at, act, subject, detail, name, roles, who = row
    return Seen(at.isoformat(), act, who, name, list(roles), subject, str(json.loads(detail).get("purpose", "")))


def _himself(ref: int | str, by: Actor) -> tuple[list[int], list[str]]:
    """Ids and codes of the customer and of those merged into him."""
    winner = customers.customer(ref, by=by)
    losers = Customer.objects.filter(merged_into=winner).values_list("pk", "code")
    pairs = [(winner.pk, winner.code), *losers]
    return [pk for pk, _code in pairs], [code for _pk, code in pairs]


def _place(before: str, until: datetime) -> tuple[datetime, str, int]:
    if not before:
        return until, "z", 0
    match = _CURSOR.fullmatch(before)
    try:
        at = datetime.fromisoformat(match[1]) if match else None
    except ValueError:
        at = None
    if match is None or at is None or at.tzinfo is None:
        raise lost("before")
    return at, match[2], int(match[3])


def _look(row: tuple[Any, ...]) -> Look:
    _source, _id, at, act, subject, detail, name, roles, _who = row
    told: Mapping[str, Any] = json.loads(detail)
    kind = _KINDS.get(str(told.get("kind", "")), Words("", ""))
    number = str(told.get("about") or subject)
    return Look(at, WHATS[act], act, name, tuple(roles), number, str(told.get("purpose", "")), kind)
