"""The handbook: rules in force in plain words with what became of their promises; what happens when."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.foundation.faults import Missing
from liuke.foundation.words import Words
from liuke.insight import handbook as insight
from liuke.insight.handbook import RuleInForce
from liuke.kernel.playbook.rules import Rule
from liuke.web.desk.filters import day_of, told
from liuke.web.desk.handbook import words
from liuke.web.desk.handbook.simulating import PLAYERS
from liuke.web.desk.handbook.sources import source_words
from liuke.web.desk.handbook.vocabulary import AUDIENCES, CHAPTERS
from liuke.web.ui.doors import ANY_STAFF, Request, page

READERS = ANY_STAFF - {"technician"}


@page(roles=READERS)
def handbook(request: Request) -> HttpResponse:
    """By chapter; `?q=` finds by words, id or source."""
    asked = request.GET.get("q", "").strip()[:60]
    in_force = insight.rules_in_force(at=request.at)
    found = [one for one in in_force if _fits(one.rule, asked)]
    names = _names(in_force)
    chapters = [
        (told(CHAPTERS.get(key, Words(key, key))), [_shown(one, request, names) for one in rules])
        for key, rules in groupby(sorted(found, key=_place), key=lambda one: one.chapter)
    ]
    context = {
        "chapters": chapters,
        "q": asked,
        "count": len(found),
        "may_play": request.by.has_role(*PLAYERS),
    }
    return render(request, "desk/handbook/handbook.html", context)


@page(roles=READERS)
def rule(request: Request, rule_id: str) -> HttpResponse:
    """One rule with all its editions, the newest first."""
    editions = insight.editions(rule_id)
    if not editions:
        raise Missing("手册中没有这条规则。", "The handbook has no such rule.")
    rules = insight.rules_in_force(at=request.at)
    in_force, names = {one.rule.id: one for one in rules}.get(rule_id), _names(rules)
    current = in_force or RuleInForce(editions[0].rule, None)
    context = {
        "one": _shown(current, request, names),
        "withdrawn": in_force is None,
        "editions": [(e, _lines(e.rule, names), e.in_force_from > request.at) for e in editions],
    }
    return render(request, "desk/handbook/rule.html", context)


@page(roles=READERS)
def when(request: Request) -> HttpResponse:
    """What happens when: the rules and reactions that follow a kind of event."""
    kinds = insight.kinds()
    asked = request.GET.get("kind", "")
    found = insight.what_happens(asked, at=request.at) if asked else None
    if asked and found is None:
        raise Missing("没有这种事件。", "There is no such kind of event.")
    rules_now = insight.rules_in_force(at=request.at) if found else []
    rates, names = {one.rule.id: one for one in rules_now}, _names(rules_now)
    context: dict[str, Any] = {
        "kinds": [(kind.name, words.kind_words(kind.name)) for kind in kinds],
        "asked": asked,
        "found": found,
        "sentence": told(words.kind_words(asked)) if asked else "",
        "seen_by": told(AUDIENCES[found.kind.seen_by]) if found else "",
    }
    if found:
        context["parts"] = [
            (title, [_shown(rates.get(r.id) or RuleInForce(r, None), request, names) for r in rules])
            for title, rules in ((_("Opens"), found.opens), (_("Keeps"), found.keeps), (_("Voids"), found.voids))
            if rules
        ]
    return render(request, "desk/handbook/when.html", context)


def _fits(one: Rule, asked: str) -> bool:
    return not asked or any(
        asked.lower() in text.lower() for text in (one.id, one.zh, one.en, one.source, told(source_words(one.source)))
    )


def _place(one: RuleInForce) -> int:
    """Chapters in the order of the day's work, those without a name last."""
    return list(CHAPTERS).index(one.chapter) if one.chapter in CHAPTERS else len(CHAPTERS)


def _names(rules: list[RuleInForce]) -> dict[str, Words]:
    return {one.rule.id: words.rule_words(one.rule) for one in rules}


def _shown(one: RuleInForce, request: Request, names: dict[str, Words]) -> dict[str, Any]:
    since = day_of(request.at - insight.SPAN)
    base = {"rule": one.rule.id, "since": since.isoformat()}
    rate = one.rate
    return {
        "id": one.rule.id,
        "words": told(words.rule_words(one.rule)),
        "source": told(source_words(one.rule.source)),
        "version": one.rule.version,
        "lines": _lines(one.rule, names),
        "rate": rate,
        "made": rate.in_time + rate.late + rate.void + rate.waived if rate else 0,
        "percent": int(rate.rate * 100) if rate and rate.rate is not None else None,
        "links": {
            "all": _link(base),
            "in_time": _link(base | {"verdict": "in_time"}),
            "late": _link(base | {"verdict": "late"}),
        },
    }


def _lines(rule: Rule, names: dict[str, Words]) -> list[tuple[str, str]]:
    """When, if, who, until when, kept by, ladder."""
    conditions = [told(words.condition_words(c)) for c in rule.conditions]
    ladder = [told(words.ladder_words(step)) for step in rule.ladder]
    lines = [
        (_("When"), told(words.when_words(rule, names))),
        (_("If"), _list(conditions)),
        (_("Owes"), told(words.owes_words(rule.owner, rule.what))),
        (_("Not before"), told(words.time_words(rule.not_before)) if rule.not_before else ""),
        (_("Until"), told(words.time_words(rule.due))),
        (_("Kept by"), _list([told(words.kind_words(kind)) for kind in rule.kept_by])),
        (_("If late"), _list(ladder)),
    ]
    return [(name, said) for name, said in lines if said]


def _list(said: list[str]) -> str:
    return told(Words("；", "; ")).join(said)


def _link(asked: dict[str, str]) -> str:
    return f"{reverse('desk:promises')}?{urlencode(asked)}"
