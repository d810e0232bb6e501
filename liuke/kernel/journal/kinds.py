"""What can happen: the one definition of each event kind. No Django here; `liuke/events/*` is built from it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Final, Protocol, TypeVar, dataclass_transform

AUDIENCES = ("customer", "site", "staff", "restricted")
_NAME = re.compile(r"^[a-z_]+(\.[a-z_]+)+$")
_KINDS: dict[str, Kind] = {}


class Happening(Protocol):
    """Any event object: a frozen dataclass made by `@kind`."""

    kind_name: ClassVar[str]


T = TypeVar("T")


@dataclass(frozen=True)
class Kind:
    """All that is known of an event kind: fields, sentences, what is personal, who may see it, an example."""

    name: str
    type: type
    says: Mapping[str, str]
    personal: tuple[str, ...]
    seen_by: str
    subject: str
    about: str | None
    example: Mapping[str, Any]

    @cached_property
    def fields(self) -> tuple[str, ...]:
        return tuple(f.name for f in dataclasses.fields(self.type))

    def split(self, event: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """The event as (facts, personal), both ready for JSON."""
        values = {name: _plain(getattr(event, name)) for name in self.fields}
        private = {name: values.pop(name) for name in self.personal if values[name] not in (None, "")}
        for name in self.personal:
            values.pop(name, None)
        return values, private

    def sentence(self, language: str, values: Mapping[str, Any]) -> str:
        """The timeline's sentence; values that were erased (or never given) leave no trace."""
        template = self.says["en" if language.startswith("en") else "zh"]
        return _tidy(template.format_map(_Blank(values)))


class _Blank(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _tidy(text: str) -> str:
    text = re.sub(r"[(（]\s*[)）]|[「\"“]\s*[」\"”]", "", text)
    return re.sub(r"\s*[:：,，]\s*$", "", re.sub(r"\s{2,}", " ", text)).strip()


_AS_IT_IS: Final = frozenset({str, int, bool, float, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:  # nearly all are, and an import asks millions of times
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list | frozenset):
        return [_plain(v) for v in value]
    return value


@dataclass_transform(frozen_default=True)
def kind(name: str, *, subject: str = "number", about: str | None = None) -> Callable[[type[T]], type[T]]:
    """Register an event class under `name` (`area.noun.participle`).

    The class declares its fields (only ever added, new ones with defaults), `says` = {"zh", "en"}, `example`,
    and where they differ from the defaults `personal` (erasable fields) and `seen_by` (restricted).
    `subject` names the field with the thing's own number, `about` the field with what it was done for.
    """

    def register(cls: type[T]) -> type[T]:
        if not _NAME.match(name):
            raise ValueError(f"{name}: a kind is area.noun.participle")
        made = dataclass(frozen=True)(cls)
        if _KINDS.get(name) and _KINDS[name].type.__qualname__ != cls.__qualname__:
            raise ValueError(f"{name}: defined twice")
        definition = _define(name, made, subject, about)
        made.kind_name = name  # type: ignore[attr-defined]
        _KINDS[name] = definition
        return made

    return register


def _define(name: str, cls: type, subject: str, about: str | None) -> Kind:
    fields = {f.name for f in dataclasses.fields(cls)}
    says, example = getattr(cls, "says", {}), getattr(cls, "example", None)
    personal, seen_by = tuple(getattr(cls, "personal", ())), getattr(cls, "seen_by", "restricted")
    if set(says) != {"zh", "en"} or example is None:
        raise ValueError(f"{name}: needs says zh and en, and an example")
    if seen_by not in AUDIENCES or not set(personal) <= fields:
        raise ValueError(f"{name}: seen_by or personal names something unknown")
    if subject not in fields or (about is not None and about not in fields):
        raise ValueError(f"{name}: subject or about is no field")
    return Kind(name, cls, says, personal, seen_by, subject, about, example)


def get_kind(name: str) -> Kind:
    """The definition of `name`; KeyError if the business knows no such event."""
    return _KINDS[name]


def find_kind(name: str) -> Kind | None:
    return _KINDS.get(name)


def list_kinds() -> list[Kind]:
    return sorted(_KINDS.values(), key=lambda k: k.name)


def kind_of(event: object) -> Kind:
    return _KINDS[event.kind_name]  # type: ignore[attr-defined]


def seen_by_or_wider(audience: str) -> tuple[str, ...]:
    """The `seen_by` marks that an audience may read: restricted reads all, customer only its own."""
    return AUDIENCES[: AUDIENCES.index(audience) + 1]
