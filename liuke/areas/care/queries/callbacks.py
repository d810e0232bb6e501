"""Reading callbacks: what is to be called now, one with its guide, a customer's history, how they came out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liuke.areas.care import access
from liuke.areas.care.models import OPEN, Callback, Try
from liuke.areas.care.queries import guides, stories
from liuke.areas.care.queries.complaints import grievances
from liuke.areas.care.queries.rows import CallbackRow, GrievanceRow, callback_row
from liuke.areas.care.queries.stories import Story
from liuke.areas.care.rules.guide import Guide
from liuke.areas.care.rules.outcome import CLASSES, WORDS
from liuke.areas.customers.queries.file import list_contacts
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import teams_of
from liuke.foundation.words import Words

MACHINE_KINDS = ("day3", "week3", "month3")


@dataclass(frozen=True)
class CallbackView:
    """One callback as its page shows it: the row, the words to say, what it is about, what to know before speaking."""

    row: CallbackRow
    guide: Guide
    story: Story | None
    grievances: tuple[GrievanceRow, ...]
    answers: dict[str, object]
    tried_at: tuple[datetime, ...]


@dataclass(frozen=True)
class CallbackPage:
    """`next_after` goes into the next call; None on the last page."""

    rows: tuple[CallbackRow, ...]
    next_after: str | None


@dataclass(frozen=True)
class OutcomeCount:
    """How many callbacks of a site (or of all, key "") came out so; "unconfirmed" stands beside the classes."""

    key: str
    outcome: str
    words: Words
    count: int


def list_due(*, by: Actor, at: datetime, kind: str = "", after: str | None = None, limit: int = 50) -> CallbackPage:
    """Open callbacks this actor does, the one that may be called first on top; those for later days come last."""
    rows = Callback.objects.filter(OPEN, kind__in=access.kinds_for(by))
    if kind:
        rows = rows.filter(kind=kind)
    if after:
        moment, _, pk = after.rpartition("~")
        when = datetime.fromisoformat(moment)
        rows = rows.filter(Q(call_from__gt=when) | Q(call_from=when, pk__gt=int(pk)))
    found = list(_with_tries(rows).order_by("call_from", "pk")[: limit + 1])
    page = found[:limit]
    more = f"{page[-1].call_from.isoformat()}~{page[-1].pk}" if len(found) > limit else None
    return CallbackPage(_rows(page, at), more)


def get_callback(number: str, *, by: Actor, at: datetime) -> CallbackView:
    """A callback with its guide. Raises Missing."""
    c = access.callback(number, by=by)
    story = stories.of_machine(c.about) if c.kind in MACHINE_KINDS else stories.of_order(c.about)
    tried = tuple(c.tries.order_by("at").values_list("at", flat=True))
    contact = list_contacts([c.contact_id]).get(c.contact_id) if c.contact_id else None
    return CallbackView(
        row=callback_row(c, at=at, tries=len(tried), contact=contact),
        guide=guides.guide_for(c, story, agent=by.name),
        story=story,
        grievances=grievances([c.customer_id], by=by).get(c.customer_id, ()),
        answers=dict(c.answers),
        tried_at=tried,
    )


def find_callback(about: str, *, by: Actor, kind: str = "") -> str | None:
    """The number of the open callback about this order or machine, else of the newest that is over."""
    rows = Callback.objects.filter(about=about.strip().upper(), kind__in=access.kinds_for(by))
    if kind:
        rows = rows.filter(kind=kind)
    return rows.filter(OPEN).values_list("number", flat=True).first() or (
        rows.order_by("-pk").values_list("number", flat=True).first()
    )


def list_history(customer_id: int, *, by: Actor, at: datetime, limit: int = 50) -> tuple[CallbackRow, ...]:
    """A customer's callbacks, newest first; for the centre."""
    if not access.hears_complaints(by):
        return ()
    rows = Callback.objects.filter(customer_id=customer_id)
    return _rows(list(_with_tries(rows).order_by("-pk")[:limit]), at)


def count_due(*, by: Actor, at: datetime) -> int:
    """How many callbacks may be made now."""
    return Callback.objects.filter(OPEN, kind__in=access.kinds_for(by), call_from__lte=at).count()


def outcome_counts(
    *, since: datetime, until: datetime, by: Actor, site: str = "", per_site: bool = False
) -> list[OutcomeCount]:
    """Outcomes of the callbacks ended in a period, worst class first. A site's people see their own site alone."""
    rows = Callback.objects.filter(ended_at__gte=since, ended_at__lt=until, kind="after_service")
    rows = rows.filter(site__in=_sites(by, site)) if (site or not access.hears_complaints(by)) else rows
    key = "site" if per_site else "outcome"
    counted = rows.filter(~Q(outcome="") | Q(state="unconfirmed")).values(key, "outcome").annotate(n=Count("pk"))
    found = [
        OutcomeCount(r["site"] if per_site else "", r["outcome"] or UNCONFIRMED, _words(r["outcome"]), r["n"])
        for r in counted
    ]
    return sorted(found, key=lambda c: (c.key, _rank(c.outcome)))


UNCONFIRMED = "unconfirmed"


def _sites(by: Actor, site: str) -> Collection[str]:
    if access.hears_complaints(by):
        return [site]
    own = {key.removeprefix("site:") for key in teams_of(by) if key.startswith("site:")}
    if site and site not in own:
        raise Forbidden("只能查看本网点的回访结果。", "Only your own site's outcomes are yours to see.")
    return [site] if site else sorted(own)


def _words(outcome: str) -> Words:
    return WORDS.get(outcome, Words("未确认", "unconfirmed"))


def _rank(outcome: str) -> int:
    return CLASSES.index(outcome) if outcome in CLASSES else len(CLASSES)


def _with_tries(rows: QuerySet[Callback]) -> QuerySet[Callback]:
    # counted for the page's rows only: a join would count for every open callback before the first fifty are taken
    tries = Try.objects.filter(callback=OuterRef("pk")).order_by().values("callback").annotate(n=Count("pk"))
    return rows.select_related("customer").annotate(tried=Coalesce(Subquery(tries.values("n")), 0))


def _rows(found: Sequence[Callback], at: datetime) -> tuple[CallbackRow, ...]:
    contacts = list_contacts([c.contact_id for c in found if c.contact_id])
    return tuple(
        callback_row(c, at=at, tries=int(getattr(c, "tried", 0)), contact=contacts.get(c.contact_id or 0))
        for c in found
    )
