"""Reading greetings: the coming weeks by day, what goes by itself, what needs a yes, whom to call, what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncWeek

from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import WAITS, Gesture
from liuke.areas.keeping.queries.care_terms import care_terms_on
from liuke.areas.keeping.rules.caring import DOUBTS, STATES, WAYS, Terms
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden
from liuke.foundation.gateways import shelf
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words

PAGE: Final = 50
WEEK: Final = timedelta(days=7)
VIEWS: Final = {
    "asked": Q(state="asked"),
    "call": Q(state="planned", way="call"),
    "text": Q(state="planned", way="sms"),
    "done": Q(ended_at__isnull=False),
}
"""What needs a yes, whom the keeper calls, what goes by itself, what is over."""


@dataclass(frozen=True)
class GreetingRow:
    """One greeting of a list. `person` is who is greeted; `whose` tells a birthday from a festival."""

    number: str
    customer: Brief
    person: str
    occasion: Words
    day: date
    way: Words
    state: str
    state_words: Words
    why: Words | None
    keeper: str
    is_call: bool
    ended_at: datetime | None


@dataclass(frozen=True)
class GreetingPage:
    rows: tuple[GreetingRow, ...]
    next_after: str


@dataclass(frozen=True)
class Coming:
    """An occasion in a week (from Monday `week`) of the coming ones, its days from `first` to `last`, how many are
    greeted how."""

    week: date
    first: date
    last: date
    occasion: Words
    key: str
    by_itself: int
    calls: int
    asked: int


@dataclass(frozen=True)
class Text:
    """What a text message of an occasion says."""

    occasion: Words
    template: str
    words: Words


def list_greetings(
    view: str, *, occasion: str = "", week: date | None = None, after: str = "", by: Actor, at: datetime
) -> GreetingPage:
    """One of VIEWS, the next day first; what is over, the last first. A keeper sees his own customers', managers all."""
    rows = _mine(by).filter(VIEWS[view])
    if occasion:
        rows = rows.filter(occasion=occasion[:40])
    if week:
        rows = rows.filter(day__gte=week, day__lt=week + WEEK)
    done = view == "done"
    if after:
        place, pk = _cursor(after, done)
        rows = rows.filter(
            Q(ended_at__lt=place) | Q(ended_at=place, pk__lt=pk) if done else Q(day__gt=place) | Q(day=place, pk__gt=pk)
        )
    rows = rows.order_by(*(("-ended_at", "-pk") if done else ("day", "pk")))
    found = list(rows.select_related("customer__keeper", "contact")[: PAGE + 1])
    terms = care_terms_on(local(at).date())
    last = found[PAGE - 1] if len(found) > PAGE else None
    told = f"{(last.ended_at if done else last.day).isoformat()}~{last.pk}" if last else ""  # type: ignore[union-attr]
    return GreetingPage(tuple(_row(one, terms) for one in found[:PAGE]), told)


def get_greeting(number: str, *, by: Actor, at: datetime) -> GreetingRow:
    """One greeting, for its keeper and the managers. Raises Missing."""
    found = access.gestures([number], by=by)[0]
    return _row(found, care_terms_on(local(at).date()))


def count_greetings(*, by: Actor) -> dict[str, int]:
    """How many of each of VIEWS that are not over."""
    open_ones = {name: view for name, view in VIEWS.items() if name != "done"}
    return _mine(by).filter(WAITS).aggregate(**{name: Count("pk", filter=view) for name, view in open_ones.items()})


def list_coming(*, by: Actor, at: datetime) -> tuple[Coming, ...]:
    """The coming weeks, a line an occasion and week."""
    terms = care_terms_on(local(at).date())
    weeks = _mine(by).filter(WAITS).annotate(week=TruncWeek("day")).values("week", "occasion")
    counted = weeks.annotate(
        first=Min("day"), last=Max("day"), by_itself=Count("pk", filter=VIEWS["text"]),
        calls=Count("pk", filter=VIEWS["call"]), asked=Count("pk", filter=VIEWS["asked"]),
    )  # fmt: skip
    return tuple(
        Coming(
            r["week"], r["first"], r["last"], _occasion(r["occasion"], terms), r["occasion"], r["by_itself"],
            r["calls"], r["asked"],
        )
        for r in counted.order_by("week", "first", "occasion")
    )  # fmt: skip


def list_texts(at: datetime) -> Sequence[Text]:
    """The text message of each occasion that has one."""
    return [
        Text(one.words, one.template, Words(template.zh, template.en))
        for one in care_terms_on(local(at).date()).occasions
        if "sms" in one.ways.values()
        for template in [shelf.get(one.template)]
    ]


def list_occasions(at: datetime) -> list[tuple[str, Words]]:
    """The occasions in force by key."""
    return [(one.key, one.words) for one in care_terms_on(local(at).date()).occasions]


def _mine(by: Actor) -> QuerySet[Gesture]:
    if not access.reads_worth(by):
        raise Forbidden("客户关怀由客户经理和经理查看。", "Greetings are for keepers and managers.")
    if access.manages(by):
        return Gesture.objects.all()
    return Gesture.objects.filter(Q(customer__keeper=by) | Q(customer__keeper=None))


def _row(g: Gesture, terms: Terms) -> GreetingRow:
    keeper = g.customer.keeper.name if g.customer.keeper else ""
    return GreetingRow(
        g.number, brief_of(g.customer), g.contact.name, _occasion(g.occasion, terms), g.day, WAYS[g.way], g.state,
        STATES[g.state], DOUBTS.get(g.why) if g.state == "asked" else None, keeper, g.way == "call", g.ended_at,
    )  # fmt: skip


def _occasion(key: str, terms: Terms) -> Words:
    found = terms.find(key)
    return found.words if found else Words(key, key)


def _cursor(said: str, done: bool) -> tuple[date | datetime, int]:
    place, _tilde, pk = said.partition("~")
    try:
        if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
            raise ValueError(pk)
        moment = datetime.fromisoformat(place)
        if done and moment.tzinfo is None:
            raise ValueError(place)
        return (moment if done else moment.date()), int(pk)
    except ValueError:
        raise lost() from None
