"""What stands in the catalogue; how parts are kept; what a site may have out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.network import access as network
from liuke.areas.parts import access
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Credit, Part
from liuke.areas.parts.queries.modes import TABLE
from liuke.areas.parts.rules.asking import clean_code, is_code
from liuke.areas.parts.rules.names import MODES
from liuke.areas.products.models import ProductLine, ProductModel
from liuke.events.parts.requests import CreditSet
from liuke.events.parts.stock import ItemListed, ModeSet
from liuke.foundation.clock import local
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.words import Words

DEAREST_CENTS: Final = 100_000_000
LONGEST_MONTHS: Final = 240


@dataclass(frozen=True)
class Item:
    """A part as it is entered, or read from a file; codes in any case."""

    code: str
    name: str
    price_cents: int = 0
    product_lines: Sequence[str] = ()
    models: Sequence[str] = ()
    returnable: bool = False
    serial_tracked: bool = False
    guarantee_months: int | None = None
    guarantee_source: str = ""
    substitutes: Sequence[str] = ()
    active: bool = True


@transaction.atomic
def list_item(
    item: Item, *, by: Actor, at: datetime, seen: int | None = None, new: bool = False, quiet: bool = False
) -> str:
    """Enter a part, or change what is on file of it (`new`: refuse a code that stands). Answers its code.

    `quiet`: another pass over the same file tells of it.

    Raises Invalid with `code`, `name`, `price`, `product_lines`, `models`, `guarantee_months`, `guarantee_source`,
    `substitutes`.
    """
    access.require_keeper(by)
    code = clean_code(item.code)
    if not is_code(code):
        raise Invalid.field(
            "code", "编码由大写字母、数字、点和横线组成，最多 40 位", "Capitals, digits, points, dashes; up to 40"
        )
    found = Part.objects.select_for_update().filter(code=code).first()
    if found is not None and new:
        raise Invalid.field("code", "此编码已在目录中", "This code stands in the catalogue already")
    part = access.fresh(found, seen) if found else Part(code=code)
    _fill(part, item)
    part.version += 1 if found else 0
    part.save()
    part.substitutes.set(_substitutes(part, item.substitutes))
    if not quiet:
        told = ItemListed(number=part.code, title=part.name, price_cents=part.price_cents, again=found is not None)
        tell(told, by=by, at=at)
    return part.code


@transaction.atomic
def list_many(items: Sequence[Item], *, by: Actor, at: datetime) -> int:
    """Take a whole file in, or nothing of it; answers how many parts it holds. A file may be taken in twice.

    Substitutes may stand further down in the same file. Raises Invalid naming every wrong row, `row.3.price`.
    """
    access.require_keeper(by)
    wrong: dict[str, Words] = {}
    for keep_substitutes in (False, True):
        for n, item in enumerate(items):
            row = item if keep_substitutes else replace(item, substitutes=())
            try:
                with transaction.atomic():
                    list_item(row, by=by, at=at, quiet=not keep_substitutes)
            except Invalid as fault:
                wrong |= {f"row.{n}.{field}": words for field, words in fault.fields.items()}
        if wrong:
            raise Invalid(
                f"有 {len(wrong)} 处错误，未写入任何数据。", f"{len(wrong)} things are wrong; nothing was written.",
                fields=wrong,
            )  # fmt: skip
    return len(items)


@transaction.atomic
def set_mode(place: str, mode: str, *, from_date: date | None = None, by: Actor, at: datetime) -> None:
    """How parts are kept from a day on (today): for `company`, that is all sites, or for one site by its number."""
    access.require_lead(by)
    if mode not in MODES:
        raise Invalid.field("mode", "请选择管理方式", "Choose how parts are kept")
    site = None if place == access.COMPANY else network.site(place, by=by, lock=True)
    key, day = site.number if site else access.COMPANY, from_date or local(at).date()
    set_value(TABLE, key, {"mode": mode}, from_date=day, source="practice §1.12", by=by, at=at)
    told = ModeSet(place=key, mode=mode, from_date=day, mode_zh=MODES[mode].zh, mode_en=MODES[mode].en)
    tell(told, site=site, by=by, at=at)


@transaction.atomic
def set_credit(site: str, *, limit_cents: int, deposit_cents: int, by: Actor, at: datetime) -> None:
    """What a site has laid down, and up to which amount parts may be out with it; in cents."""
    access.require_lead(by)
    for field, cents in (("limit", limit_cents), ("deposit", deposit_cents)):
        _cents(field, cents)
    found = network.site(site, by=by, lock=True)
    values = {"limit_cents": limit_cents, "deposit_cents": deposit_cents, "set_at": at, "set_by": by}
    Credit.objects.update_or_create(site=found, defaults=values)
    told = CreditSet(site=found.number, limit_cents=limit_cents, deposit_cents=deposit_cents)
    tell(told, site=found, by=by, at=at)


def _fill(part: Part, item: Item) -> None:
    part.name = line("name", item.name, most=80)
    part.price_cents = _cents("price", item.price_cents)
    part.product_lines = _known("product_lines", item.product_lines, ProductLine, "key", str.lower)
    part.models_fit = _known("models", item.models, ProductModel, "code", str.upper)
    part.returnable, part.serial_tracked, part.active = item.returnable, item.serial_tracked, item.active
    months = item.guarantee_months
    if months is not None and not 1 <= months <= LONGEST_MONTHS:
        raise Invalid.field("guarantee_months", f"1 至 {LONGEST_MONTHS} 个月", f"From 1 to {LONGEST_MONTHS} months")
    part.guarantee_months = months
    part.guarantee_source = line("guarantee_source", item.guarantee_source, most=200, required=months is not None)


def _cents(field: str, cents: int) -> int:
    if not 0 <= cents <= DEAREST_CENTS:
        raise Invalid.field(field, "金额须在 0 至 1,000,000 元", "An amount from 0 to 1,000,000 yuan")
    return cents


def _known(field: str, said: Sequence[str], model: type, key: str, cased: object) -> list[str]:
    wanted = list(dict.fromkeys(cased(one.strip()) for one in said if one.strip()))  # type: ignore[operator]
    rows = model.objects.filter(**{f"{key}__in": wanted}).values_list(key, flat=True)  # type: ignore[attr-defined]
    if missing := sorted(set(wanted) - set(rows)):
        raise Invalid.field(field, f"没有：{'、'.join(missing)[:80]}", f"There is no {', '.join(missing)[:80]}")
    return wanted


def _substitutes(part: Part, said: Sequence[str]) -> list[Part]:
    codes = {clean_code(one) for one in said if one.strip()}
    rows = list(Part.objects.filter(code__in=codes))
    if missing := sorted(codes - {row.code for row in rows}):
        raise Invalid.field(
            "substitutes", f"目录中没有：{'、'.join(missing)[:80]}", f"Not listed: {', '.join(missing)[:80]}"
        )
    if part.code in codes:
        raise Invalid.field("substitutes", "不能以自身代用", "A part is no substitute for itself")
    return rows
