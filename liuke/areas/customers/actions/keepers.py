"""Who keeps whom, for one customer or for all of a leaver's at once; what is owed goes along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.models import Customer
from liuke.events.customers import KeeperChanged
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.rows import Owner

POOL: Final = "account_manager"


def set_keepers(wanted: Mapping[int, Actor | None], *, by: Actor, at: datetime) -> int:
    """Each customer (by id) gets his keeper, or none; returns how many changed. Missing if one is not to be seen.

    Whoever may decide so is asked by the caller: a manager, or the rule of a room above.
    """
    with transaction.atomic():
        rows = _load(wanted, by)
        changed = [(c, c.keeper, wanted[asked]) for asked, c in rows.items() if c.keeper != wanted[asked]]
        for customer, _before, keeper in changed:
            customer.keeper = keeper
        Customer.objects.bulk_update([c for c, _, _ in changed], ["keeper"], batch_size=1000)
        _pass_on(changed)
        entries = [Entry(_event(c, before, keeper), c.pk) for c, before, keeper in changed]
        record_many(entries, by=by, at=at)
    return len(changed)


def _load(wanted: Mapping[int, Actor | None], by: Actor) -> dict[int, Customer]:
    """By the id that was asked for, the winner where it was merged; each history locked."""
    goes_on = lock_timelines(wanted)
    rows = Customer.objects.select_related("keeper").in_bulk(set(goes_on.values()))
    found = {asked: rows[goes_on[asked]] for asked in wanted if goes_on.get(asked) in rows}
    if len(found) < len(wanted) or access.visible({c.pk for c in found.values()}, by) != {c.pk for c in found.values()}:
        raise Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
    return found


def _pass_on(changed: Iterable[tuple[Customer, Actor | None, Actor | None]]) -> None:
    """What the one before owed, and what his leaving had put into the pool, is the new one's."""
    of: dict[tuple[Actor | None, Actor | None], list[int]] = {}
    for customer, before, keeper in changed:
        of.setdefault((before, keeper), []).append(customer.pk)
    for (before, keeper), ids in of.items():
        owner = Owner(person_id=keeper.pk) if keeper else Owner(role=POOL)
        if before is not None:
            promises.change_owner(before, owner, timeline_ids=ids)
        if keeper is not None:
            promises.change_pool(POOL, owner, timeline_ids=ids)


def _event(customer: Customer, before: Actor | None, keeper: Actor | None) -> KeeperChanged:
    now, was, name = keeper.pk if keeper else 0, before.pk if before else 0, keeper.name if keeper else ""
    return KeeperChanged(customer.code, now, was, name)
