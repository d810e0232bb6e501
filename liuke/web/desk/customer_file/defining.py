"""Which fields the file has: the list, a new one, a change of one. For administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.actions import defining
from liuke.areas.customers.actions.defining import OWN_WORD, NewField
from liuke.areas.customers.queries.fields import GROUPS, TYPES, Field, find_field, list_fields
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.words import Words
from liuke.web.desk.carried import seen_of
from liuke.web.desk.customer_file.words import SECRECY
from liuke.web.ui.doors import Request, page

ADMINISTRATOR = {"administrator"}
SUBJECTS = (("customer", Words("客户", "the customer")), ("contact", Words("联系人", "his people")))


@page(roles=ADMINISTRATOR, methods=("GET", "POST"))
def definitions(request: Request) -> HttpResponse:
    """All fields by group; `?field=` one of them to change, else the form of a new one."""
    asked = request.GET.get("field", "")
    chosen = find_field(asked) if asked else None
    if asked and chosen is None:
        raise Missing("没有这个字段。", "There is no such field.")
    if request.method == "POST":
        return _saved(request, chosen)
    found = list_fields(with_retired=True)
    context: dict[str, Any] = {
        "groups": [(words, [f for f in found if f.group == key]) for key, words in GROUPS.items()],
        "chosen": chosen,
        "lines": "\n".join(f"{w.zh} = {w.en}" for _key, w in chosen.choices) if chosen else "",
        "types": TYPES.items(),
        "type_words": TYPES,
        "group_choices": GROUPS.items(),
        "subjects": SUBJECTS,
        "levels": SECRECY.items(),
        "level_words": SECRECY,
        "own_words": OWN_WORD.items(),
    }
    return render(request, "desk/customer_file/definitions.html", context)


@page(roles=ADMINISTRATOR, methods=("POST",))
def retire(request: Request) -> HttpResponse:
    """停用, and back."""
    said = request.POST
    defining.retire(said.get("field", ""), retired=said.get("back") != "1", by=request.by, at=request.at)
    return HttpResponseRedirect(reverse("desk:field-definitions"))


def _saved(request: Request, chosen: Field | None) -> HttpResponse:
    new = _told(request, chosen)
    if chosen is None:
        defining.define(new, by=request.by, at=request.at)
    else:
        seen = seen_of(request)
        defining.redefine(chosen.key, new, seen=seen if seen is not None else 0, by=request.by, at=request.at)
    messages.success(request, _("Saved; the field is on every file now."))
    return HttpResponseRedirect(reverse("desk:field-definitions"))


def _told(request: Request, chosen: Field | None) -> NewField:
    said = request.POST
    return NewField(
        said.get("zh", ""),
        said.get("en", ""),
        said.get("group", ""),
        chosen.type if chosen else said.get("type", ""),
        said.get("subject", "customer"),
        bool(said.get("for_company")),
        bool(said.get("for_household")),
        _choices(said.get("choices", "")),
        said.get("secrecy", "general"),
        said.get("own_word", ""),
        bool(said.get("searchable")),
        bool(said.get("highlight")),
        _days(said.get("stale_days", "")),
    )


def _choices(text: str) -> list[tuple[str, str]]:
    """A line each: 决策 = decides; without English the Chinese stands for both."""
    found = []
    for line in filter(None, (raw.strip() for raw in text.splitlines()[:60])):
        zh, _eq, en = line.replace("＝", "=").partition("=")
        found.append((zh.strip(), en.strip() or zh.strip()))
    return found


def _days(said: str) -> int:
    told = said.strip()
    if not told:
        return 0
    if not (told.isascii() and told.isdecimal() and len(told) < 6):
        raise Invalid.field("stale_days", "请填写天数。", "Write a number of days.")
    return int(told)
