"""The public pool: a customer is given back or lost, and taken or given again (H4, H8: whoever keeps him follows him)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers.actions.keepers import set_keepers
from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.models import Dropped, Taken
from liuke.areas.keeping.queries.pool import must_keep, taker
from liuke.areas.keeping.queries.pool_terms import pool_terms_on
from liuke.areas.keeping.rules.pooling import lies_in_the_pool, objection
from liuke.events.keeping_pool import Given, Lost, Returned, TakenOut
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import words
from liuke.foundation.turns import take_turn
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Recorded

MOST: Final = 200
KEEPER: Final = "account_manager"


def take(ref: int | str, *, by: Actor, at: datetime) -> Customer:
    """Take a customer out of the pool; a second click changes nothing. Of two at the same moment one has him.

    Raises Refused where somebody keeps him already, or why this keeper may not (his day's limit, how many he keeps, the
    time after he gave him back); Forbidden for whoever is no account manager.
    """
    must_keep(by)
    if not by.has_role(KEEPER):
        raise Forbidden("只有客户经理可以认领；经理请用“分配”。", "Account managers take; a manager gives.")
    with transaction.atomic():
        take_turn(f"pool {by.pk}")  # two takings of one person at once count one after the other
        found = access.customer(ref, by=by, lock=True)
        if found.keeper_id == by.pk:
            return found
        _must_lie_there(found, at)
        who, terms = taker(by, found.pk, at=at)
        if (why := objection(who, terms, at)) is not None:
            raise Refused(why.zh, why.en, code="not-to-take")
        Taken.objects.create(customer=found, keeper=by, by=by, taken_at=at)
        record(TakenOut(found.code, by.pk), on=found.pk, by=by, at=at)
        set_keepers({found.pk: by}, by=by, at=at)
    return found


def give(refs: Sequence[str], keeper: Actor, *, by: Actor, at: datetime) -> int:
    """A manager gives customers of the pool (by code) to a keeper, all or none; returns how many.

    His own judgement goes beyond the keeper's limits. Raises Refused where somebody keeps one of them meanwhile.
    """
    access.require_manager(by)
    if not refs:
        raise Invalid.field("customer", "请至少勾选一位客户。", "Tick one customer at least.")
    if len(refs) > MOST:
        raise Invalid.field("customer", f"一次最多 {MOST} 位客户。", f"At most {MOST} customers at a time.")
    if not keeper.has_role(KEEPER) or keeper.left_at is not None:
        raise Invalid.field("keeper", "请选择在职的客户经理。", "Choose an account manager who works here.")
    with transaction.atomic():
        found = access.customers_at_once(refs, by=by)
        for one in found:
            _must_lie_there(one, at)
        Taken.objects.bulk_create(Taken(customer=one, keeper=keeper, by=by, taken_at=at) for one in found)
        record_many([Entry(Given(one.code, keeper.pk, keeper.name), one.pk) for one in found], by=by, at=at)
        set_keepers({one.pk: keeper for one in found}, by=by, at=at)
    return len(found)


def give_back(ref: int | str, *, note: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The keeper (or a manager) puts a customer back into the pool and says why; a second click changes nothing.

    Raises Invalid (`note`), Forbidden for others, Refused where a keeper gives up a core customer.
    """
    said = words("note", note, most=200, missing=Words("请写明放回的原因。", "Say why you give him back."))
    with transaction.atomic():
        found = access.customer(ref, by=by, lock=True)
        if found.keeper is None:
            return
        access.kept(found.pk, by=by)
        if found.is_core and not access.manages(by):
            raise Refused("核心客户须由经理决定是否放回。", "A manager decides about a core customer.", code="core")
        record(Returned(found.code, found.keeper.pk, said), on=found.pk, by=by, at=at, keeps=keeps)
        _drop([found], Dropped.Because.RETURNED, by=by, at=at)


def lose(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """Keepers were warned and not in touch: these customers go back into the pool."""
    late = {e.timeline_id: e for e in events}
    kept = Customer.objects.filter(pk__in=late, keeper__isnull=False, merged_into=None).select_related("keeper")
    found = list(kept.order_by("pk"))
    entries = [Entry(_lost(one), one.pk, caused_by=late[one.pk]) for one in found]
    record_many(entries, by=by, at=at)
    _drop(found, Dropped.Because.IDLE, by=by, at=at)


def leave_the_pool(events: Sequence[Recorded], *, at: datetime) -> None:
    """Somebody keeps them again, whichever way he came to it."""
    taken = [e.timeline_id for e in events if e.value("keeper")]
    Dropped.objects.filter(customer__in=taken, ended_at=None).update(ended_at=at)


def _drop(found: Sequence[Customer], because: str, *, by: Actor, at: datetime) -> None:
    barred = at + pool_terms_on(local(at).date()).barred
    before = {one.pk: one.keeper for one in found if one.keeper is not None}
    set_keepers(dict.fromkeys(before), by=by, at=at)
    Dropped.objects.bulk_create(
        Dropped(customer_id=pk, previous=previous, because=because, dropped_at=at, barred_until=barred)
        for pk, previous in before.items()
    )


def _lost(one: Customer) -> Lost:
    return Lost(one.code, one.keeper_id or 0, one.keeper.name if one.keeper else "")


def _must_lie_there(found: Customer, at: datetime) -> None:
    if found.keeper is not None:
        raise Refused(
            f"{found.code} 刚由 {found.keeper.name} 负责，请选择其他客户。",
            f"{found.keeper.name} keeps {found.code} by now; choose another.",
            code="kept-already",
        )
    if not lies_in_the_pool(found.kind, found.grade, pool_terms_on(local(at).date())):
        raise Refused(
            "该客户不设负责人，不在公海。", "This customer is kept by nobody by name.", code="not-in-the-pool"
        )
