"""Acts on what was said: feelings and facts apart, facts judged on evidence, whose it was."""

from __future__ import annotations

from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import offering, sorting
from liuke.areas.complaints.actions.sorting import Sentence
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.web.desk.carried import seen_of
from liuke.web.ui.doors import Request


def sort(request: Request, view: CaseView) -> str:
    said = request.POST
    texts, kinds, proposed = said.getlist("text"), said.getlist("part_kind"), said.getlist("proposed")
    if not len(texts) == len(kinds) == len(proposed):
        raise Invalid.field("parts", "表单不完整，请刷新后再试。", "The form came in pieces; load the page again.")
    sentences = [Sentence(*one) for one in zip(texts, kinds, proposed, strict=True)]
    sorting.sort_parts(view.row.number, sentences, by=request.by, at=request.at, seen=seen_of(request))
    return _("Feelings and facts are sorted.")


def judge(request: Request, view: CaseView) -> str:
    said = request.POST
    nth = said.get("nth", "")
    if not (nth.isascii() and nth.isdecimal() and len(nth) < 5):
        raise Invalid.field("nth", "没有这条事实。", "There is no such fact.")
    sorting.judge_fact(
        view.row.number, int(nth), verdict=said.get("verdict", ""), evidence=_evidence(request, view),
        note=said.get("note", ""), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The fact is judged.")


def stance(request: Request, view: CaseView) -> str:
    said = request.POST
    offering.take_stance(
        view.row.number, stance=said.get("stance", ""), finding=said.get("finding", ""), cause=said.get("cause_key", ""),
        by=request.by, at=request.at, seen=seen_of(request),
    )  # fmt: skip
    return _("Noted whose it was.")


def _evidence(request: Request, view: CaseView) -> list[str]:
    kept = [
        store(one, name=one.name or "file", subject=f"complaint:{view.row.number}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in request.FILES.getlist("files")[:5]
    ]
    return [*request.POST.getlist("evidence"), *(f"file:{key}" for key in kept)]
