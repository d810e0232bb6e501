"""Where it may go and when: sites with their reasons, and windows that really have room."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query
from pydantic import Field

from liuke.api import shapes
from liuke.api.doors import Noun, Request
from liuke.api.fields import Id, Moment, Out, Ref
from liuke.api.policies import policy
from liuke.areas.service.queries import placing

windows = Noun("windows")
_READ = policy("read", "intake", "dispatch")


class OfferedWindow(shapes.Span):
    left: int


class RankedSite(Out):
    """`fit` false: it cannot take it; `reasons` then say what it lacks."""

    number: str
    name: str
    mode: str
    fit: bool
    reasons: str


class WindowOffer(Out):
    """A commissioned site has no windows: note the wished time, it books within its promise."""

    site: str
    site_name: str
    asks_wish: bool
    windows: list[OfferedWindow]
    sites: list[RankedSite]


class Windows(Out):
    rows: list[OfferedWindow]


class Sites(Out):
    rows: list[RankedSite]


@windows.get("/windows", _READ, WindowOffer)
def offer_windows(
    request: Request,
    *,
    kind: Annotated[str, Query(min_length=1, max_length=20)],
    product_line: Annotated[list[Annotated[str, Field(max_length=40)]], Query(max_length=10)] = [],  # noqa: B006
    address: Annotated[Id | None, Query()] = None,
    division: Annotated[str, Query(pattern=r"^[0-9]{0,9}$")] = "",
    site: Annotated[str, Query(max_length=20)] = "",
    wished: Annotated[Moment | None, Query()] = None,
    count: Annotated[int, Query(ge=1, le=20)] = 3,
) -> WindowOffer:
    """The best site for a wish and three real windows of it."""
    offer = placing.offer_windows(
        kind=kind,
        product_lines=product_line,
        address_id=int(address) if address else None,
        division=division,
        site=site,
        wished=wished,
        count=count,
        by=request.by,
        at=request.at,
    )
    return WindowOffer(
        site=offer.site,
        site_name=offer.site_name,
        asks_wish=offer.asks_wish,
        windows=[OfferedWindow(start=w.start, end=w.end, left=w.left) for w in offer.windows],
        sites=[_site(ranked) for ranked in offer.sites],
    )


@windows.get("/orders/{number}/windows", _READ, Windows)
def list_order_windows(request: Request, number: Ref) -> Windows:
    """The windows with room at the site that has the order."""
    rows = placing.windows_for(number, by=request.by, at=request.at)
    return Windows(rows=[OfferedWindow(start=w.start, end=w.end, left=w.left) for w in rows])


@windows.get("/orders/{number}/sites", _READ, Sites)
def suggest_sites(request: Request, number: Ref) -> Sites:
    """The sites for an order, best first, each with its reasons."""
    return Sites(rows=[_site(ranked) for ranked in placing.suggest(number, by=request.by, at=request.at)])


def _site(ranked: Any) -> RankedSite:
    return RankedSite(
        number=ranked.number,
        name=ranked.name,
        mode=ranked.mode,
        fit=ranked.fit,
        reasons=ranked.sentence.told(shapes.language()),
    )
