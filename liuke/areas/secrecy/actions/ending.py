"""The kinds of data that this room lets end: files of customers who are none any more, callers nobody named, messages,
and what persons asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from liuke.areas.customers.actions.merging import erase_all
from liuke.areas.secrecy.models import PersonRequest
from liuke.areas.secrecy.queries.kept import Kept, hold, register
from liuke.areas.secrecy.queries.leaks import held_by_leaks
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines
from liuke.kernel.playbook.register import find_fact

NO_TERM: Final = "保存期满"
_SILENT: Final = """
    SELECT c.timeline_id, c.timeline_id FROM customers_customer c
     WHERE c.erased_at IS NULL AND c.merged_into_id IS NULL AND c.registered_at < %(before)s
       AND (c.kind = 'provisional') = %(unnamed)s AND c.timeline_id > %(after)s
       AND (%(ids)s::bigint[] IS NULL OR c.timeline_id = ANY(%(ids)s))
       AND NOT EXISTS (SELECT 1 FROM journal_event e JOIN identity_actor a ON a.id = e.by_id
                        WHERE e.timeline_id = c.timeline_id AND e.happened_at >= %(before)s
                          AND a.kind IN ('person', 'customer', 'token', 'import'))
     ORDER BY c.timeline_id LIMIT %(most)s
"""
"""Whom nobody has dealt with since: what our own nights noted of them counts for nothing."""


def _silent(
    before: datetime, after: int, most: int, *, unnamed: bool, ids: Collection[int] | None = None
) -> Sequence[tuple[int, int | None]]:
    said: dict[str, Any] = {
        "before": before, "after": after, "most": most, "unnamed": unnamed, "ids": list(ids) if ids else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_SILENT, said)
        return [(pk, customer) for pk, customer in cursor.fetchall()]


def _silent_customers(before: datetime, after: int, most: int) -> Sequence[tuple[int, int | None]]:
    return _silent(before, after, most, unnamed=False)


def _silent_callers(before: datetime, after: int, most: int) -> Sequence[tuple[int, int | None]]:
    return _silent(before, after, most, unnamed=True)


@transaction.atomic
def _end_silent(keys: Collection[int], before: datetime, by: Actor, at: datetime, *, unnamed: bool) -> int:
    """Erase those of them with whom nobody has dealt in the meantime either."""
    lock_timelines(keys)
    still = [pk for pk, _customer in _silent(before, 0, len(keys), unnamed=unnamed, ids=keys)]
    erase_all(still, reason=NO_TERM, by=by, at=at)
    return len(still)


def _end_customers(keys: Collection[int], before: datetime, by: Actor, at: datetime) -> int:
    return _end_silent(keys, before, by, at, unnamed=False)


def _end_callers(keys: Collection[int], before: datetime, by: Actor, at: datetime) -> int:
    return _end_silent(keys, before, by, at, unnamed=True)


def _old_messages(before: datetime, after: int, most: int) -> Sequence[tuple[int, int | None]]:
    return [(pk, None) for pk in gateways.list_old(before, after=after, most=most)]


def _end_messages(keys: Collection[int], before: datetime, by: Actor, at: datetime) -> int:
    return gateways.forget_old(keys)


def _old_requests(before: datetime, after: int, most: int) -> Sequence[tuple[int, int | None]]:
    rows = PersonRequest.objects.filter(answered_at__lt=before, pk__gt=after).exclude(words="", because="")
    return list(rows.order_by("pk").values_list("pk", "customer_id")[:most])


def _end_requests(keys: Collection[int], before: datetime, by: Actor, at: datetime) -> int:
    return PersonRequest.objects.filter(pk__in=keys).update(words="", because="")


def _with_fact(name: str, customer_ids: Collection[int]) -> set[int]:
    """Those for whom a fact of a room above holds; this room knows it by name only."""
    fact = find_fact(name)
    return {pk for pk, value in fact.read(sorted(customer_ids)).items() if value} if fact else set()


register(Kept(
    "customers", Words("客户档案", "Customer files"), Words("姓名、电话、地址、字段、往来中的个人内容", "names, numbers, addresses, fields, what was said"),
    Words("最后一次往来后计；个人信息保护法第十九条、第四十七条，电子商务法第三十一条（交易记录不少于三年）", "from the last dealing on; PIPL 19, 47; E-commerce law 31: trade records at least 3 years"),
    36, _silent_customers, _end_customers, least=36,
))  # fmt: skip
register(Kept(
    "callers", Words("未建档来电", "Callers nobody named"), Words("来电号码与备注", "their number and what was noted"),
    Words("最后一次来电后计；个人信息保护法第十九条", "from the last call on; PIPL 19"), 12, _silent_callers, _end_callers,
))  # fmt: skip
register(Kept(
    "messages", Words("已发消息", "Messages sent"), Words("正文与收件号码掩码，发送事实保留", "text and mask; that it was sent stays"),
    Words("发送后计；个人信息保护法第十九条", "from sending on; PIPL 19"), 12, _old_messages, _end_messages,
))  # fmt: skip
register(Kept(
    "requests", Words("本人要求的原话", "Words of persons’ requests"), Words("要求与答复的文字，办理事实保留", "what was asked and answered; that it was stays"),
    Words("答复后计；个人信息保护法第五十六条（记录保存三年）", "from the answer on; PIPL 56: records 3 years"), 36, _old_requests, _end_requests, least=36,
))  # fmt: skip
hold("leak", Words("涉及未办结的泄密事件", "a leak is open"), lambda ids, at: held_by_leaks(ids))
hold("complaint", Words("有未结投诉", "a complaint is open"), lambda ids, at: _with_fact("complaint_open", ids))
hold("order", Words("有未完工单", "a work order is open"), lambda ids, at: _with_fact("open_order", ids))
