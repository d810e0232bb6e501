"""The live board: what stands open now and how a day goes, for the wall and the desk. Every figure names its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from liuke.areas.care.queries.satisfaction import orders_not_satisfied, satisfied
from liuke.areas.service import access as service
from liuke.areas.service.queries import live
from liuke.areas.service.queries.live import CallCount as CallCount
from liuke.areas.service.queries.live import Share as Share
from liuke.areas.service.queries.live import Span
from liuke.areas.service.queries.orders import OrderPage, list_by_number
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import teams_of
from liuke.kernel.promises.queries import kept_rates

ORDER_FIGURES = (*live.FIGURES, "not_satisfied")


@dataclass(frozen=True)
class Board:
    """Counts of now, and shares of the day. `calls` and `avoided` are the centre's; a site's board lacks them."""

    day: date
    span: Span
    states: dict[str, int]
    held: dict[str, int]
    at_risk: int
    calls: CallCount | None
    windows: Share
    first_time: Share
    repeats: Share
    avoided: Share | None
    satisfied: Share
    kept: Share

    @property
    def open(self) -> int:
        return sum(self.states.values())


def span_of(day: date, at: datetime) -> Span:
    """A whole day on the company's clock."""
    start = datetime.combine(day, time(), LOCAL)
    return Span(start, start + timedelta(days=1), at)


def board(day: date, *, by: Actor, at: datetime) -> Board:
    """The board of a day: people of a site see their own site's, the centre's all."""
    span, centre = span_of(day, at), service.sees_all(by)
    sites = None if centre else service.sites_of(by)
    shares, opened = live.shares(span, by=by), live.open_orders(by=by)
    happy, asked = satisfied(span.since, span.until, sites=sites)
    return Board(
        day=day, span=span, states=opened.states, held=opened.held,
        at_risk=live.at_risk(span, by=by), calls=live.calls(span) if centre else None, windows=shares["windows"],
        first_time=shares["first_time"], repeats=shares["repeats"], avoided=shares["avoided"] if centre else None,
        satisfied=Share(happy, asked), kept=_kept(span, by, at, centre=centre),
    )  # fmt: skip


def orders_behind(figure: str, day: date, *, by: Actor, at: datetime, after: int = 0) -> OrderPage:
    """The orders a figure was counted from (ORDER_FIGURES), in pages. Raises Invalid."""
    span = span_of(day, at)
    if figure != "not_satisfied":
        return live.list_figure(figure, span, by=by, after=after)
    sites = None if service.sees_all(by) else service.sites_of(by)
    numbers = orders_not_satisfied(span.since, span.until, sites=sites)
    found = list_by_number(numbers, by=by)
    return OrderPage(tuple(found[n] for n in numbers if n in found), None)


def today(at: datetime) -> date:
    return local(at).date()


def _kept(span: Span, by: Actor, at: datetime, *, centre: bool) -> Share:
    teams = [""] if centre else [t for t in teams_of(by) if t.startswith("site:")]
    rates = [r for team in teams for r in kept_rates(since=span.since, until=span.until, at=at, team=team)]
    in_time = sum(r.in_time for r in rates)
    return Share(in_time, in_time + sum(r.late for r in rates))
