"""The season table: set, changed, withdrawn (practice §3: editable, with a season table; H13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.models import SeasonRow, Site
from liuke.areas.network.rules.season import LEAST, MOST, MOST_CREWS
from liuke.events.network_season import SeasonSet, SeasonWithdrawn
from liuke.foundation import numbers
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.turns import take_turn
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY


@dataclass(frozen=True)
class SeasonDraft:
    """What is said of a season. `site` "": all sites; `product_line` "": all lines; `percent` of the usual capacity."""

    name: str
    from_date: date
    until_date: date
    percent: int
    extra_crews: int = 0
    site: str = ""
    product_line: str = ""


@transaction.atomic
def set_season(draft: SeasonDraft, *, by: Actor, at: datetime) -> str:
    """Add a row; answers its number. Raises Invalid beside the field; Refused where a row of those days stands."""
    access.require_keeper(by)
    site = access.site(draft.site, by=by, lock=True) if draft.site else None
    row = SeasonRow(number=numbers.take("SN"), site=site, product_line=draft.product_line.strip()[:40])
    return _save(row, draft, by=by, at=at, again=False)


@transaction.atomic
def change_season(number: str, draft: SeasonDraft, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Other days, percent or crews for a row; whose it is stays. What is over is history, and is not changed."""
    row = _row(number, by=by, seen=seen)
    if row.until_date < local(at).date():
        raise Refused("已结束的旺季不能再改。", "A season that is over is not changed.", code="season-over")
    row.version += 1
    _save(row, draft, by=by, at=at, again=True)


@transaction.atomic
def withdraw_season(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Take a row out that is not over; bookings that were made by it stay."""
    row = _row(number, by=by, seen=seen)
    if row.until_date < local(at).date():
        raise Refused("已结束的旺季不能取消。", "A season that is over is not withdrawn.", code="season-over")
    told = SeasonWithdrawn(row.number, _site_of(row), row.product_line, row.from_date, row.until_date)
    row.delete()
    note("network.season_withdrawn", by=by, at=at, subject=row.number)
    record(told, on=row.site_id or COMPANY, by=by, at=at)


def _row(number: str, *, by: Actor, seen: int | None) -> SeasonRow:
    access.require_keeper(by)
    take_turn("network season")
    found = SeasonRow.objects.select_for_update(of=("self",)).select_related("site").filter(number=number).first()
    if found is None:
        raise Missing("没有这条旺季安排。", "There is no such season.")
    if seen is not None and seen != found.version:
        raise Stale("刚被别人改过，请刷新。", "Somebody has just changed it; look again.", difference={})
    return found


def _save(row: SeasonRow, draft: SeasonDraft, *, by: Actor, at: datetime, again: bool) -> str:
    row.name = line("name", draft.name, most=40)
    _check(draft, at)
    row.from_date, row.until_date = draft.from_date, draft.until_date
    row.percent, row.extra_crews = draft.percent, draft.extra_crews
    row.set_by, row.set_at = by, at
    take_turn("network season")
    _check_free(row)
    row.save()
    detail = {"percent": row.percent, "extra_crews": row.extra_crews, "until": row.until_date.isoformat()}
    note("network.season_set", by=by, at=at, subject=row.number, detail=detail)
    told = SeasonSet(
        row.number, _site_of(row), row.product_line, row.from_date, row.until_date, row.percent, row.extra_crews, again
    )
    record(told, on=row.site_id or COMPANY, by=by, at=at)
    return row.number


def _check(draft: SeasonDraft, at: datetime) -> None:
    if draft.until_date < draft.from_date:
        raise Invalid.field("until_date", "结束日期早于开始日期", "It ends before it begins")
    if draft.until_date < local(at).date():
        raise Invalid.field("until_date", "结束日期须在今天或以后", "Its last day is today or later")
    if not LEAST <= draft.percent <= MOST:
        raise Invalid.field("percent", f"请填写 {LEAST} 至 {MOST}", f"Between {LEAST} and {MOST}")
    if not 0 <= draft.extra_crews <= MOST_CREWS:
        raise Invalid.field("extra_crews", f"请填写 0 至 {MOST_CREWS}", f"Between 0 and {MOST_CREWS}")


def _check_free(row: SeasonRow) -> None:
    same = SeasonRow.objects.filter(site=row.site, product_line=row.product_line).exclude(pk=row.pk)
    other = same.filter(from_date__lte=row.until_date, until_date__gte=row.from_date).first()
    if other is not None:
        raise Refused(
            f"与“{other.name}”（{other.from_date} 至 {other.until_date}）日期重叠。",
            f"It overlaps with “{other.name}” ({other.from_date} to {other.until_date}).",
            code="season-overlaps",
        )


def _site_of(row: SeasonRow) -> str:
    site: Site | None = row.site
    return site.number if site else ""
