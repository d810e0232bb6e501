"""Which site should have the order, and why: coverage, skill and certificate, room left, grade, distance.

Pure. A site that lacks what the law or the contract asks for (coverage, certificate) is never suggested; one that is
merely full or far is ranked lower. Every reason is a sentence that a dispatcher can read out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from liuke.foundation.words import Words

GRADE_POINTS: Final = {"A": 30, "B": 20, "C": 10, "D": 0}
OWN_POINTS: Final = 5  # between equals our own site goes first: its windows are real ones
POINTS_PER_PLACE_LEFT: Final = 3
MOST_PLACES: Final = 8
POINTS_LOST_PER_KM: Final = 1


@dataclass(frozen=True)
class SiteFacts:
    """What is known of one candidate when an order is to be placed."""

    number: str
    name: str
    mode: str  # own | commissioned | agent
    grade: str
    covers: bool = True  # division and product lines are in its contract
    coverage_digits: int = 6  # how narrow the covering division is: 9 digits is a street of its own
    able: int = 1  # technicians with every skill and certificate the work asks for
    certificates: tuple[Words, ...] = ()  # asked for and valid
    lacking: tuple[Words, ...] = ()  # asked for and held by nobody there
    ended: tuple[Words, ...] = ()  # insurance without which nobody there may be sent, and since when it has ended
    left: int | None = None  # places left in the days looked at; None: not known (commissioned without capacity)
    distance_km: Decimal | None = None
    open_orders: int = 0
    declined_before: bool = False


@dataclass(frozen=True)
class Ranked:
    """A site with its place in the list; `fit` false: only listed, with what it lacks."""

    number: str
    name: str
    mode: str
    fit: bool
    points: int
    reasons: tuple[Words, ...]
    lacks: tuple[Words, ...] = ()

    @property
    def sentence(self) -> Words:
        """All reasons in one line, as the dispatcher's screen shows them."""
        said = (*self.reasons, *self.lacks)
        return Words(" · ".join(w.zh for w in said), " · ".join(w.en for w in said))


def rank_sites(facts: Iterable[SiteFacts]) -> list[Ranked]:
    """Best first: the fit ones by points, then those that cannot take it, with the reason; ties by number."""
    ranked = [_ranked(site) for site in facts]
    return sorted(ranked, key=lambda r: (not r.fit, -r.points, r.number))


def _ranked(site: SiteFacts) -> Ranked:
    lacks = tuple(_lacks(site))
    return Ranked(
        number=site.number,
        name=site.name,
        mode=site.mode,
        fit=not lacks,
        points=_points(site),
        reasons=tuple(_reasons(site)),
        lacks=lacks,
    )


def _points(site: SiteFacts) -> int:
    places = MOST_PLACES // 2 if site.left is None else min(site.left, MOST_PLACES)
    far = int(site.distance_km) if site.distance_km is not None else 15
    return (
        GRADE_POINTS.get(site.grade, 0)
        + places * POINTS_PER_PLACE_LEFT
        - far * POINTS_LOST_PER_KM
        + (OWN_POINTS if site.mode == "own" else 0)
        + (site.coverage_digits - 6)
        - (40 if site.declined_before else 0)
        - (60 if site.left == 0 else 0)
    )


def _reasons(site: SiteFacts) -> Iterable[Words]:
    if site.distance_km is not None:
        yield Words(f"{site.distance_km:.1f} km", f"{site.distance_km:.1f} km")
    yield from (Words(f"{name.zh}有效", f"{name.en} valid") for name in site.certificates)
    if site.left is not None:
        yield Words(f"余量 {site.left} 单", f"{site.left} places left")
    else:
        yield Words(f"在手 {site.open_orders} 单", f"{site.open_orders} orders in hand")
    if site.grade:
        yield Words(f"网点 {site.grade} 级", f"site grade {site.grade}")
    if site.declined_before:
        yield Words("已拒过此单", "declined this order already")


def _lacks(site: SiteFacts) -> Iterable[Words]:
    if not site.covers:
        yield Words("不在服务区域", "outside its area")
    yield from (Words(f"无有效{name.zh}", f"no valid {name.en}") for name in site.lacking)
    yield from site.ended
    if site.able == 0 and not site.lacking and not site.ended:
        yield Words("无可派师傅", "no technician able")
