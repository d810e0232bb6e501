"""Bars of complaints by week before and after an improvement, drawn on the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liuke.areas.complaints.queries.improvements import Compared, Week

LEFT, TOP, WIDTH, HEIGHT = 28, 36, 452, 120
GAP: Final = 3


@dataclass(frozen=True)
class Bar:
    """One week: where its bar stands, how high it is, and where its number is written."""

    week: Week
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True)
class Bars:
    """All weeks, and `line`: where the day stands between them."""

    bars: tuple[Bar, ...]
    line: float
    floor: int
    right: int


def drawn(compared: Compared) -> Bars:
    """The bars of these weeks, from zero; the highest fills the height."""
    weeks, top = compared.weeks, max(1, *(week.count for week in compared.weeks))
    wide = WIDTH / len(weeks)
    bars = tuple(_bar(week, LEFT + n * wide, wide, week.count / top) for n, week in enumerate(weeks))
    before = sum(not week.after for week in weeks)
    return Bars(bars, round(LEFT + before * wide, 1), TOP + HEIGHT, LEFT + WIDTH)


def sentence(compared: Compared) -> str:
    """What the two spans tell, and how sure it is."""
    percent = round(100 * (compared.chance or 0))
    chance = str(percent) if percent else _("fewer than 1")
    return {
        "fewer": _("Fewer than before. By chance alone so great a change comes in %(n)s of 100 cases.") % {"n": chance},
        "more": _("More than before. By chance alone so great a change comes in %(n)s of 100 cases.") % {"n": chance},
        "alike": _("No change that could not be chance: it comes in %(n)s of 100 cases.") % {"n": chance},
        "too_few": _("Too few complaints to tell a change from chance."),
        "too_early": _("Too early: two weeks at least are needed after the day."),
    }[compared.told]


def counted(many: int, days: int, weekly: float) -> str:
    """A span in words: complaints, days, and how many that is a week."""
    told = ngettext("%(many)s complaint in %(days)s days", "%(many)s complaints in %(days)s days", many)
    return (told + _(" (%(weekly)s a week)")) % {"many": many, "days": days, "weekly": f"{weekly:.1f}"}


def _bar(week: Week, x: float, wide: float, share: float) -> Bar:
    height = round(HEIGHT * share, 1)
    return Bar(week, round(x + GAP / 2, 1), TOP + HEIGHT - height, round(wide - GAP, 1), height, round(x + wide / 2, 1))
