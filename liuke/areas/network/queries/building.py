"""Reading candidates: the pipeline, one with his sheet, what was signed with him."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from liuke.areas.network import access
from liuke.areas.network.models import Agreement, Candidate
from liuke.areas.network.rules.building import COSTS as COSTS
from liuke.areas.network.rules.building import HIGH_RISK as HIGH_RISK
from liuke.areas.network.rules.building import MODES as MODES
from liuke.areas.network.rules.building import MUST as MUST
from liuke.areas.network.rules.building import NEXT as NEXT
from liuke.areas.network.rules.building import RISKS as RISKS
from liuke.areas.network.rules.building import STAGES as STAGES
from liuke.areas.network.rules.building import STANDARDS as STANDARDS
from liuke.areas.network.rules.building import WORKING
from liuke.areas.network.rules.building import CostSheet as CostSheet
from liuke.areas.network.rules.building import Risk as Risk
from liuke.areas.network.rules.cover import INSURANCES as INSURANCES
from liuke.foundation import divisions
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class CandidateRow:
    """A candidate as the pipeline and his page show him."""

    number: str
    name: str
    division: str
    place: str
    mode: str
    mode_words: Words
    stage: str
    stage_words: Words
    phone_mask: str
    source: str
    standards: tuple[str, ...]
    costs: CostSheet
    risks: tuple[Risk, ...]
    rejected_because: str
    site: str
    found_at: datetime
    changed_at: datetime
    version: int

    @property
    def per_order(self) -> Decimal | None:
        return self.costs.per_order()


@dataclass(frozen=True)
class AgreementRow:
    number: str
    edition: int
    mode_words: Words
    starts_on: date
    ends_on: date
    words: str
    papers: tuple[str, ...]
    in_force: bool


def list_candidates(*, by: Actor, stage: str = "") -> tuple[CandidateRow, ...]:
    """Those under way, the longest untouched first; or all of one stage."""
    rows = access.candidates(by=by).select_related("site")
    rows = rows.filter(stage=stage) if stage else rows.filter(stage__in=WORKING)
    return tuple(_candidate(c) for c in rows.order_by("changed_at", "pk")[:200])


def count_by_stage(*, by: Actor) -> dict[str, int]:
    """How many stand in each stage."""
    found = dict(access.candidates(by=by).values_list("stage").annotate(n=Count("pk")))
    return {stage: found.get(stage, 0) for stage in STAGES}


def get_candidate(number: str, *, by: Actor) -> CandidateRow:
    """One candidate, or Missing for whoever may not see him."""
    return _candidate(access.candidate(number, by=by))


def agreements_of_candidate(number: str, *, by: Actor, on: date) -> tuple[AgreementRow, ...]:
    """What was signed with a candidate."""
    rows = Agreement.objects.filter(candidate=access.candidate(number, by=by)).order_by("-edition", "-pk")
    return tuple(agreement_row(a, on) for a in rows)


def _candidate(c: Candidate) -> CandidateRow:
    return CandidateRow(
        number=c.number, name=c.name, division=c.division, place=divisions.told(c.division), mode=c.mode,
        mode_words=MODES[c.mode], stage=c.stage, stage_words=STAGES[c.stage], phone_mask=c.phone_mask,
        source=c.source, standards=tuple(c.standards), costs=CostSheet(c.monthly_costs, c.once_cents, c.expected_orders),
        risks=tuple(
            Risk(str(r["key"]), int(str(r["likelihood"])), int(str(r["impact"])), str(r["measure"])) for r in c.risks
        ),
        rejected_because=c.rejected_because, site=c.site.number if c.site else "", found_at=c.found_at,
        changed_at=c.changed_at, version=c.version,
    )  # fmt: skip


def agreement_row(a: Agreement, on: date) -> AgreementRow:
    return AgreementRow(
        a.number, a.edition, MODES[a.mode], a.starts_on, a.ends_on, a.terms, tuple(a.papers),
        a.site_id is not None and a.starts_on <= on <= a.ends_on,
    )  # fmt: skip
