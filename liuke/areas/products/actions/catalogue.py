"""Keeping the catalogue: lines, models, and the house's seed of both and of the guarantee terms."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from liuke.areas.products import access
from liuke.areas.products.models import ProductLine, ProductModel
from liuke.areas.products.rules.catalogue import check_key, check_minutes, clean_code
from liuke.events.products import LineSet, ModelAdded
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

SEED: Final = Path(__file__).parent.parent / "seed"


@transaction.atomic
def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's product lines, guarantee terms and rights; may be repeated. Returns the new rows."""
    access.require_catalogue(by)
    told = tomllib.loads((SEED / "lines.toml").read_text(encoding="utf-8"))["line"]
    known = set(ProductLine.objects.values_list("key", flat=True))
    new = [(position, line) for position, line in enumerate(told, start=1) if line["key"] not in known]
    for position, line in new:
        _set_from_seed(line, position, by=by, at=at)
    return len(new) + sum(load_dated(SEED / name, by=by, at=at) for name in ("guarantee.toml", "rights.toml"))


@transaction.atomic
def set_line(
    key: str,
    *,
    zh: str,
    en: str,
    guarantee_class: str,
    by: Actor,
    at: datetime,
    skills: Sequence[str] = (),
    certificates: Sequence[str] = (),
    certificates_by_kind: Mapping[str, Sequence[str]] | None = None,
    minutes: Mapping[str, int] | None = None,
    position: int = 0,
) -> str:
    """Add a product line, or describe it anew. Returns its key."""
    access.require_catalogue(by)
    check_key(key)
    check_minutes(minutes or {})
    if not zh.strip() or not en.strip():
        raise Invalid.field("name", "请填写中英文名称", "give it a name in both languages")
    described: dict[str, Any] = {
        "name_zh": zh.strip(),
        "name_en": en.strip(),
        "guarantee_class": guarantee_class,
        "skills": list(skills),
        "certificates": list(certificates),
        "certificates_by_kind": {kind: list(needed) for kind, needed in (certificates_by_kind or {}).items()},
        "minutes": dict(minutes or {}),
        "position": position,
    }
    ProductLine.objects.update_or_create(key=key, defaults=described)
    record(LineSet(key, zh.strip(), guarantee_class, tuple(skills), tuple(certificates)), on=COMPANY, by=by, at=at)
    return key


@transaction.atomic
def add_model(
    code: str,
    *,
    name: str,
    line: str,
    by: Actor,
    at: datetime,
    wear_parts: Sequence[tuple[str, int]] = (),
    ended_date: date | None = None,
) -> str:
    """Add a model to the catalogue; `wear_parts` are (part, months). Returns its code as stored."""
    access.require_catalogue(by)
    of_line = access.line(line)
    stored = clean_code(code)
    if not name.strip():
        raise Invalid.field("name", "请填写名称", "give it a name")
    if ProductModel.objects.filter(code=stored).exists():
        raise Refused(f"型号 {stored} 已存在。", f"Model {stored} exists already.", code="model-exists")
    ProductModel.objects.create(
        code=stored,
        name=name.strip(),
        line=of_line,
        wear_parts=[{"part": part, "months": months} for part, months in wear_parts],
        ended_date=ended_date,
    )
    record(ModelAdded(stored, name.strip(), of_line.key), on=COMPANY, by=by, at=at)
    return stored


def _set_from_seed(line: Mapping[str, Any], position: int, *, by: Actor, at: datetime) -> None:
    set_line(
        line["key"],
        zh=line["zh"],
        en=line["en"],
        guarantee_class=line["guarantee_class"],
        skills=line["skills"],
        certificates=line["certificates"],
        certificates_by_kind=line.get("certificates_by_kind"),
        minutes=line["minutes"],
        position=position,
        by=by,
        at=at,
    )
