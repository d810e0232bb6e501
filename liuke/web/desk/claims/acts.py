"""What may be done to a claim from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.service.actions import claim_ends, claims
from liuke.areas.service.queries.claims import ClaimRow
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.desk.words import let_out
from liuke.web.ui.doors import Request

MOST_PHOTOS: Final = 10
Act = Callable[[Request, ClaimRow], str]


def _assess(request: Request, row: ClaimRow) -> str:
    given = request.FILES.getlist("photos")
    if len(given) > MOST_PHOTOS:
        raise Invalid.field("photos", f"一次最多 {MOST_PHOTOS} 张照片。", f"At most {MOST_PHOTOS} photos at once.")
    keys = [
        store(one, name=one.name or "photo.jpg", subject=f"claim:{row.number}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in given
    ]
    claims.assess_claim(
        row.number, finding=request.POST.get("finding", ""), note=request.POST.get("note", ""), evidence=keys,
        seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is assessed. The regional manager decides next.") % {"number": row.number}


def _approve(request: Request, row: ClaimRow) -> str:
    order = claim_ends.approve_claim(
        row.number, granted=request.POST.get("granted", ""), note=request.POST.get("note", ""), seen=seen_of(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is granted; %(order)s carries it out.") % {"number": row.number, "order": order}


def _refuse(request: Request, row: ClaimRow) -> str:
    claim_ends.refuse_claim(
        row.number, reason=let_out(request, "reason", about=row.number, where="claim", on=row.customer_id),
        seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is refused.") % {"number": row.number}


def _pay_back(request: Request, row: ClaimRow) -> str:
    claim_ends.pay_back(
        row.number, amount_cents=cents_of(request, "amount"),
        reference=request.POST.get("reference", ""), seen=seen_of(request), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is done.") % {"number": row.number}


def _withdraw(request: Request, row: ClaimRow) -> str:
    claims.withdraw_claim(
        row.number, reason=request.POST.get("reason", ""), seen=seen_of(request), by=request.by, at=request.at
    )
    return _("%(number)s is withdrawn.") % {"number": row.number}


ACTS: Final[dict[str, Act]] = {
    "assess": _assess,
    "approve": _approve,
    "refuse": _refuse,
    "pay-back": _pay_back,
    "withdraw": _withdraw,
}
