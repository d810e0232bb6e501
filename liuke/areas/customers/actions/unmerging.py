"""A merge is taken back, completely: what it moved goes back, what was made since stays with the survivor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Model

from liuke.areas.customers import access
from liuke.areas.customers.actions import moving, since, writing
from liuke.areas.customers.actions.survivor import standing, told
from liuke.areas.customers.models import Customer, DuplicatePair, Merge
from liuke.areas.customers.queries.merges import may_undo, objection
from liuke.events.customers import CustomerUnmerged
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record, unmerge_timeline
from liuke.kernel.journal.models import Timeline
from liuke.kernel.playbook.following import recheck_holds_of
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.models import Promise

_OF_THE_KERNEL: Final = ((Timeline, "alias_of"), (Promise, "timeline"))


@dataclass(frozen=True)
class Undone:
    """Both files (by code), and what came to the survivor after the merge and stays with him."""

    winner: str
    loser: str
    stays: tuple[since.Since, ...]


def unmerge(merge_id: int, *, by: Actor, at: datetime) -> Undone:
    """Take a merge back. For whoever merged, and for those who decide about files.

    Every value that still stands as the merge left it becomes what it was: rows of all rooms, promises, the history's
    alias, grade, secrecy, keeper, account; both codes resolve each to its own file. Refused where the file was erased
    since, where a later merge stands upon it, and the second time.
    """
    merge = Merge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise _missing()
    with transaction.atomic():
        lock_timelines([merge.winner_id, merge.loser_id])
        merge = Merge.objects.select_for_update(of=("self",)).select_related("winner", "loser").get(pk=merge_id)
        access.customer(merge.winner_id, by=by)
        _may_undo(merge, by)
        if refusal := objection(merge):
            raise refusal
        stays, before = tuple(since.made_since(merge)), standing(merge.winner)
        _move_back(merge)
        merge.undone_by, merge.undone_at = by, at
        merge.save(update_fields=["undone_by", "undone_at"])
        _tell(merge, before, stays, by, at)
        recheck_holds_of([merge.winner_id, merge.loser_id], at)
    return Undone(merge.winner.code, merge.loser.code, stays)


def foresee(merge_id: int, *, by: Actor) -> Undone:
    """What taking this merge back would leave with the survivor; nothing is changed. Raises what `unmerge` would."""
    merge = Merge.objects.select_related("winner", "loser").filter(pk=merge_id).first()
    if merge is None:
        raise _missing()
    access.customer(merge.winner_id, by=by)
    _may_undo(merge, by)
    if refusal := objection(merge):
        raise refusal
    return Undone(merge.winner.code, merge.loser.code, tuple(since.made_since(merge)))


def _move_back(merge: Merge) -> None:
    back = moving.move_back(merge, but=_OF_THE_KERNEL)
    unmerge_timeline(merge.loser_id, moving.moved(merge, Timeline, "alias_of"))
    owed = moving.moved(merge, Promise, "timeline")
    promises.return_timeline(merge.loser_id, merge.winner_id, owed, _numbers(back))
    Customer.objects.filter(pk__in=[merge.winner_id, merge.loser_id]).update(version=F("version") + 1)
    for customer in (merge.winner, merge.loser):
        customer.refresh_from_db()
        writing.refresh_search(customer)


def _numbers(back: dict[type[Model], list[int]]) -> list[str]:
    """The numbers of the things that went back: what is owed about them since goes with them."""
    found: list[Any] = []
    for model, rows in back.items():
        if any(f.name == "number" for f in model._meta.concrete_fields):
            found += model._default_manager.filter(pk__in=rows).values_list("number", flat=True)
    return [str(number) for number in found]


def _tell(merge: Merge, before: Any, stays: Sequence[since.Since], by: Actor, at: datetime) -> None:
    winner, loser = merge.winner, merge.loser
    first, second = sorted((winner.pk, loser.pk))
    decided = {"state": DuplicatePair.State.DIFFERENT, "decided_by": by, "decided_at": at}
    DuplicatePair.objects.filter(first_id=first, second_id=second).update(**decided)
    named = [label for one in stays if one.numbered for label in one.labels]
    zh = f"；{'、'.join(named)} 留在 {winner.code}" if named else ""
    en = f"; with {winner.code} stay {', '.join(named)}" if named else ""
    event = CustomerUnmerged(winner.code, loser.code, winner.pk, loser.pk, sum(s.rows for s in stays), zh, en)
    undone = record(event, on=winner.pk, by=by, at=at)
    for change in told(before, winner):
        record(change, on=winner.pk, by=by, at=at, caused_by=undone)
    record(event, on=loser.pk, by=by, at=at)


def _may_undo(merge: Merge, by: Actor) -> None:
    if not may_undo(merge, by):
        raise Forbidden(
            "由合并人本人，或班长、经理撤销合并。", "Whoever merged the files, a lead or a manager undoes it."
        )


def _missing() -> Missing:
    return Missing("没有这次合并。", "There is no such merge.")
