"""Reading cases: the desk by age, one with its decisions and appeal, those of an order."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from liuke.areas.quality import access
from liuke.areas.quality.models import Appeal, Case
from liuke.areas.quality.queries.evidence import events_of, photos_of
from liuke.areas.quality.queries.rows import CaseRow, CaseView, appeal_row, case_row, verdict_row
from liuke.areas.quality.rules.faults import PARTIES as PARTIES
from liuke.areas.quality.rules.faults import why_no_appeal
from liuke.foundation.files.access import FileView
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.rows import Recorded

WAITING = Q(state__in=["open", "appealed"])


def list_cases(
    *, by: Actor, waiting: bool = True, site: str = "", before: int = 0, limit: int = 50
) -> tuple[CaseRow, ...]:
    """Those that wait for a decision or a hearing, the oldest first; or the decided ones from below `before` on."""
    rows = _whole(Case.objects.filter(access.cases_for(by)))
    if site:
        rows = rows.filter(site__number=site)
    if waiting:
        return tuple(case_row(c) for c in rows.filter(WAITING).order_by("opened_at", "pk")[:limit])
    over = rows.exclude(WAITING).filter(Q(pk__lt=before) if before else Q())
    return tuple(case_row(c) for c in over.order_by("-pk")[:limit])


def get_case(number: str, *, by: Actor, at: datetime) -> CaseView:
    """One case, or Missing for whoever may not see it."""
    c = _whole(Case.objects.filter(pk=access.case(number, by=by).pk)).get()
    appeal = Appeal.objects.select_related("lodged_by").filter(case=c).first()
    return CaseView(
        row=case_row(c),
        verdicts=tuple(verdict_row(v) for v in c.verdicts.select_related("by").order_by("pk")),
        appeal=appeal_row(appeal) if appeal else None,
        is_own_site=access.may_appeal_for(c, by=by),
        why_no_appeal=why_no_appeal(
            state=c.state, party=c.party, until=c.appeal_until, appealed=appeal is not None, at=at
        ),
    )


def acts_open(view: CaseView, *, by: Actor) -> frozenset[str]:
    """What this reader may do to it now; the actions check again under the lock."""
    found = set()
    if view.row.state == "open" and access.may_judge(by):
        found.add("decide")
    if view.is_own_site and view.why_no_appeal is None:
        found.add("appeal")
    heard = view.appeal is not None and view.appeal.decided_at is not None
    if view.appeal and not heard and access.may_judge(by):
        found.add("hear" if view.appeal.against != by.pk else "not-own")
    return frozenset(found)


def case_of_appeal(number: str, *, by: Actor) -> str:
    """The number of the case that an appeal is about."""
    return access.appeal(number, by=by).case.number


def story_of(number: str, *, by: Actor) -> tuple[tuple[Recorded, ...], tuple[FileView, ...]]:
    """What a decision may rest on: what happened about the order, and its photos with the site's evidence."""
    found = access.case(number, by=by)
    return tuple(events_of(found, by=by)), tuple(photos_of(found, by=by))


def numbers_about(order: str, *, by: Actor) -> tuple[str, ...]:
    """The cases of an order and their appeals, for its own page; nobody else's."""
    rows = Case.objects.filter(access.cases_for(by), order__number=order).order_by("pk")
    pairs = rows.values_list("number", "appeal__number")
    return tuple(number for pair in pairs for number in pair if number)


def _whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("order", "site", "appeal")
