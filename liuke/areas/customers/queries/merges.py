"""What was merged into a file, by whom and when, and whether it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers import access
from liuke.areas.customers.models import Merge
from liuke.areas.customers.rules.merging import UNDOERS
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class MergeRow:
    """One merge as the file shows it; `refusal` says why it cannot be taken back, None where it can."""

    id: int
    loser: str
    loser_name: str
    winner: str
    merged_at: datetime
    by_name: str
    undone_at: datetime | None
    undone_by: str
    may_undo: bool
    refusal: Words | None


def list_merges(ref: int | str, *, by: Actor) -> list[MergeRow]:
    """All merges this file took part in, the newest first."""
    customer = access.customer(ref, by=by)
    rows = Merge.objects.select_related("winner", "loser", "by", "undone_by")
    found = rows.filter(winner=customer) | rows.filter(loser=customer) | rows.filter(winner__merged_into=customer)
    return [_row(merge, by) for merge in found.order_by("-pk")[:50]]


def objection(merge: Merge) -> Refused | None:
    """Why a merge cannot be taken back (any more)."""
    if merge.undone_at:
        return Refused("这次合并已经撤销。", "This merge was undone already.", code="undone")
    if merge.winner.erased_at or merge.loser.erased_at:
        return Refused(
            "合并后个人信息已删除，无法撤销。",
            "The personal data were erased since; this cannot be undone.",
            code="erased",
        )
    later = _later(merge)
    if later is None:
        return None
    pair = f"{later.loser.code} → {later.winner.code}"
    return Refused(
        f"之后又有合并（{pair}），请先撤销那一次。",
        f"A later merge stands upon it ({pair}); undo that one first.",
        code="later-merge",
    )


def may_undo(merge: Merge, by: Actor) -> bool:
    """Whoever merged, and those who decide about files."""
    if by.kind != Actor.Kind.PERSON:
        return by.kind != Actor.Kind.CUSTOMER
    return by.pk == merge.by_id or by.has_role(*UNDOERS)


def _later(merge: Merge) -> Merge | None:
    standing = Merge.objects.filter(undone_at__isnull=True, pk__gt=merge.pk).select_related("winner", "loser")
    into = standing.filter(winner=merge.winner_id) | standing.filter(loser=merge.winner_id)
    return into.order_by("-pk").first()


def _row(merge: Merge, by: Actor) -> MergeRow:
    refusal = None if merge.undone_at else objection(merge)
    return MergeRow(
        id=merge.pk,
        loser=merge.loser.code,
        loser_name=merge.loser.name,
        winner=merge.winner.code,
        merged_at=merge.merged_at,
        by_name=merge.by.name,
        undone_at=merge.undone_at,
        undone_by=merge.undone_by.name if merge.undone_by else "",
        may_undo=not merge.undone_at and may_undo(merge, by),
        refusal=refusal.words if refusal else None,
    )
