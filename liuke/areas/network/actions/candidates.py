"""Candidates for a site: found, assessed, led on stage by stage, or left with a reason. Opening: actions/opening.py."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.actions.sites import masked_phone
from liuke.areas.network.models import Candidate
from liuke.areas.network.rules.building import (
    COSTS,
    HIGH_RISK,
    MODES,
    RISKS,
    STAGES,
    STANDARDS,
    CostSheet,
    Risk,
    may_go,
    why_not_assessed,
)
from liuke.areas.network.rules.places import is_division_code
from liuke.events.network_building import CandidateAssessed, CandidateFound, CandidateMoved
from liuke.foundation import divisions, numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import open_timeline, record

LONGEST = 200


@transaction.atomic
def find_candidate(
    *, name: str, division: str, mode: str, by: Actor, at: datetime, phone: str = "", source: str = ""
) -> str:
    """Write down somebody who might become a site. Returns the number, CA-000001.

    Raises Invalid with `name`, `division`, `mode`, `phone`. Of the phone a mask is kept.
    """
    access.require_keeper(by)
    if not 0 < len(name.strip()) <= 80:
        raise Invalid.field("name", "请填写名称（80 字内）", "Give it a name, at most 80 characters")
    if not (is_division_code(division) and divisions.exists(division)):
        raise Invalid.field("division", "没有这个行政区划代码", "There is no such division")
    checked_mode(mode)
    candidate = Candidate(
        number=numbers.take("CA"), name=name.strip(), division=division, mode=mode, phone_mask=masked_phone(phone),
        source=source.strip()[:120], found_at=at, changed_at=at,
    )  # fmt: skip
    candidate.timeline_id = open_timeline("candidate")
    candidate.save(force_insert=True)
    told = CandidateFound(candidate.number, candidate.name, division, mode, candidate.source)
    record(told, on=candidate.pk, by=by, at=at)
    return candidate.number


@transaction.atomic
def assess_candidate(
    number: str, *, standards: Sequence[str], costs: CostSheet, risks: Sequence[Risk], by: Actor, at: datetime,
    seen: int | None = None, keeps: int | None = None,
) -> None:  # fmt: skip
    """Which standards are met, what it will cost (labour included), what may go wrong and what is done about it.

    A found one goes on to `assessed`; later it corrects the sheet. Raises Invalid with `standards`, `costs`, `risks`;
    Refused where the must-standards, the labour or the measure of a high risk are missing.
    """
    _check_sheet(standards, costs, risks)
    candidate = access.candidate(number, by=by, lock=True, seen=seen)
    _must_be_under_way(candidate)
    if lacking := why_not_assessed(standards, costs, risks):
        raise Refused(lacking.zh, lacking.en, code="not-fit")
    candidate.standards = [key for key in STANDARDS if key in standards]
    candidate.monthly_costs = {key: cents for key, cents in costs.monthly.items() if cents}
    candidate.once_cents, candidate.expected_orders = costs.once, costs.orders
    candidate.risks = [
        {"key": r.key, "likelihood": r.likelihood, "impact": r.impact, "measure": r.measure.strip()} for r in risks
    ]
    former = candidate.stage
    turn(candidate, "assessed" if former == "found" else former, at)
    told = CandidateAssessed(
        number=candidate.number, standards=tuple(candidate.standards), per_order=str(costs.per_order() or ""),
        high_risks=sum(1 for r in risks if r.weight >= HIGH_RISK),
    )  # fmt: skip
    record(told, on=candidate.pk, by=by, at=at, keeps=keeps)
    if former == "found":
        tell_moved(candidate, former, by=by, at=at)


@transaction.atomic
def lead_on(
    number: str, *, to: str, by: Actor, at: datetime, because: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """One stage on, or out with a reason. Contracting and opening have acts of their own.

    Raises Invalid `to` or `because`; Refused where the stage does not follow.
    """
    if to not in ("negotiating", "training", "rejected"):
        raise Invalid.field("to", "请选择下一阶段", "Choose the next stage")
    if to == "rejected" and not 0 < len(because.strip()) <= LONGEST:
        raise Invalid.field("because", f"请写明不采用的原因（{LONGEST} 字内）", "Say why, at most 200 characters")
    candidate = access.candidate(number, by=by, lock=True, seen=seen)
    must_follow(candidate, to)
    former, candidate.rejected_because = candidate.stage, because.strip() if to == "rejected" else ""
    turn(candidate, to, at)
    tell_moved(candidate, former, because=because.strip(), by=by, at=at, keeps=keeps)


def turn(candidate: Candidate, stage: str, at: datetime) -> None:
    """Write the candidate in its stage."""
    candidate.stage, candidate.changed_at = stage, at
    candidate.version += 1
    candidate.save()


def tell_moved(
    candidate: Candidate, former: str, *, by: Actor, at: datetime, because: str = "", keeps: int | None = None
) -> None:
    """Record the stage on the candidate's own history."""
    words = STAGES[candidate.stage]
    told = CandidateMoved(
        number=candidate.number, stage=candidate.stage, former=former, because=because,
        site=candidate.site.number if candidate.site else "", stage_zh=words.zh, stage_en=words.en,
    )  # fmt: skip
    record(told, on=candidate.pk, by=by, at=at, keeps=keeps)


def must_follow(candidate: Candidate, to: str) -> None:
    """Refused where this stage does not follow on the candidate's own."""
    if not may_go(candidate.stage, to):
        here, there = STAGES[candidate.stage], STAGES[to]
        raise Refused(
            f"目前为{here.zh}，不能直接进入{there.zh}。", f"It is {here.en}: {there.en} does not follow.", code="stage"
        )


def checked_mode(mode: str) -> None:
    """Raise Invalid where it is none of MODES."""
    if mode not in MODES:
        raise Invalid.field("mode", "请选择合作方式：自营、特约或区域代理", "Choose own, commissioned or agent")


def _must_be_under_way(candidate: Candidate) -> None:
    if candidate.stage in ("open", "rejected"):
        raise Refused("这个候选网点已经结束。", "This candidate is over.", code="stage")


def _check_sheet(standards: Sequence[str], costs: CostSheet, risks: Sequence[Risk]) -> None:
    _known("standards", standards, STANDARDS)
    _known("costs", list(costs.monthly), COSTS)
    _known("risks", [r.key for r in risks], RISKS)
    if any(cents < 0 for cents in (*costs.monthly.values(), costs.once, costs.orders)):
        raise Invalid.field("costs", "金额和单量不能为负", "Amounts are not negative")
    if any(not (1 <= n <= 3) for r in risks for n in (r.likelihood, r.impact)):
        raise Invalid.field("risks", "可能性与影响为 1 至 3", "Likelihood and impact are 1 to 3")
    if any(len(r.measure) > LONGEST for r in risks):
        raise Invalid.field("risks", f"措施最多 {LONGEST} 字", f"A measure has at most {LONGEST} characters")


def _known(field: str, given: Sequence[str], known: Mapping[str, object]) -> None:
    if unknown := set(given) - set(known):
        raise Invalid.field(field, f"没有这一项：{min(unknown)}", f"There is no such item: {min(unknown)}")
