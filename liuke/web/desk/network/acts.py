"""What may be done to a candidate from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network.actions import agreements, candidates
from liuke.areas.network.actions.agreements import Terms
from liuke.areas.network.queries.building import COSTS, RISKS, CandidateRow, CostSheet, Risk
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.web.desk.carried import cents_in, keeps_of, seen_of
from liuke.web.desk.network.reading import day_said, number_said
from liuke.web.ui.doors import Request

Act = Callable[[Request, CandidateRow], tuple[str, str]]
MOST_PAPERS: Final = 10


def _assess(request: Request, row: CandidateRow) -> tuple[str, str]:
    said = request.POST
    papers_of(request, f"candidate:{row.number}")
    candidates.assess_candidate(
        row.number, standards=said.getlist("standards"), costs=_costs(said), risks=_risks(said),
        seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The sheet of %(number)s is kept.") % {"number": row.number}, ""


def _lead_on(request: Request, row: CandidateRow) -> tuple[str, str]:
    said = request.POST
    candidates.lead_on(
        row.number, to=said.get("to", ""), seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at
    )
    return _("%(number)s goes on.") % {"number": row.number}, ""


def _reject(request: Request, row: CandidateRow) -> tuple[str, str]:
    candidates.lead_on(
        row.number, to="rejected", because=request.POST.get("because", ""), seen=seen_of(request), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(number)s is not taken.") % {"number": row.number}, ""


def _contract(request: Request, row: CandidateRow) -> tuple[str, str]:
    terms = terms_of(request, f"candidate:{row.number}")
    number = agreements.contract(
        row.number, terms, seen=seen_of(request), keeps=keeps_of(request.POST), by=request.by, at=request.at
    )
    return _("Agreement %(number)s is signed.") % {"number": number}, ""


def _open(request: Request, row: CandidateRow) -> tuple[str, str]:
    site = agreements.open_candidate(
        row.number, address=request.POST.get("address", "")[:120], seen=seen_of(request),
        keeps=keeps_of(request.POST), by=request.by, at=request.at,
    )  # fmt: skip
    return _("Site %(number)s is open.") % {"number": site}, reverse("desk:site-standing", args=[site])


def terms_of(request: Request, subject: str) -> Terms:
    """What the form of an agreement says; its papers are kept for the subject."""
    said = request.POST
    starts_on, ends_on = day_said(said, "starts_on"), day_said(said, "ends_on")
    return Terms(said.get("mode", ""), starts_on, ends_on, said.get("words", ""), papers_of(request, subject))


def papers_of(request: Request, subject: str) -> list[str]:
    """Keep the uploaded papers; their keys."""
    given = request.FILES.getlist("papers")
    if len(given) > MOST_PAPERS:
        raise Invalid.field("papers", f"一次最多上传 {MOST_PAPERS} 个文件。", f"At most {MOST_PAPERS} files at once.")
    return [store(one, name=one.name or "file", subject=subject, by=request.by, at=request.at) for one in given]  # type: ignore[arg-type]


def _costs(said: QueryDict) -> CostSheet:
    monthly = {key: _cost(said.get(f"cost_{key}", ""), f"cost_{key}") for key in COSTS}
    return CostSheet(monthly, _cost(said.get("once", ""), "once"), number_said(said, "orders"))


def _risks(said: QueryDict) -> list[Risk]:
    found = []
    for key in RISKS:
        likelihood, impact = said.get(f"likelihood_{key}", ""), said.get(f"impact_{key}", "")
        if likelihood or impact:
            both = (likelihood, impact)
            if not all(n in ("1", "2", "3") for n in both):
                raise Invalid.field(f"risk_{key}", "可能性与影响都要填 1 至 3", "Likelihood and impact are 1 to 3")
            found.append(Risk(key, int(likelihood), int(impact), said.get(f"measure_{key}", "")))
    return found


def _cost(said: str, field: str) -> int:
    """Nothing typed costs nothing; less than nothing is no cost."""
    cents = cents_in(said, field) if said.strip() else 0
    if cents < 0:
        raise Invalid.field(field, "金额不能为负", "A cost is not below nothing")
    return cents


ACTS: Final[dict[str, Act]] = {
    "assess": _assess, "on": _lead_on, "reject": _reject, "contract": _contract, "open": _open,
}  # fmt: skip
