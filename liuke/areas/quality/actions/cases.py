"""Cases are opened by what customers say, and decided with party, reason and evidence; nothing is deducted before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.quality import access
from liuke.areas.quality.actions.telling import tell
from liuke.areas.quality.models import Case, Verdict
from liuke.areas.quality.queries.evidence import known_evidence
from liuke.areas.quality.rules.faults import APPEAL_DAYS, PARTIES, is_worse
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.names import OUTCOMES
from liuke.events.quality import FaultDecided, FaultOpened, FaultWorsened
from liuke.foundation import lines, numbers
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import add_days
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.listeners import Rules
from liuke.kernel.journal.rows import Recorded

LONGEST = 1000


def raise_case(
    order: WorkOrder, outcome: str, *, by: Actor, at: datetime, caused_by: Recorded, rules: Rules = "apply"
) -> None:
    """A bad class of an order at a site: open a case, or let the open one be about the worse class.

    What was decided (or is being appealed) is only asked again where the class is worse than the one decided about.
    The caller holds the customer's history.
    """
    latest = Case.objects.filter(order=order).order_by("-pk").first()
    if latest is not None and not is_worse(outcome, latest.outcome):
        return
    words = OUTCOMES[outcome]
    fields = {"order": order.number, "outcome": outcome, "outcome_zh": words.zh, "outcome_en": words.en}
    event: object
    if latest is not None and latest.state == Case.State.OPEN:
        latest.outcome = outcome
        latest.version += 1
        latest.save(update_fields=["outcome", "version"])
        event = FaultWorsened(number=latest.number, site=latest.site.number, **fields)
    elif order.site is not None:
        made = Case.objects.create(
            number=numbers.take("FD"), order=order, site=order.site, outcome=outcome, opened_at=caused_by.happened_at
        )
        event = FaultOpened(number=made.number, site=order.site.number, **fields)
    else:
        return
    record(
        event, on=order.customer_id, by=by, at=at, happened_at=caused_by.happened_at, caused_by=caused_by, rules=rules
    )


@transaction.atomic
def decide_fault(
    number: str, *, party: str, reason: str, evidence: Sequence[str], by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Say whose fault it was (PARTIES), why, and by which evidence of the order (`event:<id>`, `file:<key>`).

    Raises Invalid with `party`, `reason`, `evidence`; Refused where it is decided already: then there is the appeal.
    """
    access.require_judge(by)
    checked(party, reason)
    case = access.case(number, by=by, lock=True, seen=seen)
    if case.state != Case.State.OPEN:
        raise Refused(
            "已判定；网点不服可申诉，由另一人复核。",
            "It is decided; the site may appeal, and another person hears it.",
            code="decided",
        )
    write_verdict(case, party, reason, evidence, state=Case.State.DECIDED, by=by, at=at)
    case.appeal_until = add_days(get_calendar("office"), at, APPEAL_DAYS)
    case.save()

    tell(case, [decided_event(case, reason, evidence, by=by)], "decided", by=by, at=at, keeps=keeps)


def write_verdict(
    case: Case, party: str, reason: str, evidence: Sequence[str], *, state: str, by: Actor, at: datetime
) -> None:
    """The verdict that stands from now on. Saving the case is the caller's."""
    kept = _kept(case, evidence, by)
    Verdict.objects.create(
        case=case, party=party, reason=reason.strip(), evidence=kept, at=at, by=by, role=access.role_of_judge(by)
    )
    case.party, case.decided_at, case.state = party, at, state
    case.version += 1


def decided_event(case: Case, reason: str, evidence: Sequence[str], *, by: Actor, appeal: str = "") -> FaultDecided:
    """The event that settlement counts by."""
    return FaultDecided(
        number=case.number, order=case.order.number, site=case.site.number, party=case.party, outcome=case.outcome,
        reason=reason.strip(), appeal=appeal, decided_by_role=access.role_of_judge(by),
        party_zh=PARTIES[case.party].zh, party_en=PARTIES[case.party].en, evidence=tuple(evidence),
        appeal_until=None if appeal else case.appeal_until,
    )  # fmt: skip


def checked(party: str, reason: str) -> None:
    """Raise Invalid where the party is none of PARTIES, or the reason is missing or endless."""
    if party not in PARTIES:
        zh = "、".join(words.zh for words in PARTIES.values())
        raise Invalid.field("party", f"请选择责任方：{zh}", f"Choose whose fault it was: {', '.join(PARTIES)}")
    checked_reason(reason)


def checked_reason(reason: str) -> None:
    """Raise Invalid where the reason is missing or endless."""
    lines.words(
        "reason", reason, most=LONGEST, missing=Words("请写明理由，双方都看得到", "Say why: both sides read it")
    )


def _kept(case: Case, evidence: Sequence[str], by: Actor) -> list[str]:
    given = list(dict.fromkeys(evidence))
    if not given:
        raise Invalid.field(
            "evidence", "请至少勾选一条依据（本单经过或照片）", "Tick at least one event or photo of the order"
        )
    if set(given) - known_evidence(case, by=by):
        raise Invalid.field("evidence", "有依据不属于此单", "Some of that evidence is not of this order")
    return given
