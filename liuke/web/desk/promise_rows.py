"""Promises as every page of the desk shows them, with the one button to where each is done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.customers.queries.rows import Brief
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.promises import OwedRow
from liuke.kernel.promises import words
from liuke.kernel.promises.words import BY_HAND
from liuke.web.ui import shapes


@dataclass(frozen=True)
class Row:
    """A promise of a list: how it looks, and what this reader may do about it."""

    id: int
    shape: shapes.Promise
    about_url: str
    by_hand: bool
    is_open: bool
    in_pool: bool
    """Nobody has taken it, and this reader may."""


def shown(owed: Iterable[OwedRow], *, by: Actor) -> list[Row]:
    """Rows for `desk/worklist/row.html`."""
    return [_row(row, by) for row in owed]


def customer_shape(brief: Brief | None, *, warn: bool = False) -> shapes.Customer | None:
    """A customer as every page shows one."""
    if brief is None:
        return None
    name = brief.display.told(get_language() or "zh-hans")
    return shapes.Customer(name, brief.code, grade_of(brief), reverse("desk:customer", args=[brief.code]), warn)


def grade_of(brief: Brief) -> str:
    """A · 核心, B; a word, never a colour."""
    if not brief.is_core:
        return brief.grade
    return f"{brief.grade} · {_('core')}" if brief.grade else _("core")


def place_of(what: str, *, about: str, customer: str, promise: int) -> str:
    """Where a promise of this kind is done; the act there names the promise it keeps."""
    kind = words.find(what)
    pattern = kind.page if kind else "/promises/{promise}/"
    place = pattern.format(about=quote(about, safe="") or "-", customer=customer, promise=promise)
    return place if "{promise}" in pattern else f"{place}{'&' if '?' in place else '?'}promise={promise}"


def _row(row: OwedRow, by: Actor) -> Row:
    p = row.promise
    code = row.customer.code if row.customer else ""
    place = place_of(p.what, about=p.about, customer=code, promise=p.id)
    kind = words.find(p.what)
    is_open = p.state == "open"
    own = reverse("desk:promise", args=[p.id])
    shape = shapes.Promise(
        what=row.what,
        due_at=p.due_at,
        url=own,
        whose=row.whose.told(get_language() or "zh-hans"),
        about="" if p.about in ("", "-", code) else p.about,
        customer=customer_shape(row.customer, warn=row.warn),
        state=state_of(p.state, held=p.held_since is not None),
        act_label=kind.act if kind else Words("处理", "Handle"),
        act_url=place if is_open else "",
    )
    pool = is_open and p.owner_id is None and p.owner_role in by.roles
    return Row(p.id, shape, place, p.what == BY_HAND, is_open, pool)


def state_of(state: str, *, held: bool) -> str:
    """The kit's word for the state; empty lets the clock say due, soon or late."""
    if state == "open":
        return "held" if held else ""
    return state
