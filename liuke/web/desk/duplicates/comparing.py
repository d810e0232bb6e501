"""Two files side by side: what the survivor is called and how he stands, what is kept, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.actions import merging
from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.customers.actions.survivor import DECIDED, FIELDS, Choice
from liuke.areas.customers.queries import pairs
from liuke.areas.customers.queries.rows import AddressRow, ContactRow, File
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk.customer_file.words import CAME_BY, GRADES, KINDS, SECRECY
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page

OURS, THEIRS = "ours", "theirs"
EMPTY: Final = Words("—", "–")
_MOST: Final = 200


@dataclass(frozen=True)
class Card:
    """One of two values to choose from."""

    key: str
    label: Words
    note: Words


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def merge(request: Request, ref: str) -> HttpResponse:
    """`?with=` the other file, which goes on in this one. Whoever came later is told that they are one already."""
    other = (request.POST if request.method == "POST" else request.GET).get("with", "")[:24]
    if not other and request.method == "POST":
        raise Invalid.field("with", "请选择另一份档案。", "Choose the other file.")
    if not other:
        return HttpResponseRedirect(reverse("desk:customer-likes", args=[ref]))
    found = pairs.get_comparison(ref, other, by=request.by)
    if request.method == "POST":
        return _merged(request, found)
    first, second = found.first.brief, found.second.brief
    decides = request.by.has_role(*DECIDERS)
    fields = [_field(name, found, decides) for name in FIELDS]
    context = {
        "found": found,
        "first": customer_shape(first),
        "second": customer_shape(second),
        "fields": sorted((f for f in fields if f["choices"]), key=lambda f: not f["conflict"]),
        "settled": [(f["label"], f["shown"]) for f in fields if not f["choices"] and f["shown"] != EMPTY],
        "sides": [_side(found, found.first, OURS), _side(found, found.second, THEIRS)],
        "speaks_for": [r.words for r in found.reasons if not r.speaks_against],
        "against": [r.words for r in found.reasons if r.speaks_against],
        "likely": found.points >= pairs.LIKELY,
        "swap": f"{reverse('desk:customer-merge', args=[second.code])}?with={first.code}",
        "may_swap": not second.is_provisional or first.is_provisional,
    }
    return render(request, "desk/duplicates/compare.html", context)


def _merged(request: Request, found: pairs.Comparison) -> HttpResponse:
    said = request.POST
    theirs = frozenset(name for name in FIELDS if said.get(name) == THEIRS)
    ours = frozenset(name for name in FIELDS if said.get(name) == OURS)
    dropped = frozenset(said.getlist("shown")[:_MOST]) - frozenset(said.getlist("keep"))
    winner, loser = found.first.brief, found.second.brief
    merging.merge(
        loser.id,
        winner.id,
        choice=Choice(theirs, ours, dropped),
        seen=(_version(request, "seen_second"), _version(request, "seen_first")),
        by=request.by,
        at=request.at,
    )
    return HttpResponseRedirect(reverse("desk:customer", args=[winner.code]))


def _version(request: Request, name: str) -> int:
    said = request.POST.get(name, "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid("页面已过期，请刷新后再合并。", "This page is out of date; reload it and merge again.")
    return int(said)


def _field(name: str, found: pairs.Comparison, decides: bool) -> dict[str, Any]:
    """A field with its two values; nothing to choose where they are alike, or where it is not for this reader."""
    mine, other = (_value(name, side) for side in (found.first, found.second))
    fixed = mine == other or (name in DECIDED and not decides) or (name == "kind" and found.second.brief.is_provisional)
    settled = _settled(name, found) if mine != other else mine
    both = [Card(OURS, mine, _of(found.first)), Card(THEIRS, other, _of(found.second))]
    return {
        "name": name,
        "label": _label(name),
        "choices": [] if fixed or other == EMPTY else both,
        "value": THEIRS if mine == EMPTY or settled == other else OURS,
        "conflict": EMPTY not in (mine, other),
        "shown": settled,
    }


def _settled(name: str, found: pairs.Comparison) -> Words:
    """What stands where nobody chooses: the better grade, the stricter level, else the survivor's."""
    mine, other = found.first, found.second
    if name == "grade":
        return _value(name, min(mine, other, key=lambda f: f.brief.grade or "Z"))
    if name == "secrecy":
        order = list(SECRECY)
        return _value(name, max(mine, other, key=lambda f: order.index(f.brief.secrecy)))
    return _value(name, mine) if _value(name, mine) != EMPTY else _value(name, other)


def _value(name: str, side: File) -> Words:
    brief = side.brief
    match name:
        case "kind":
            return KINDS[brief.kind]
        case "grade":
            grade = GRADES.get(brief.grade, EMPTY)
            return Words(f"{grade.zh} · 核心", f"{grade.en} · core") if brief.is_core else grade
        case "secrecy":
            return SECRECY[brief.secrecy]
        case "keeper":
            return Words(side.keeper_name, side.keeper_name) if side.keeper_name else EMPTY
        case "source":
            return CAME_BY.get(side.source, Words(side.source, side.source)) if side.source else EMPTY
    return Words(brief.name, brief.name) if brief.name else EMPTY


def _label(name: str) -> str:
    labels = {
        "name": pgettext("of a customer", "Name"), "kind": _("Kind"), "grade": _("Grade"), "secrecy": _("Secrecy"),
        "keeper": _("Keeper"), "source": _("Came by"),
    }  # fmt: skip
    return labels[name]


def _of(side: File) -> Words:
    return Words(side.brief.code, side.brief.code)


def _side(found: pairs.Comparison, side: File, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "brief": side.brief,
        "customer": customer_shape(side.brief),
        "contacts": [_contact(c, found) for c in side.contacts],
        "addresses": [_address(a, found) for a in side.addresses],
    }


def _contact(contact: ContactRow, found: pairs.Comparison) -> dict[str, Any]:
    ref = f"contact:{contact.id}"
    phones: Sequence[dict[str, Any]] = [
        {"ref": f"phone:{p.id}", "mask": p.mask, "kept": f"phone:{p.id}" not in found.repeated} for p in contact.phones
    ]
    return {"ref": ref, "row": contact, "kept": ref not in found.repeated, "phones": phones}


def _address(address: AddressRow, found: pairs.Comparison) -> dict[str, Any]:
    ref = f"address:{address.id}"
    return {"ref": ref, "row": address, "kept": ref not in found.repeated}
