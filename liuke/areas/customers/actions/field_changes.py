"""What of a form's fields is new, what is wrong, and what somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from liuke.areas.customers.models import Customer, FieldDefinition, FieldValue
from liuke.areas.customers.rules import field_types, fields
from liuke.areas.customers.rules.field_types import Read, Unread
from liuke.areas.customers.rules.names import tidy
from liuke.foundation.faults import Invalid, Stale
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Change:
    """One field takes a value, or loses it (`read` is None)."""

    definition: FieldDefinition
    read: Read | None
    own_word: bool

    @property
    def words(self) -> Words:
        """As the timeline tells it: nothing of what is secret or sealed."""
        d = self.definition
        said = fields.GONE if self.read is None else fields.HIDDEN
        if self.read is not None and d.secrecy == "general" and d.type not in field_types.SEALED:
            said = field_types.told(d.type, self.read.kept, choices=choices_of(d))
        return Words(f"{d.zh}：{said.zh}", f"{d.en}: {said.en}")


def choices_of(d: FieldDefinition) -> list[tuple[str, Words]]:
    return [(key, Words(zh, en)) for key, zh, en in d.choices]


def changes_of(
    known: Mapping[str, FieldDefinition],
    values: Mapping[str, str],
    before: Mapping[str, str],
    stands: Mapping[str, FieldValue],
    *,
    customer: Customer,
    told: str,
    today: date,
) -> list[Change]:
    """Raises Invalid with every field that is wrong, then Stale with every field that another has changed."""
    found, wrong, stale = [], {}, {}
    for key, text in values.items():
        d, now = known[key], shown(known[key], stands.get(key))
        was, new = before.get(key, now), tidy(text)
        if new == tidy(was):
            continue
        if was != now:
            stale[d.zh] = (now, new)
        try:
            found.append(_change(d, new, customer, told, today))
        except Unread as fault:
            wrong[key] = fault.words
    if wrong:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)
    if stale:
        raise Stale(
            "您修改期间，别人已更新此档案。请对照后再保存。",
            "Somebody else changed this file meanwhile. Compare and save again.",
            difference=stale,
        )
    return [c for c in found if c.read is not None or c.definition.key in stands]


def shown(d: FieldDefinition, now: FieldValue | None) -> str:
    """What a form shows of a value: as one types it, of a sealed one its mask."""
    if now is None:
        return ""
    return str(now.value) if d.type in field_types.SEALED else field_types.typed(d.type, now.value)


def _change(d: FieldDefinition, new: str, customer: Customer, told: str, today: date) -> Change:
    own_word = fields.needs_own_word(d.own_word, customer.kind)
    if not new:
        return Change(d, None, own_word)
    if own_word and not fields.is_own_word(told):
        raise Unread(
            "此项涉及个人性格或家庭，只能在本人主动告知后记录，来源请选「本人告知」。",
            "This is of a person's character or family: only he himself may have told it. Choose that as the source.",
        )
    return Change(d, field_types.read(d.type, new, choices=choices_of(d), today=today), own_word)
