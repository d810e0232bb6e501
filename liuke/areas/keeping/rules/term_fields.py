"""How a value of the house is written in a form, checked and told: a sheet is what a director states at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liuke.areas.keeping.rules.caring import WAYS
from liuke.foundation.words import Words

LONGEST: Final = 120
NOTHING: Final = Words("不问候", "Nothing")
WAY_CHOICES: Final = {"": NOTHING, **WAYS}
REACH: Final = {
    "": Words("都不", "None"),
    "A": Words("A 级", "Grade A"),
    "A,B": Words("A、B 级", "Grades A and B"),
    "A,B,C": Words("A、B、C 级", "Grades A, B and C"),
}
"""Down to which grade something reaches, as a form writes it; stored as the list of the grades."""
LEAP: Final = 2000
"""A year with a 29 February: a festival may be kept on it."""

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """A figure or line of a sheet: `part` of the value stored under `key`, the whole value where `part` is empty.

    `kind`: number (from `least` to `most`), text, way (of greeting), reach (of grades), solar and lunar (month-day).
    """

    key: str
    part: str
    words: Words
    kind: str = "number"
    least: int = 0
    most: int = 0
    unit: Words = Words("", "")

    @property
    def name(self) -> str:
        return f"{self.key}.{self.part}" if self.part else self.key

    @property
    def label(self) -> Words:
        if not self.unit.zh:
            return self.words
        return Words(f"{self.words.zh}（{self.unit.zh}）", f"{self.words.en} ({self.unit.en})")

    @property
    def choices(self) -> Mapping[str, Words]:
        return {"way": WAY_CHOICES, "reach": REACH}.get(self.kind, {})


@dataclass(frozen=True)
class Sheet:
    """What is stated together: fields of one table, and what has to hold between them (`check`: by field, what is wrong)."""

    name: str
    group: str
    table: str
    words: Words
    fields: tuple[Field, ...]
    check: Callable[[Values], Mapping[str, Words]] = lambda _read: {}

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(field.key for field in self.fields))


@dataclass(frozen=True)
class Read:
    """The values of a form by field; `wrong` says by field what cannot be taken."""

    values: Values
    wrong: Mapping[str, Words]


def read(sheet: Sheet, said: Mapping[str, str]) -> Read:
    """A whole form; the check between fields only where each can be read."""
    found = {field.name: _READERS[field.kind](field, said.get(field.name, "").strip()) for field in sheet.fields}
    wrong = {name: value for name, value in found.items() if isinstance(value, Words)}
    return Read(found, wrong or sheet.check(found))


def put(sheet: Sheet, values: Values, held: Values) -> dict[str, Any]:
    """What is to be stored by key: the fields in what is held there, whose other parts stay."""
    stored: dict[str, Any] = {key: held[key] for key in sheet.keys}
    for field in sheet.fields:
        value = values[field.name]
        if not field.part:
            stored[field.key] = value
            continue
        rest = {part: kept for part, kept in stored[field.key].items() if part != field.part}
        stored[field.key] = rest if field.kind == "way" and not value else rest | {field.part: value}
    return stored


def typed(field: Field, stored: Values) -> str:
    """A stored value as its form field holds it."""
    value = _held(field, stored)
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, list) else str(value)


def told(field: Field, stored: Values) -> Words:
    """A stored value as people say it; a text is told once, in the reader's language."""
    text = typed(field, stored)
    if field.kind == "text":
        return Words(stored[field.key]["zh"], stored[field.key]["en"])
    if field.choices:
        return field.choices.get(text, Words(text.replace(",", "、"), text))
    return Words(f"{text}{field.unit.zh and ' '}{field.unit.zh}", f"{text}{field.unit.en and ' '}{field.unit.en}")


def _held(field: Field, stored: Values) -> Any:
    value = stored.get(field.key)
    return value.get(field.part) if field.part and value is not None else value


def _number(field: Field, text: str) -> int | Words:
    if text.isascii() and text.isdecimal() and len(text) < 7 and field.least <= int(text) <= field.most:
        return int(text)
    return Words(
        f"请填写 {field.least} 到 {field.most} 的整数。", f"Write a whole number from {field.least} to {field.most}."
    )


def _text(_field: Field, text: str) -> str | Words:
    if not text:
        return Words("请填写此项。", "Please fill this in.")
    if len(text) > LONGEST:
        return Words(f"最多 {LONGEST} 个字。", f"At most {LONGEST} characters.")
    return text if text.isprintable() else Words("含有无法显示的字符。", "It holds characters that cannot be printed.")


def _chosen(field: Field, text: str) -> str | Words:
    return text if text in field.choices else Words("请选择一项。", "Choose one.")


def _reach(field: Field, text: str) -> list[str] | Words:
    found = _chosen(field, text)
    return found if isinstance(found, Words) else [grade for grade in found.split(",") if grade]


def _solar_day(_field: Field, text: str) -> str | Words:
    try:
        return f"{date.fromisoformat(f'{LEAP}-{text}'):%m-%d}"
    except ValueError:
        return Words("请写成 10-01 的样子（月-日）。", "Write month and day like 10-01.")


def _lunar_day(_field: Field, text: str) -> str | Words:
    month, _dash, day = text.partition("-")
    if (
        len(text) == 5
        and month.isascii()
        and (month + day).isdecimal()
        and 1 <= int(month) <= 12
        and 1 <= int(day) <= 30
    ):
        return text
    return Words("请写成 08-15 的样子（农历月-日）。", "Write lunar month and day like 08-15.")


_READERS: Final[Mapping[str, Callable[[Field, str], Any]]] = {
    "number": _number, "text": _text, "way": _chosen, "reach": _reach, "solar": _solar_day, "lunar": _lunar_day,
}  # fmt: skip
