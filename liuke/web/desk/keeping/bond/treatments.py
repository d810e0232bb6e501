"""How each grade is received, since when and by whose word; directors state it anew from a day to come (H4)."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.keeping import access
from liuke.areas.keeping.actions.treating import set_treatment
from liuke.areas.keeping.queries.treatments import KEYS, QUEUES, list_treatments
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.filters import day_of
from liuke.web.desk.keeping.handovers import ROLES
from liuke.web.desk.network.reading import day_said
from liuke.web.ui.doors import Request, page

DIRECTORS: Final = frozenset(access.DIRECTORS)


@page(roles=ROLES, methods=("GET", "POST"))
def treatments(request: Request) -> HttpResponse:
    """The treatments of today with what is stated to follow. POST: another from a day on."""
    if request.method == "POST":
        return _state(request)
    rows = list_treatments(day_of(request.at))
    chosen = request.GET.get("key", "")
    edited = next((row for row in rows if row.treatment.key == chosen), None)
    context = {
        "rows": [(KEYS[row.treatment.key], QUEUES[row.treatment.queue], row) for row in rows],
        "may_state": request.by.has_role(*DIRECTORS),
        "edited": _edited(edited.treatment) if edited else None,
        "queues": QUEUES.items(),
    }
    return render(request, "desk/keeping/bond/treatments.html", context)


def _state(request: Request) -> HttpResponse:
    said = request.POST
    set_treatment(
        said.get("key", ""), queue=said.get("queue", ""), contact_days=_days(said.get("contact_days", "")),
        told=Words(said.get("line_zh", ""), said.get("line_en", "")), benefits=_benefits(said),
        from_date=day_said(said, "from_date"), source=said.get("source", ""), by=request.by, at=request.at,
    )  # fmt: skip
    messages.success(request, _("Stated. Contacts that are owed already stay as they were promised."))
    return HttpResponseRedirect(reverse("desk:treatments"))


def _days(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 4):
        raise Invalid.field(
            "contact_days", "请填写天数，如 60；不定期联系填 0。", "Write days, like 60; 0 for no rhythm."
        )
    return int(said)


def _benefits(said: Any) -> list[Words]:
    """A line for each benefit, in both languages as many."""
    zh, en = (
        [one.strip() for one in said.get(f"benefits_{tongue}", "").splitlines() if one.strip()]
        for tongue in ("zh", "en")
    )
    if len(zh) != len(en):
        raise Invalid.field("benefits_en", "中英文须逐行对应。", "As many lines in English as in Chinese.")
    return [Words(*pair) for pair in zip(zh, en, strict=True)]


def _edited(t: Any) -> dict[str, Any]:
    return {
        "key": t.key,
        "words": KEYS[t.key],
        "queue": t.queue,
        "contact_days": t.contact_days,
        "line_zh": t.line.zh,
        "line_en": t.line.en,
        "benefits_zh": "\n".join(one.zh for one in t.benefits),
        "benefits_en": "\n".join(one.en for one in t.benefits),
    }
