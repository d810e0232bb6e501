"""A month's statements: drafted at its end, counted again while nobody has signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.settlement import access
from liuke.areas.settlement.actions.counting import count
from liuke.areas.settlement.actions.telling import yuan_of
from liuke.areas.settlement.models import Month, Statement
from liuke.areas.settlement.queries import journal
from liuke.areas.settlement.queries.tariffs import tariff
from liuke.areas.settlement.rules.months import next_month
from liuke.areas.settlement.rules.states import FIXED
from liuke.events.settlement import MonthDrafted, StatementMade
from liuke.foundation import numbers
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.turns import take_turn
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.models import COMPANY
from liuke.kernel.journal.rows import Entry

SEED: Final = Path(__file__).parent.parent / "seed"
SEND_BY: Final = (3, time(20))  # practice §3 #29: on the 3rd of the next month


@dataclass(frozen=True)
class Made:
    """How many statements were counted, with how many lines."""

    statements: int
    lines: int


def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's prices and terms; may be repeated. Answers how many were new."""
    return sum(load_dated(SEED / name, by=by, at=at) for name in ("prices.toml", "terms.toml"))


@transaction.atomic
def make_month(month: date, *, by: Actor, at: datetime) -> Made:
    """Draft the statements of a month, or count its drafts anew; what was sent already stays as it is.

    A month that still runs may be looked at as far as it has come; what is to be sent is owed once it is over. Raises
    Invalid with `month` for one that has not begun.
    """
    access.require_maker(by)
    month = month.replace(day=1)
    if local(at).date() < month:
        raise Invalid.field("month", "这个月还没开始。", "This month has not begun.")
    take_turn("settlement month")
    span, prices = journal.span_of(month, at), tariff()
    orders = journal.candidates(span, prices)
    sites = _sites({site for _, site in orders})
    lock_timelines(site.pk for site in sites)

    drafts, fresh = _drafts(sites, month, span.cut, by=by, at=at)
    count(drafts, span, prices, orders)

    _tell_made(drafts, fresh, by=by, at=at)
    if drafts and is_over(month, at):
        _tell_drafted(month, len(drafts), by=by, at=at)
    return Made(len(drafts), sum(one.lines_count for one in drafts))


@transaction.atomic
def count_again(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Count an unsigned statement anew with all that came since; whoever had it open is told that it changed."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "count", by=by)
    recount(found, by=by, at=at)


def recount(found: Statement, *, by: Actor, at: datetime) -> None:
    """Count a locked-for-update statement anew and tell so. The caller has asked whether it may."""
    span, prices = journal.span_of(found.month, at), tariff()
    count([found], span, prices, journal.candidates(span, prices, sites=[found.site.number]))
    found.version += 1
    found.save(update_fields=["version"])
    _tell_made([found], set(), by=by, at=at)


def is_over(month: date, at: datetime) -> bool:
    """Has the last day of the month passed, by the company's clock?"""
    return local(at).date() >= next_month(month)


def _tell_drafted(month: date, statements: int, *, by: Actor, at: datetime) -> None:
    row, first = Month.objects.get_or_create(month=month, defaults={"drafted_at": at})
    if first:
        send_by = datetime.combine(next_month(month).replace(day=SEND_BY[0]), SEND_BY[1], LOCAL)
        told = MonthDrafted(number=str(row), statements=statements, send_by=max(send_by, at + timedelta(hours=1)))
        record(told, on=COMPANY, by=by, at=at)


def _sites(named: set[str]) -> list[Site]:
    """Sites with orders this month, and those with a signed statement, about which something may have come late."""
    late = Statement.objects.filter(state__in=FIXED).values("site")
    return list((Site.objects.filter(number__in=named) | Site.objects.filter(pk__in=late)).order_by("pk"))


def _drafts(
    sites: Sequence[Site], month: date, cut: int, *, by: Actor, at: datetime
) -> tuple[list[Statement], set[int]]:
    """The statements to be counted: new ones, and those still in draft. Also the ids of the new."""
    standing = {one.site_id: one for one in Statement.objects.select_for_update().filter(month=month, site__in=sites)}
    wanted = [site for site in sites if site.pk not in standing]
    given = numbers.take_many("ST", len(wanted))
    fresh = Statement.objects.bulk_create(
        Statement(number=number, site=site, month=month, cut=cut, cut_at=at, made_at=at, made_by=by)
        for number, site in zip(given, wanted, strict=True)
    )
    by_pk = {site.pk: site for site in sites}
    drafts = [one for one in standing.values() if one.state == "draft"]
    for one in drafts:
        one.site = by_pk[one.site_id]
    return [*fresh, *drafts], {one.pk for one in fresh}


def _tell_made(statements: Sequence[Statement], fresh: set[int], *, by: Actor, at: datetime) -> None:
    entries = [
        Entry(
            StatementMade(
                number=one.number, site=one.site.number, month=f"{one.month:%Y-%m}", lines=one.lines_count,
                total_cents=one.total_cents, yuan=yuan_of(one.total_cents), cut=one.cut, again=one.pk not in fresh,
            ),
            one.site_id,
        )
        for one in statements
    ]  # fmt: skip
    record_many(entries, by=by, at=at)
