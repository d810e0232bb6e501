"""What a program reads row by row is leaving in bulk as well: beyond so many a day it needs an approved request (H9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import IntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from liuke.areas.secrecy.models import Release
from liuke.areas.secrecy.queries.terms import api_rows_a_day
from liuke.foundation.audit.actions import note
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import owner_of_token
from liuke.foundation.turns import take_turn

READ, STOPPED = "secrecy.api.read", "secrecy.api.stopped"
A_DAY: Final = timedelta(days=1)
_LET: Final = ("approved", "made", "taken")


def let_pass(listing: str, rows: int, *, by: Actor, at: datetime) -> None:
    """Count rows of a list on their way to a program. Call it outside of another transaction, so that a refusal is
    noted as well.

    Within 24 hours a token reads so many rows of all lists as the company states, and those more for which its owner
    has had a request approved. Beyond that: Forbidden, code `release`. People and our own jobs pass uncounted.
    """
    if by.kind != Actor.Kind.TOKEN or not rows:
        return
    with transaction.atomic():
        take_turn(f"secrecy.api {by.pk}")  # two pages at once count one after the other
        most = api_rows_a_day(local(at).date()) + _let(listing, by, at)
        stopped = _read(by, at) + rows > most
        note(STOPPED if stopped else READ, by=by, at=at, subject=listing, detail={"rows": rows})
    if stopped:
        raise Forbidden(
            f"24 小时内经接口读取已达 {most} 行。批量外发须经审批：请在「保密」中申请外发此列表，获批后再读取。",
            f"{most} rows were read by this token within 24 hours. What leaves in bulk is approved first: ask for a "
            "release of this list under Confidentiality, then go on.",
            code="release",
        )


def _read(by: Actor, at: datetime) -> int:
    told = AuditRow.objects.filter(by=by, act=READ, at__gt=at - A_DAY)
    rows = Sum(Cast(KeyTextTransform("rows", "detail"), IntegerField()))
    return int(told.aggregate(rows=rows)["rows"] or 0)


def _let(listing: str, by: Actor, at: datetime) -> int:
    """The rows for which the token's owner has had requests for this list approved within the day."""
    rows = Release.objects.filter(
        asked_by=owner_of_token(by), list_key=listing, state__in=_LET, decided_at__gt=at - A_DAY
    )
    return int(rows.aggregate(rows=Sum("rows"))["rows"] or 0)
