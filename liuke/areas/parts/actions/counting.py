"""Counts: a sheet for a place, what lay there, and the booking of the differences after they were looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import MOST_AT_ONCE, Step, move
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Count, CountLine, Part, Place, Stock
from liuke.areas.parts.queries.modes import confirm_from
from liuke.areas.parts.rules.asking import clean_code
from liuke.areas.parts.rules.counting import Counted, differences, needs_second, value_of
from liuke.areas.parts.rules.names import DIFFERENCE_REASONS
from liuke.events.parts.stock import CountBooked, CountDropped, CountEntered, CountOpened
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@transaction.atomic
def open_count(place: str, *, by: Actor, at: datetime) -> str:
    """A sheet of all parts that lie, or lay, at a place. Answers its number, CT-; an open one is answered again."""
    found = access.place(place, by=by, lock=True)
    _may_count(found, by)
    standing = Count.objects.filter(place=found, state__in=["open", "entered"]).first()
    if standing is not None:
        return standing.number
    made = Count.objects.create(number=numbers.take("CT"), place=found, opened_at=at, opened_by=by)
    rows = Stock.objects.filter(place=found).select_related("part")
    lines = CountLine.objects.bulk_create(
        CountLine(count=made, part=row.part, expected=row.quantity, price_cents=row.part.price_cents) for row in rows
    )
    tell(CountOpened(number=made.number, place=found.key, site=_site(found), lines=len(lines)),
         site=found.its_site, by=by, at=at)  # fmt: skip
    return made.number


@transaction.atomic
def enter_count(
    number: str, counted: Mapping[str, int], *, by: Actor, at: datetime, reasons: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> None:  # fmt: skip
    """What lay there, by code of part; a part that is not on the sheet may be added. Nothing is booked yet.

    Each line is set against what the ledger says at this moment. A difference needs a reason of DIFFERENCE_REASONS.
    Raises Invalid with `count-CODE`, `reason-CODE`.
    """
    count = access.count(number, by=by, lock=True, seen=seen)
    _may_count(count.place, by)
    if count.state not in ("open", "entered"):
        raise _over()
    given = {clean_code(code): n for code, n in counted.items()}
    parts = {p.code: p for p in Part.objects.filter(code__in=given)}
    stock = _locked(count.place)
    _check(given, parts, stock, reasons or {})
    for code, n in given.items():
        expected = stock[parts[code].pk].quantity if parts[code].pk in stock else 0
        values = {"expected": expected, "counted": n, "price_cents": parts[code].price_cents,
                  "reason": (reasons or {}).get(code, "") if n != expected else ""}  # fmt: skip
        CountLine.objects.update_or_create(count=count, part=parts[code], defaults=values)
    lines = _lines(count)
    count.state, count.entered_at, count.entered_by = "entered", at, by
    count.needs_second = needs_second(lines, confirm_from(local(at).date()))
    _save(count)
    told = CountEntered(
        number=count.number, place=count.place.key, site=_site(count.place), differences=len(differences(lines)),
        value_cents=value_of(lines),
    )  # fmt: skip
    tell(told, site=count.place.its_site, by=by, at=at)


@transaction.atomic
def book_count(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> None:
    """Book the differences. Where they are worth much, another person than the one who counted does it.

    Refused where so many are set aside that what was lost cannot be taken, or where nothing was counted.
    """
    count = access.count(number, by=by, lock=True, seen=seen)
    _may_count(count.place, by)
    if count.state != "entered":
        raise (
            _over()
            if count.state != "open"
            else Refused("请先录入盘点数。", "Enter what was counted first.", code="count-open")
        )
    if count.needs_second and count.entered_by_id == by.pk:
        raise Forbidden(
            "差异金额较大，须由另一人确认入账。", "Large differences are booked by another person.", code="own-count"
        )
    lines = _lines(count)
    for line in count.lines.select_related("part").order_by("part_id"):
        if line.counted is not None and line.counted != line.expected:
            _book(count, line, by=by, at=at)
    count.state, count.booked_at, count.booked_by = "booked", at, by
    _save(count)
    told = CountBooked(
        number=count.number, place=count.place.key, site=_site(count.place), differences=len(differences(lines)),
        value_cents=value_of(lines), confirmed=count.needs_second,
    )  # fmt: skip
    tell(told, site=count.place.its_site, by=by, at=at, keeps=keeps)


@transaction.atomic
def drop_count(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The count is not booked; a new one may begin."""
    count = access.count(number, by=by, lock=True, seen=seen)
    _may_count(count.place, by)
    if count.state not in ("open", "entered"):
        raise _over()
    count.state = "dropped"
    _save(count)
    tell(CountDropped(number=count.number, place=count.place.key, site=_site(count.place)),
         site=count.place.its_site, by=by, at=at)  # fmt: skip


def _book(count: Count, line: CountLine, *, by: Actor, at: datetime) -> None:
    more = (line.counted or 0) - line.expected
    origin, goal = (None, count.place) if more > 0 else (count.place, None)
    step = Step("counted", abs(more), origin, goal, reference=count.number, note=line.reason)
    move(line.part, step, by=by, at=at)


def _check(
    given: Mapping[str, int], parts: Mapping[str, Part], stock: Mapping[int, Stock], reasons: Mapping[str, str]
) -> None:
    wrong: dict[str, Words] = {}
    for code, n in given.items():
        part = parts.get(code)
        if part is None:
            wrong[f"count-{code}"] = Words("目录中没有此配件", "There is no such part")
        elif not 0 <= n <= MOST_AT_ONCE:
            wrong[f"count-{code}"] = Words("数量有误", "That cannot be the number")
        elif n != (stock[part.pk].quantity if part.pk in stock else 0) and reasons.get(code) not in DIFFERENCE_REASONS:
            wrong[f"reason-{code}"] = Words("有差异，请选择原因", "There is a difference: choose the reason")
    if wrong:
        raise Invalid("请补齐标出的内容。", "Please mend what is marked.", fields=wrong)


def _locked(place: Place) -> dict[int, Stock]:
    rows = Stock.objects.select_for_update().filter(place=place).order_by("part_id")
    return {row.part_id: row for row in rows}


def _lines(count: Count) -> list[Counted]:
    rows = count.lines.select_related("part")
    return [Counted(row.part.code, row.expected, row.counted, row.price_cents) for row in rows]


def _may_count(place: Place, by: Actor) -> None:
    if place.kind == Place.Kind.TRANSIT:
        raise Refused("在途配件不盘点。", "What is on its way is not counted.", code="no-count")
    access.require_desk_of(place.its_site, by=by)


def _save(count: Count) -> None:
    count.version += 1
    count.save()


def _site(place: Place) -> str:
    site = place.its_site
    return site.number if site else ""


def _over() -> Refused:
    return Refused("这张盘点单已经了结。", "This count is over.", code="count-over")
