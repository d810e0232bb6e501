"""Claims for exchange and return as pages see them, and what the customer was entitled to on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import brief_of
from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import judge, with_terms
from liuke.areas.products.queries.rights import Rights, Waiting, rights_of
from liuke.areas.products.queries.rows import machine_row
from liuke.areas.service import access
from liuke.areas.service.models import Claim
from liuke.areas.service.queries.repairs import in_repair
from liuke.areas.service.rules.claims import DECIDES, PAYS_BACK
from liuke.areas.service.rules.claims import FINDINGS as FINDINGS
from liuke.areas.service.rules.claims import STATES as STATES
from liuke.areas.service.rules.claims import WISHES as WISHES
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words

OPEN = ("asked", "assessed", "approved")
_NOTHING = Words("", "")


@dataclass(frozen=True)
class ClaimRow:
    """A claim in one line, and all that its page shows."""

    id: int
    number: str
    state: str
    state_words: Words
    version: int
    customer_id: int
    customer_code: str
    customer: Words
    grade: str
    machine: str
    model: str
    order: str
    site: str
    site_name: str
    wish: str
    wish_words: Words
    fault: str
    entitled: tuple[str, ...]
    entitled_words: Words
    entitled_source: str
    finding: str
    finding_words: Words
    finding_note: str
    evidence: tuple[str, ...]
    granted: str
    granted_words: Words
    decision_note: str
    carried_by: str
    asked_at: datetime
    assessed_at: datetime | None
    assessed_by: int | None
    decided_at: datetime | None
    ended_at: datetime | None


def get_claim(number: str, *, by: Actor) -> ClaimRow:
    """One claim, or Missing for whoever may not see it."""
    return _row(_whole(Claim.objects.filter(pk=access.claim(number, by=by).pk)).get())


def list_claims(*, by: Actor, ended: bool = False, before: int = 0, limit: int = 50) -> tuple[ClaimRow, ...]:
    """The open ones, the oldest first; or those that are over, the latest first, from below `before` on."""
    rows = Claim.objects.filter(access.claims_for(by))
    if not ended:
        return tuple(_row(one) for one in _whole(rows.filter(state__in=OPEN)).order_by("asked_at", "pk")[:limit])
    over = rows.exclude(state__in=OPEN).filter(Q(pk__lt=before) if before else Q())
    return tuple(_row(one) for one in _whole(over).order_by("-pk")[:limit])


def entitlement(machine: Machine, *, on: date) -> Rights | None:
    """What law or contract gives its owner on that day; None where no term is known."""
    row = with_terms(Machine.objects.filter(pk=machine.pk)).get()
    waiting = {number: Waiting(*told) for number, told in in_repair([row.number]).items()}
    company = Customer.objects.filter(pk=row.customer_id, kind="company").exists()
    shown = machine_row(row, judge(row, on=on))
    return rights_of([shown], on=on, consumer=not company, waiting=waiting).get(row.number)


def acts_open(row: ClaimRow, *, by: Actor) -> frozenset[str]:
    """What this reader may do to it now; the actions check again under the lock."""
    found = set()
    if row.state == "asked":
        found.add("assess")
    if row.state == "assessed" and by.has_role(*DECIDES) and row.assessed_by != by.pk:
        found |= {"approve", "refuse"}
    if row.state == "approved" and row.granted == "refund" and by.has_role(*PAYS_BACK):
        found.add("pay-back")
    if row.ended_at is None and by.has_role(*CENTRE_ROLES):
        found.add("withdraw")
    return frozenset(found)


def _whole(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    return rows.select_related("customer", "machine__model", "order", "site", "carried_by")


def _row(c: Claim) -> ClaimRow:
    return ClaimRow(
        id=c.pk, number=c.number, state=c.state, state_words=STATES[c.state], version=c.version,
        customer_id=c.customer_id, customer_code=c.customer.code, customer=brief_of(c.customer).display,
        grade=c.customer.grade, machine=c.machine.number, model=c.machine.model.name,
        order=c.order.number if c.order else "", site=c.site.number if c.site else "",
        site_name=c.site.name if c.site else "", wish=c.wish, wish_words=WISHES[c.wish], fault=c.fault,
        entitled=tuple(c.entitled), entitled_words=Words(c.entitled_zh, c.entitled_en),
        entitled_source=c.entitled_source, finding=c.finding, finding_words=FINDINGS.get(c.finding, _NOTHING),
        finding_note=c.finding_note, evidence=tuple(c.evidence), granted=c.granted,
        granted_words=WISHES.get(c.granted, _NOTHING), decision_note=c.decision_note,
        carried_by=c.carried_by.number if c.carried_by else "", asked_at=c.asked_at, assessed_at=c.assessed_at,
        assessed_by=c.assessed_by_id, decided_at=c.decided_at, ended_at=c.ended_at,
    )  # fmt: skip
