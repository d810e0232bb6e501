"""Stating values: by hand, or from a seed file of the house."""

from __future__ import annotations

import json
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from liuke.foundation.audit.actions import note
from liuke.foundation.dated.models import DatedRow
from liuke.foundation.dated.queries import DatedValue, get_value
from liuke.foundation.dated.seed import SeedRow, read
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.turns import take_turn

ONE_DAY = timedelta(days=1)


@transaction.atomic
def set_value(
    table: str,
    key: str,
    value: Any,
    *,
    from_date: date,
    source: str,
    by: Actor,
    at: datetime,
    until_date: date | None = None,
) -> DatedValue:
    """State that a value holds from a day on, by which source.

    What held before ends the day before. Without `until_date` it holds until the next value that is already stated;
    with it, what held before holds again afterwards.
    """
    _check(value, from_date, until_date, source)
    take_turn(f"dated {table}/{key}")
    row = DatedRow(table=table, key=key, value=value, from_date=from_date, until_date=until_date, source=source)
    _state(row, by, at)
    detail = {"value": value, "from": from_date.isoformat(), "source": source}
    note("dated.value_set", by=by, at=at, subject=f"{table}/{key}", detail=detail)
    return get_value(table, key, on=from_date)


@transaction.atomic
def end_value(table: str, key: str, *, until_date: date, source: str, by: Actor, at: datetime) -> None:
    """State that what holds on `until_date` holds on that day for the last time, and nothing after it."""
    take_turn(f"dated {table}/{key}")
    get_value(table, key, on=until_date)
    rows = DatedRow.objects.filter(table=table, key=key)
    rows.filter(from_date__gt=until_date).delete()
    rows.filter(Q(until_date__isnull=True) | Q(until_date__gt=until_date)).update(until_date=until_date)
    detail = {"until": until_date.isoformat(), "source": source}
    note("dated.value_ended", by=by, at=at, subject=f"{table}/{key}", detail=detail)


@transaction.atomic
def load_seed(path: Path, *, by: Actor, at: datetime) -> int:
    """Take over the values of a seed file; returns how many were new or changed.

    It may be repeated: what stands already is left alone, and so is what the company has stated by hand.
    """
    try:
        rows = read(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Invalid(f"{path.name} 不是有效的 TOML：{error}", f"{path.name} is not valid TOML: {error}") from error
    changed = sum(_take_over(row, path.name, by, at) for row in rows)
    if changed:
        note("dated.seed_loaded", by=by, at=at, subject=path.name, detail={"values": changed})
    return changed


def _take_over(seed: SeedRow, name: str, by: Actor, at: datetime) -> bool:
    take_turn(f"dated {seed.table}/{seed.key}")
    standing = DatedRow.objects.filter(table=seed.table, key=seed.key, from_date=seed.from_date).first()
    if standing is None and _stated_by_hand_over(seed):
        return False
    if standing and (standing.seed != name or (standing.value, standing.source) == (seed.value, seed.source)):
        return False
    row = DatedRow(
        table=seed.table,
        key=seed.key,
        value=seed.value,
        from_date=seed.from_date,
        until_date=seed.until_date,
        source=seed.source,
        seed=name,
    )
    _state(row, by, at)
    return True


def _stated_by_hand_over(seed: SeedRow) -> bool:
    rows = DatedRow.objects.filter(table=seed.table, key=seed.key, seed="", from_date__lte=seed.from_date)
    return rows.filter(Q(until_date__isnull=True) | Q(until_date__gte=seed.from_date)).exists()


def _state(row: DatedRow, by: Actor, at: datetime) -> None:
    others = DatedRow.objects.filter(table=row.table, key=row.key)
    if row.until_date is None:
        following = others.filter(from_date__gt=row.from_date).order_by("from_date").first()
        row.until_date = following.from_date - ONE_DAY if following else None
    overlapping = others.filter(Q(until_date__isnull=True) | Q(until_date__gte=row.from_date))
    if row.until_date:
        overlapping = overlapping.filter(from_date__lte=row.until_date)
    for other in list(overlapping):
        _make_room(other, row)
    row.stated_by, row.stated_at = by, at
    row.save()


def _make_room(other: DatedRow, row: DatedRow) -> None:
    """Cut the days of `row` out of `other`; what is left before and after keeps its value."""
    ends, end = other.until_date, row.until_date
    if other.from_date < row.from_date:
        other.until_date = row.from_date - ONE_DAY
        other.save()
    else:
        other.delete()
    if end is not None and (ends is None or ends > end):
        other.pk, other.from_date, other.until_date = None, end + ONE_DAY, ends
        other.save(force_insert=True)


def _check(value: Any, from_date: date, until_date: date | None, source: str) -> None:
    if not source.strip():
        raise Invalid.field("source", "请写明依据（法规或决定）。", "Say by which law or decision.")
    line("source", source, most=1000)
    if until_date and until_date < from_date:
        raise Invalid.field("until_date", "结束日期早于开始日期。", "It ends before it begins.")
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise Invalid.field("value", f"不能保存这个值：{error}", f"This value cannot be stored: {error}") from error
