"""Which batches of a file stand already, and the turn that intakes of one kind take."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from liuke.foundation.turns import take_turn
from liuke.processes.intake.models import TakenBatch


def wait_for_turn(template: str, part: int) -> None:
    """Batches of one part come one after the other, whoever hands them in: two files may name one customer."""
    take_turn(f"intake:{template}:{part}")


def stands(template: str, digest: str, number: int) -> bool:
    """Whether this batch was taken in whole. One with refused rows is gone through again: they may be mended now."""
    return TakenBatch.objects.filter(template=template, digest=digest, number=number, refused=0).exists()


def standing(template: str, digest: str) -> dict[int, int]:
    """The batches of a file that were taken in whole, each with its rows."""
    rows = TakenBatch.objects.filter(template=template, digest=digest, refused=0)
    return dict(rows.values_list("number", "rows"))


def rows_taken(template: str, digest: str) -> int:
    """How many rows of a file stand or were refused where their batch was taken in."""
    return TakenBatch.objects.filter(template=template, digest=digest).aggregate(n=Sum("rows"))["n"] or 0


def note(template: str, digest: str, number: int, *, rows: int, refused: int, at: datetime) -> None:
    """In the transaction of the batch."""
    TakenBatch.objects.update_or_create(
        template=template,
        digest=digest,
        number=number,
        defaults={"rows": rows, "refused": refused, "taken_at": at},
    )
