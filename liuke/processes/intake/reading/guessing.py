"""Where in a sheet the table stands, and what its columns are: by the headings, then by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final

from liuke.areas.customers.queries.known import is_phone
from liuke.processes.intake.columns import Template, plain
from liuke.processes.intake.reading.layout import IGNORED, Layout, by_headings, headings_of

Rows = Sequence[Sequence[object]]
_LOOKED_AT: Final = 30
_SAMPLE: Final = 300
_COMPANY = re.compile(
    r"(公司|厂|集团|事务所|合作社|商行|经营部|酒店|学校|医院)$|\b(ltd|inc|llc|gmbh|co)\b\.?$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(省|市|区|县|镇|街道|路|街|巷|村|号).*(路|街|巷|村|号|栋|幢|室|弄|园)")
_PERSON = re.compile(r"[\u4e00-\u9fff·]{2,4}(先生|女士|小姐|师傅|经理)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def guess(rows: Rows, template: Template, *, sheet: int = 0, head: int = 0) -> Layout:
    """The likeliest reading; with `head` the person has said where the headings are."""
    head = head or _head(rows, template)
    lines = 2 if _is_second_heading(rows, head, template) else 1
    columns = by_headings(headings_of(rows, head, lines), template)
    body = rows[head - 1 + lines :]
    columns = _by_values(list(body[:_SAMPLE]), columns, template)
    return Layout(sheet, head, lines, _last(rows, head - 1 + lines), tuple(columns))


def _head(rows: Rows, template: Template) -> int:
    """The row with most headings that we know; else the first that looks like headings over rows of its width."""
    scores = [sum(plain(c) in template.by_heading for c in _texts(row)) for row in rows[:_LOOKED_AT]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores)) + 1
    for place, row in enumerate(rows[:_LOOKED_AT]):
        told, below = _texts(row), [_filled(r) for r in rows[place + 1 : place + 4]]
        if len(told) >= 2 and len(told) == _filled(row) and below and min(below) >= len(told) - 1:
            return place + 1
    return scores.index(max(scores)) + 1 if scores else 1


def _is_second_heading(rows: Rows, head: int, template: Template) -> bool:
    """Under a heading of two lines: no value, and either names that we know or hints in brackets."""
    if head >= len(rows):
        return False
    row, told = rows[head], _texts(rows[head])
    if not told or len(told) != _filled(row) or any(_is_value(text) for text in told):
        return False
    bracketed = all(not plain(text) for text in told)
    known = sum(plain(text) in template.by_heading for text in told)
    return bracketed or known >= max(1, len(told) // 2)


def _last(rows: Rows, start: int) -> int:
    """The last row of the table, where text stands beneath it; 0 where none does."""
    counts = [_filled(row) for row in rows[start:]]
    filled = sorted(count for count in counts if count)
    if not filled or filled[len(filled) // 2] < 3:
        return 0
    least, last = filled[len(filled) // 2] / 2, len(counts)
    while last and counts[last - 1] <= least:
        last -= 1
    return 0 if last == len(counts) or not last else start + last


def _by_values(body: Rows, columns: list[str], template: Template) -> list[str]:
    """Targets for columns whose heading says nothing; each target once, the surest signs first."""
    found = list(columns)
    for key, looks, share in _SIGNS:
        if key not in template.places or key in found:
            continue
        for place in range(len(found)):
            values = [str(row[place]) for row in body if place < len(row) and row[place] not in ("", None)]
            if found[place] == IGNORED and values and sum(map(looks, values)) >= share * len(values):
                found[place] = key
                break
    return found


def _is_person(value: str) -> bool:
    return bool(_PERSON.fullmatch(value.strip()))


def looks_like_company(value: str) -> bool:
    """Whether a name ends as companies' names do."""
    return bool(_COMPANY.search(value.strip())) and len(value) < 60


def _is_address(value: str) -> bool:
    return bool(_ADDRESS.search(value)) and len(value) < 120


def _is_email(value: str) -> bool:
    return bool(_EMAIL.fullmatch(value.strip()))


def _is_credit_code(value: str) -> bool:
    return bool(_CREDIT.fullmatch(value.strip().upper()))


def is_number(value: str) -> bool:
    """A phone number, also where a spreadsheet has made a number of it."""
    return is_phone(value.removesuffix(".0"))


_SIGNS: Final[tuple[tuple[str, Callable[[str], bool], float], ...]] = (
    ("phone", is_number, 0.7),
    ("phone_2", is_number, 0.5),
    ("field:email", _is_email, 0.7),
    ("field:credit_code", _is_credit_code, 0.7),
    ("address", _is_address, 0.6),
    ("name", looks_like_company, 0.4),
    ("name", _is_person, 0.9),
    ("contact", _is_person, 0.9),
)


def _is_value(text: str) -> bool:
    return is_number(text) or bool(re.fullmatch(r"[\d.,:/\- ]+", text))


def _texts(row: Sequence[object]) -> list[str]:
    return [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]


def _filled(row: Sequence[object]) -> int:
    return sum(_is_filled(cell) for cell in row)


def _is_filled(cell: object) -> bool:
    return isinstance(cell, int | float | date | datetime) or bool(isinstance(cell, str) and cell.strip())
