"""An administrator says what else the file may know: new fields, without code."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.customers.models import FieldDefinition, FieldValue
from liuke.areas.customers.rules import field_types, fields
from liuke.areas.customers.rules.names import tidy
from liuke.areas.customers.rules.secrecy import LEVELS
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

MOST: Final = 200
OWN_WORD: Final[dict[str, Words]] = {
    "": Words("不限", "anybody may have told it"),
    "household": Words("家庭客户须本人告知", "of households only the person"),
    "always": Words("一律须本人告知", "only the person himself"),
}


@dataclass(frozen=True)
class NewField:
    """A field as it is wanted; `choices` pairs of Chinese and English, `stale_days` 0 never."""

    zh: str
    en: str
    group: str
    type: str
    subject: str = "customer"
    for_company: bool = True
    for_household: bool = False
    choices: Sequence[tuple[str, str]] = ()
    secrecy: str = "general"
    own_word: str = ""
    searchable: bool = False
    highlight: bool = False
    stale_days: int = 0


def define(new: NewField, *, by: Actor, at: datetime) -> str:
    """A new field; answers its key. Raises Invalid by field."""
    _may(by)
    _check(new)
    with transaction.atomic():
        if FieldDefinition.objects.filter(retired_at=None).count() >= MOST:
            raise Invalid.field("zh", f"最多 {MOST} 个字段，请先停用不用的。", f"At most {MOST} fields: retire some.")
        last = FieldDefinition.objects.order_by("-position").values_list("position", flat=True).first() or 0
        key = _free_key(new.en)
        FieldDefinition.objects.create(key=key, position=last + 10, type=new.type, **_columns(new, {}))
        note("customers.field.defined", by=by, at=at, subject=f"field:{key}")
    return key


def redefine(key: str, new: NewField, *, seen: int, by: Actor, at: datetime) -> None:
    """Change a field. Its type stays; a choice that is in use stays; Stale where somebody else was quicker."""
    _may(by)
    with transaction.atomic():
        stands = _locked(key)
        if stands.version != seen:
            raise Stale(
                "您修改期间，别人已更新此字段。请对照后再保存。",
                "Somebody else changed this field meanwhile. Compare and save again.",
                difference={"名称": (stands.zh, new.zh)},
            )
        if new.type != stands.type:
            raise Invalid.field(
                "type", "类型不能更改；请停用后另建字段。", "The type stays; retire it and make another."
            )
        _check(new)
        columns = _columns(new, {zh: key for key, zh, _en in stands.choices})
        _keep_used(stands, [choice[0] for choice in columns["choices"]])  # type: ignore[attr-defined]
        FieldDefinition.objects.filter(pk=stands.pk).update(version=seen + 1, **columns)
        note("customers.field.changed", by=by, at=at, subject=f"field:{key}")


def retire(key: str, *, retired: bool = True, by: Actor, at: datetime) -> None:
    """No longer shown or asked for; what was written stays and comes back with the field."""
    _may(by)
    with transaction.atomic():
        stands = _locked(key)
        stands.retired_at = at if retired else None
        stands.save(update_fields=["retired_at"])
        note("customers.field.retired" if retired else "customers.field.restored", by=by, at=at, subject=f"field:{key}")


def _columns(new: NewField, known: dict[str, str]) -> dict[str, object]:
    """What is written; a choice keeps the key that its Chinese word has already."""
    choices = [[known.get(tidy(zh)) or _slug(en, n), tidy(zh), tidy(en)] for n, (zh, en) in enumerate(new.choices, 1)]
    return {
        "zh": tidy(new.zh), "en": tidy(new.en), "group": new.group, "subject": new.subject,
        "for_company": new.for_company, "for_household": new.for_household, "choices": choices,
        "secrecy": new.secrecy, "own_word": new.own_word, "searchable": new.searchable, "highlight": new.highlight,
        "stale_days": new.stale_days or None,
    }  # fmt: skip


def _check(new: NewField) -> None:
    wrong: dict[str, Words] = {}
    if not 1 <= len(tidy(new.zh)) <= 40:
        wrong["zh"] = Words("请填写中文名称，最多 40 个字。", "Give its Chinese name, at most 40 characters.")
    if not 1 <= len(tidy(new.en)) <= 60:
        wrong["en"] = Words("请填写英文名称，最多 60 个字符。", "Give its English name, at most 60 characters.")
    closed = {
        "group": fields.GROUPS, "type": field_types.TYPES, "secrecy": LEVELS, "own_word": OWN_WORD,
        "subject": FieldDefinition.Subject.values,
    }  # fmt: skip
    for name, allowed in closed.items():
        if getattr(new, name) not in allowed:
            wrong[name] = Words("请从列表中选择。", "Choose one of the list.")
    if not (new.for_company or new.for_household):
        wrong["for_company"] = Words("请选择用于企业或家庭。", "Say whether companies or households have it.")
    if not 0 <= new.stale_days <= 3650:
        wrong["stale_days"] = Words("核实周期为 0 至 3650 天。", "Between 0 and 3650 days.")
    if new.searchable and (new.type not in field_types.SEARCHED or new.secrecy != "general"):
        wrong["searchable"] = Words(
            "只有一般商密的文字或单选字段可以搜索。", "Only text and choices of general secrecy can be searched."
        )
    wrong |= _wrong_choices(new)
    if wrong:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)


def _wrong_choices(new: NewField) -> dict[str, Words]:
    told = [tidy(zh) for zh, _en in new.choices]
    if new.type != "choice":
        return {} if not told else {"choices": Words("只有单选字段有选项。", "Only a choice has choices.")}
    if not 2 <= len(told) <= 50 or len(set(told)) != len(told) or not all(0 < len(zh) <= 40 for zh in told):
        return {"choices": Words("请填写 2 至 50 个不重复的选项。", "Give 2 to 50 different choices.")}
    return {}


def _keep_used(stands: FieldDefinition, keys: list[str]) -> None:
    used = FieldValue.objects.filter(definition=stands).exclude(value__in=keys)
    if stands.type == "choice" and used.exists():
        raise Invalid.field("choices", "有客户正在使用被删去的选项。", "A choice that was taken away is in use.")


def _free_key(en: str) -> str:
    base = _slug(en, 0)
    taken = set(FieldDefinition.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, MOST * 10))) if key not in taken)


def _slug(en: str, place: int) -> str:
    told = re.sub(r"[^a-z0-9]+", "_", tidy(en).lower()).strip("_")[:32]
    return told or (f"c{place}" if place else "field")


def _locked(key: str) -> FieldDefinition:
    found = FieldDefinition.objects.select_for_update().filter(key=key[:40]).first()
    if found is None:
        raise Missing("没有这个字段。", "There is no such field.")
    return found


def _may(by: Actor) -> None:
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role("administrator")):
        raise Forbidden("字段由管理员设置。", "Administrators define fields.")
