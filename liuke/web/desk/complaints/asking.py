"""What a list of complaints is asked for: by the reader's own choice, or by a figure of the board that leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.complaints.queries.catalogue import severities, the_catalogue
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.insight.complaint_rows import NONE, Asked
from liuke.insight.complaint_stages import STAGES
from liuke.web.desk.filters import address, chip, day_of, day_start, told
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request

SPANS: Final = (
    ("30", Words("近 30 天", "last 30 days")),
    ("90", Words("近 90 天", "last 90 days")),
    ("365", Words("近一年", "last year")),
)
HOW: Final = (
    ("at_once", Words("当场解决", "made right at once")),
    ("reopened", Words("重开过", "reopened")),
    ("visits", Words("为此派单", "a visit was ordered")),
    ("won", Words("因投诉得到时段", "won a slot by complaining")),
    ("own", Words("用户自己提的方案", "the customer’s own idea")),
)
REACHED: Final = tuple((column, words) for column, _what, words in STAGES)


def one_of(request: Request, key: str, known: Iterable[tuple[str, object]]) -> str:
    """What the address says under this key; Invalid where it is no choice."""
    said = request.GET.get(key, "")
    if said and said not in dict(known):
        raise Invalid.field(key, "没有这个选项。", "There is no such choice.")
    return said


def asked_in(request: Request, which: str) -> Asked:
    """What this address asks for. Raises Invalid by the part that is no choice."""
    data, kind = the_catalogue(), one_of(request, "kind", the_catalogue().kinds.items())
    how, span = one_of(request, "how", HOW), one_of(request, "span", SPANS)
    span = span or (SPANS[-1][0] if how in ("visits", "won") else "")  # visits are read back to a day, never for ever
    return Asked(
        which=which, kind=kind, sub=one_of(request, "sub", [(NONE, ""), *data.subs.get(kind, {}).items()]),
        cause=one_of(request, "cause", data.causes.list_all()), severity=one_of(request, "severity", severities().items()),
        source=one_of(request, "source", data.sources.items()), reached=one_of(request, "reached", REACHED),
        remedy=one_of(request, "remedy", data.remedies.items()), at_once=how == "at_once", reopened=how == "reopened",
        own=how == "own", visits={"visits": "any", "won": "won"}.get(how, ""),
        since=since_of(request, span) if span else None,
    )  # fmt: skip


def since_of(request: Request, span: str) -> datetime:
    """Whole days back: the figure and its rows begin at the same midnight."""
    return day_start(day_of(request.at) - timedelta(days=int(span)))


def chips(request: Request) -> list[shapes.Filter]:
    """What is offered to choose from, and what a figure asked for, to be taken away."""
    data = the_catalogue()
    sources = [(key, one.words) for key, one in data.sources.items()]
    return [
        chip(request, "span", _("Span"), SPANS), chip(request, "kind", _("Kind"), data.kinds.items()), *_chosen(request),
        chip(request, "cause", _("Cause"), data.causes.list_all()), chip(request, "severity", _("Severity"), severities().items()),
        chip(request, "source", _("Came from"), sources),
    ]  # fmt: skip


def _chosen(request: Request) -> list[shapes.Filter]:
    data, kind = the_catalogue(), request.GET.get("kind", "")
    subs = {NONE: Words("未细分", "not said closer"), **data.subs.get(kind, {})}
    known: dict[str, tuple[str, dict[str, Words]]] = {
        "sub": (pgettext("of a complaint", "What it is about"), subs),
        "how": (_("Only those"), dict(HOW)),
        "reached": (_("Reached"), dict(REACHED)),
        "remedy": (_("Remedy"), {key: one.words for key, one in data.remedies.items()}),
    }
    said = {key: request.GET[key] for key in known if request.GET.get(key)}
    return [
        shapes.Filter(known[key][0], chosen=told(known[key][1].get(value, value)), clear=address(request, **{key: ""}))
        for key, value in said.items()
    ]
