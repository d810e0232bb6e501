"""Files of any shape: a reading is proposed, corrected by people, and remembered by the headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.progress.queries import get_job
from liuke.foundation.queue.actions import defer
from liuke.foundation.words import Words
from liuke.processes.intake import actions, kept
from liuke.processes.intake.columns import CUSTOMERS, Column, Template, template_called
from liuke.processes.intake.digest import digest_of
from liuke.processes.intake.fields import widened
from liuke.processes.intake.lines import Options
from liuke.processes.intake.models import ColumnTemplate, Upload
from liuke.processes.intake.reading import files
from liuke.processes.intake.reading.cells import BadCell, text_of
from liuke.processes.intake.reading.guessing import Rows, guess
from liuke.processes.intake.reading.layout import Layout, check, headings_of, signature_of

MOST_SHEETS: Final = 20
MOST_COLUMNS: Final = 60
_SHOWN, _LONGEST = 3, 40
_DIGITS = re.compile(r"(\d{3})\d{3,}(\d{2})")


@dataclass(frozen=True)
class ColumnView:
    """One column of the file: its heading, what stands in it (long numbers masked), and what it is taken for."""

    place: int
    heading: str
    samples: tuple[str, ...]
    target: str


@dataclass(frozen=True)
class LayoutView:
    """What the page of the columns shows."""

    sheets: tuple[str, ...]
    layout: Layout
    rows: int
    columns: tuple[ColumnView, ...]
    targets: tuple[Column, ...]
    remembered: bool


def propose(data: bytes, name: str, template: Template) -> Layout | None:
    """The likeliest reading of a file; None where no sheet has two columns to choose from."""
    wide, best, score = widened(template), None, (-1, -1)
    for place, sheet in enumerate(files.sheets_of(data, name)[:MOST_SHEETS]):
        if not sheet.visible:
            continue
        rows = files.look_into(data, name, place).rows
        if not any(len([cell for cell in row if cell not in ("", None)]) >= 2 for row in rows):
            continue
        layout = _as_remembered(guess(rows, wide, sheet=place), rows, wide)
        required = sum(column.required and column.key in layout.columns for column in wide.columns)
        found = (required, sum(map(bool, layout.columns)))
        if found > score:
            best, score = layout, found
    return best


def keep(upload: Upload, layout: Layout, data: bytes) -> None:
    """The upload is read in this way from now on."""
    options = replace(Options.from_json(upload.options), layout=layout)
    upload.options, upload.digest = options.as_json(), digest_of(data, options)
    upload.save(update_fields=["options", "digest"])


def get_layout(number: str, *, sheet: int | None = None, head: int | None = None, by: Actor) -> LayoutView:
    """How a file is read; with `sheet` or `head` how it would be read there."""
    actions.check_may(by)
    upload = actions.find_upload(number, by)
    data = _bytes(upload)
    wide = widened(template_called(upload.template))
    kept = Options.from_json(upload.options).layout
    names = files.sheets_of(data, upload.name)[:MOST_SHEETS]
    place = sheet if sheet is not None else kept.sheet if kept else 0
    if not 0 <= place < len(names):
        raise Invalid.field("sheet", "没有这张工作表。", "There is no such sheet.")
    rows = files.look_into(data, upload.name, place).rows
    if kept is None or kept.sheet != place or head not in (None, kept.head):
        kept = _as_remembered(guess(rows, wide, sheet=place, head=min(head or 0, len(rows))), rows, wide)
    return _view(kept, rows, [one.name for one in names], wide)


def read_otherwise(number: str, layout: Layout, *, remember: bool, by: Actor, at: datetime) -> None:
    """Somebody says what the columns are: the file is checked anew. Raises Invalid where that cannot be."""
    actions.check_may(by)
    with transaction.atomic():
        upload = actions.find_upload(number, by, lock=True)
        data = _bytes(upload)
        if get_job(upload.check_job, by=by).is_open or (
            upload.run_job and get_job(upload.run_job, by=by).state == "done"
        ):
            raise Refused("文件正在检查或已导入。", "The file is being checked or was taken in.")
        if upload.run_job and get_job(upload.run_job, by=by).is_open:
            raise Refused("该文件正在导入。", "This file is being taken in.")
        wide = widened(template_called(upload.template))
        check(layout, wide)
        _check_place(layout, data, upload.name)
        keep(upload, layout, data)
        if remember:
            _remember(upload, layout, data, by, at)
        words = Words(f"检查：{upload.name}", f"Checking: {upload.name}")
        upload.check_job = progress.open_job(actions.CHECK, words, by=by, at=at, cursor={"upload": number})
        upload.run_job = ""
        upload.save(update_fields=["check_job", "run_job"])
        kept.forget(Upload.objects.filter(pk=upload.pk), kept.REFUSED)
        note("intake.file.columns_said", by=by, at=at, subject=f"intake:{number}")
        defer(actions.CHECK, key=f"{actions.CHECK}:{number}:{upload.check_job}", upload=number)


def _check_place(layout: Layout, data: bytes, name: str) -> None:
    if layout.sheet >= len(files.sheets_of(data, name)):
        raise Invalid.field("sheet", "没有这张工作表。", "There is no such sheet.")
    if layout.first > len(files.look_into(data, name, layout.sheet).rows):
        raise Invalid.field("head", "表头下面没有数据行。", "There is no row under this heading.")


def _remember(upload: Upload, layout: Layout, data: bytes, by: Actor, at: datetime) -> None:
    headings = headings_of(files.look_into(data, upload.name, layout.sheet).rows, layout.head, layout.lines)
    ColumnTemplate.objects.update_or_create(
        template=upload.template,
        signature=signature_of(headings),
        defaults={"columns": list(layout.columns), "said_by": by, "said_at": at},
    )


def _as_remembered(layout: Layout, rows: Rows, template: Template) -> Layout:
    known = _known(layout, rows, template)
    if known is None:
        return layout
    return replace(layout, columns=tuple(key if key in template.places else "" for key in known.columns))


def _known(layout: Layout, rows: Rows, template: Template) -> ColumnTemplate | None:
    signature = signature_of(headings_of(rows, layout.head, layout.lines))
    return ColumnTemplate.objects.filter(template=template.key, signature=signature).first()


def _view(layout: Layout, rows: Rows, sheets: list[str], template: Template) -> LayoutView:
    headings = headings_of(rows, layout.head, layout.lines)[:MOST_COLUMNS]
    body = rows[layout.first - 1 : layout.last or None]
    targets = [*layout.columns, *[""] * len(headings)]
    columns = [ColumnView(n, h, _samples(body, n), targets[n]) for n, h in enumerate(headings)]
    known = _known(layout, rows, template) is not None
    return LayoutView(tuple(sheets), layout, len(body), tuple(columns), template.columns, known)


def _samples(body: Rows, place: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in body[:200]:
        if place < len(row) and row[place] not in ("", None) and len(found) < _SHOWN:
            found.append(_masked(row[place]))
    return tuple(found)


def _masked(cell: object) -> str:
    try:
        return _DIGITS.sub(r"\1***\2", text_of(cell)[:_LONGEST])
    except BadCell:
        return "…"


def _bytes(upload: Upload) -> bytes:
    if not upload.is_kept:
        raise Refused("文件已不再保存，请重新上传。", "The file is no longer kept; hand it in again.")
    if upload.template != CUSTOMERS.key and not Options.from_json(upload.options).layout:
        raise Refused("该文件按模板读取。", "This file is read by its template.")
    return kept.read(upload, kept.FILE)
