"""What the file knows beyond name and number: four groups of fields, each value with its source, day and writer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.actions import fields as actions
from liuke.areas.customers.actions.fields import Told
from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.fields import GROUPS, HOW, FieldRow, Sheet, sheet_of
from liuke.areas.customers.queries.rows import ContactRow, File
from liuke.areas.secrecy.queries.terms import looks_on
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.filters import day_of, id_of
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page

_FORMS: Final = {"date": "date"}
YES_NO: Final = (("1", Words("是", "yes")), ("0", Words("否", "no")))


def parts_of(found: File, sheet: Sheet) -> list[dict[str, Any]]:
    """The groups of the customer and his people, each with what is filled, what is not, and what has grown old."""
    base = reverse("desk:customer-fields", args=[found.brief.code])
    parts = [_part(words, f"{base}?group={key}", sheet.group(key)) for key, words in GROUPS.items()]
    for contact in found.contacts:
        rows = sheet.people.get(contact.id, ())
        parts.append(_part(_named(contact), f"{base}?contact={contact.id}", rows) | {"relation": contact.relation})
    return [part for part in parts if part["known"] or part["unknown"]]


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def fields(request: Request, ref: str) -> HttpResponse:
    """The form of one group (`?group=`) or of one person (`?contact=`); in place where the file's page asks for it."""
    found = file.get_file(ref, by=request.by)
    title, rows, contact = _asked(request, found)
    if request.method == "POST":
        return _saved(request, found, rows, contact)
    context = {
        "title": title, "rows": [_input(row) for row in rows], "brief": found.brief,
        "customer": customer_shape(found.brief), "action": request.get_full_path(), "sources": HOW.items(),
        "today": request.at, "back": _place(found), "purposes": looks_on(day_of(request.at)).items(),
        "any_own_word": any(row.needs_own_word for row in rows),
    }  # fmt: skip
    in_place = bool(request.htmx)
    return render(request, f"desk/customer_file/{'fields_form' if in_place else 'fields'}.html", context)


@page(roles=CENTRE_ROLES, methods=("POST",))
def confirm(request: Request, ref: str) -> HttpResponse:
    """仍然有效: what had grown old was asked about again."""
    found = file.get_file(ref, by=request.by)
    _title, rows, contact = _asked(request, found)
    old = [row.field.key for row in rows if row.value and row.value.is_stale]
    actions.confirm_fields(found.brief.id, old, contact_id=contact, by=request.by, at=request.at)
    return HttpResponseRedirect(_place(found))


def _saved(request: Request, found: File, rows: Sequence[FieldRow], contact: int | None) -> HttpResponse:
    said = request.POST
    values = {row.field.key: _said(said, row.field.key) for row in rows if row.field.key in said}
    before = {key: said.get(f"was.{key}", "") for key in values}
    told = Told(said.get("source", ""), _day(said.get("told_on", "")))
    actions.set_fields(
        found.brief.id, values, told=told, before=before, contact_id=contact, by=request.by, at=request.at
    )
    return HttpResponseRedirect(_place(found))


def _said(said: QueryDict, key: str) -> str:
    """A sealed value is not shown, so an empty field leaves it as it is; it goes by its own tick."""
    if said.get(f"drop.{key}"):
        return ""
    return said.get(key, "") or said.get(f"mask.{key}", "")


def _asked(request: Request, found: File) -> tuple[Words, Sequence[FieldRow], int | None]:
    sheet = sheet_of(found, by=request.by, at=request.at)
    contact = id_of(request, "contact")
    if contact is not None:
        person = next((c for c in found.contacts if c.id == contact), None)
        if person is None:
            raise Missing("没有这位联系人。", "There is no such contact.")
        return _named(person), sheet.people[contact], contact
    group = request.GET.get("group", "basics")
    if group not in GROUPS:
        raise Invalid.field("group", "没有这组资料。", "There is no such group.")
    return GROUPS[group], sheet.group(group), None


def _part(words: Words, url: str, rows: Sequence[FieldRow]) -> dict[str, Any]:
    known = [row for row in rows if row.value]
    return {
        "title": words,
        "edit": url,
        "confirm": url.replace("/fields/", "/fields/confirmation/"),
        "known": sorted(known, key=lambda row: not row.field.highlight),
        "unknown": [row.field.words for row in rows if not row.value],
        "is_stale": any(row.value.is_stale for row in known if row.value),
    }


def _input(row: FieldRow) -> dict[str, Any]:
    field, value = row.field, row.value
    choices = field.choices if field.type == "choice" else YES_NO if field.type == "yes_no" else ()
    shown = value.typed if value else ""
    was = value.words.zh if value and field.is_sealed else shown
    return {
        "key": field.key, "words": field.words, "value": shown, "was": was, "choices": choices,
        "input": _FORMS.get(field.type, "text"), "sealed": field.is_sealed, "type": field.type,
        "own_word": row.needs_own_word, "long": field.type == "text" and len(shown) > 40,
    }  # fmt: skip


def _named(contact: ContactRow) -> Words:
    name = contact.name or contact.relation or "–"
    return Words(name, name)


def _day(said: str) -> date | None:
    return day_in("told_on", said) if said.strip() else None


def _place(found: File) -> str:
    return f"{reverse('desk:customer', args=[found.brief.code])}?tab=details"
