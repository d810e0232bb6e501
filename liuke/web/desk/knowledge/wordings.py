"""The words that never go out, and the standard phrases: read by all, kept by quality and complaint managers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.knowledge.access import WORD_EDITORS
from liuke.areas.knowledge.actions import words as actions
from liuke.areas.knowledge.actions.words import WordingDraft
from liuke.areas.knowledge.queries import phrases, words
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.web.desk.carried import seen_of
from liuke.web.desk.filters import told
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

COUNTED: Final = timedelta(days=30)
READERS: Final = ANY_STAFF - {"technician"}
FIELDS: Final = ("patterns", "unless", "unless_near", "unless_anywhere")


@page(roles=READERS)
def list_(request: Request) -> HttpResponse:
    """All wordings with how often each went out all the same; `?try=` shows what the check finds in a text."""
    tried = request.GET.get("try", "")
    rows = words.list_wordings(since=request.at - COUNTED)
    context = {
        "rows": rows,
        "columns": _columns(),
        "may_change": words.may_change(request.by),
        "tried": tried,
        "findings": words.check(tried) if tried else (),
        "promise_kind": words.PROMISE,
        "overridden": sum(row.overridden for row in rows),
        "tabs": tabs(request),
    }
    return render(request, "desk/knowledge/wordings.html", context)


@page(roles=WORD_EDITORS, methods=("GET", "POST"))
def wording(request: Request, wording: str) -> HttpResponse:
    """One wording with its versions. POST writes the next version."""
    row = words.get_wording(wording)
    if request.method == "POST":
        return _written(request, row.key)
    return render(request, "desk/knowledge/wording.html", {**_form(row), "versions": words.versions_of(row.key)})


@page(roles=WORD_EDITORS, methods=("GET", "POST"))
def new_wording(request: Request) -> HttpResponse:
    """A wording that the house does not know yet."""
    if request.method == "POST":
        key = request.POST.get("key", "").strip()
        if any(row.key == key for row in words.list_wordings()):
            raise Invalid.field("key", "这个编号已有，请换一个。", "There is one of this key already.")
        return _written(request, key)
    return render(request, "desk/knowledge/wording.html", _form(None))


@page(roles=READERS)
def list_phrases(request: Request) -> HttpResponse:
    """Standard phrases by situation."""
    may = words.may_change(request.by)
    rows = [replace(row, text=_readable(row.text)) for row in phrases.list_phrases(all_of_them=may)]
    context = {"rows": rows, "may_change": may, "tabs": tabs(request)}
    return render(request, "desk/knowledge/phrases.html", context)


def _readable(text: str) -> str:
    """The placeholders by their own words: {称呼}您好."""
    for key, said in phrases.PLACEHOLDERS.items():
        text = text.replace(f"{{{key}}}", f"{{{told(said)}}}")
    return text


@page(roles=WORD_EDITORS, methods=("GET", "POST"))
def phrase(request: Request, phrase: str) -> HttpResponse:
    """One standard phrase. POST writes the next version."""
    row = phrases.get_phrase(phrase)
    if request.method == "POST":
        return _kept(request, row.key)
    return render(request, "desk/knowledge/phrase.html", _phrase_form(row))


@page(roles=WORD_EDITORS, methods=("GET", "POST"))
def new_phrase(request: Request) -> HttpResponse:
    """A phrase that the house does not know yet."""
    if request.method == "POST":
        key = request.POST.get("key", "").strip()
        if any(row.key == key for row in phrases.list_phrases(all_of_them=True)):
            raise Invalid.field("key", "这个编号已有，请换一个。", "There is one of this key already.")
        return _kept(request, key)
    return render(request, "desk/knowledge/phrase.html", _phrase_form(None))


def tabs(request: Request) -> list[shapes.Tab]:
    """The three shelves of knowledge."""
    names = (("desk:knowledge", _("Articles")), ("desk:wordings", _("Words")), ("desk:phrases", _("Standard phrases")))
    return [shapes.Tab(label, reverse(name), request.path == reverse(name)) for name, label in names]


def _written(request: Request, key: str) -> HttpResponse:
    said = request.POST
    draft = WordingDraft(
        kind=said.get("kind", ""), reason=_both(said, "reason"), better=_both(said, "better"),
        is_used=bool(said.get("is_used")), at_least=_count(said),
        **{field: said.get(field, "").splitlines() for field in FIELDS},
    )  # fmt: skip
    version = actions.set_wording(key, draft, seen=seen_of(request), by=request.by, at=request.at)
    messages.success(request, _("Version %(n)s is in force from the next text on.") % {"n": version})
    return HttpResponseRedirect(reverse("desk:wordings"))


def _kept(request: Request, key: str) -> HttpResponse:
    said = request.POST
    version = actions.set_phrase(
        key, situation=said.get("situation", ""), text=said.get("text", ""), is_used=bool(said.get("is_used")),
        seen=seen_of(request), by=request.by, at=request.at,
    )  # fmt: skip
    messages.success(request, _("Version %(n)s is in force from the next text on.") % {"n": version})
    return HttpResponseRedirect(reverse("desk:phrases"))


def _form(row: words.WordingRow | None) -> dict[str, Any]:
    told = row.told if row else {}
    return {
        "row": row,
        "lines": {field: "\n".join(told.get(field, ())) for field in FIELDS},
        "at_least": told.get("at_least", 1),
        "kinds": list(words.KINDS.items()),
    }


def _phrase_form(row: phrases.PhraseRow | None) -> dict[str, Any]:
    return {"row": row, "situations": list(phrases.SITUATIONS.items()), "placeholders": phrases.PLACEHOLDERS.items()}


def _both(said: QueryDict, field: str) -> Words:
    return Words(said.get(f"{field}_zh", ""), said.get(f"{field}_en", ""))


def _count(said: QueryDict) -> int:
    told = said.get("at_least", "").strip() or "1"
    if not (told.isascii() and told.isdecimal() and len(told) < 4):
        raise Invalid.field("at_least", "请填写次数，如 3。", "Write how often, like 3.")
    return int(told)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("wording", pgettext("not to be said", "Wording")),
        shapes.Column("kind", _("Kind")),
        shapes.Column("better", _("Say instead")),
        shapes.Column("overridden", _("Sent all the same, 30 days")),
        shapes.Column("version", _("Version")),
    ]
