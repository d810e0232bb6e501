"""What may be done to a claim from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.service.actions import claim_ends, claims
from liuke.areas.service.queries.claims import ClaimRow
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.money import Money
from liuke.web.desk.hotline.taking import keeps_of
from liuke.web.ui.doors import Request

MOST_PHOTOS: Final = 10
Act = Callable[[Request, ClaimRow], str]


def may(by: Actor, row: ClaimRow) -> frozenset[str]:
    """The acts that the page offers this reader now; the actions check again."""
    found = set()
    if row.state == "asked":
        found.add("assess")
    if row.state == "assessed" and by.has_role(*claim_ends.DECIDES) and row.assessed_by != by.pk:
        found |= {"approve", "refuse"}
    if row.state == "approved" and row.granted == "refund" and by.has_role(*claim_ends.PAYS_BACK):
        found.add("pay-back")
    if row.ended_at is None and by.has_role(*CENTRE_ROLES):
        found.add("withdraw")
    return frozenset(found)


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
        seen=_seen(request), keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is assessed. The regional manager decides within 24 hours.") % {"number": row.number}


def _approve(request: Request, row: ClaimRow) -> str:
    order = claim_ends.approve_claim(
        row.number, granted=request.POST.get("granted", ""), note=request.POST.get("note", ""), seen=_seen(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is granted; %(order)s carries it out.") % {"number": row.number, "order": order}


def _refuse(request: Request, row: ClaimRow) -> str:
    claim_ends.refuse_claim(
        row.number, reason=request.POST.get("reason", ""), seen=_seen(request), keeps=keeps_of(request.POST),
        by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is refused.") % {"number": row.number}


def _pay_back(request: Request, row: ClaimRow) -> str:
    claim_ends.pay_back(
        row.number, amount_cents=_cents(request.POST.get("amount", "")),
        reference=request.POST.get("reference", ""), seen=_seen(request), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is done.") % {"number": row.number}


def _withdraw(request: Request, row: ClaimRow) -> str:
    claims.withdraw_claim(
        row.number, reason=request.POST.get("reason", ""), seen=_seen(request), by=request.by, at=request.at
    )
    return _("%(number)s is withdrawn.") % {"number": row.number}


def _seen(request: Request) -> int | None:
    said = request.POST.get("seen", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else None


def _cents(said: str) -> int:
    try:
        return int(Money.of(said.strip()).amount * 100)
    except ValueError:
        raise Invalid.field("amount", "金额请写成 1299.00 的样子", "Write the amount like 1299.00") from None


ACTS: Final[dict[str, Act]] = {
    "assess": _assess,
    "approve": _approve,
    "refuse": _refuse,
    "pay-back": _pay_back,
    "withdraw": _withdraw,
}
