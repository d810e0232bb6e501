"""Fields of the customer's file as further columns of a file, beyond those of the template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.areas.customers.actions.field_intake import FieldText, read_field
from liuke.areas.customers.queries.fields import Field, list_fields
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.processes.intake.columns import CUSTOMERS, Column, Template
from liuke.processes.intake.lines import Line, Refusals
from liuke.processes.intake.reading.cells import BadCell, text_of

MARK = "field:"


def widened(template: Template, *, only: Sequence[str] | None = None) -> Template:
    """The template with a column for each field of a customer (or for those that a layout names)."""
    if template.key != CUSTOMERS.key or (only is not None and not any(key.startswith(MARK) for key in only)):
        return template
    own = [column_of(f) for f in list_fields() if f.subject == "customer"]
    return template.wider([c for c in own if only is None or c.key in only])


def column_of(field: Field) -> Column:
    """How a field stands among the columns; its own names are what it is known by."""
    hint = Words("客户档案字段。", "A field of the customer's file.")
    return Column(f"{MARK}{field.key}", field.words, hint, also=(field.key,))


def read_fields(
    line: Line, places: Sequence[tuple[int, Field]], kind: str, refusals: Refusals, *, today: date
) -> list[FieldText]:
    """The fields of a line, each checked as a form would; what is wrong is refused at its column."""
    found = []
    for place, field in places:
        try:
            text = text_of(line.cells[place])
            if text:
                found.append(read_field(field, text, kind=kind, today=today))
        except BadCell as bad:
            refusals.add_words(line.number, f"{MARK}{field.key}", bad.words)
        except Invalid as bad:
            refusals.add_words(line.number, f"{MARK}{field.key}", bad.words)
    return found


def places_of(template: Template) -> list[tuple[int, Field]]:
    """Where the fields stand in a line of this template."""
    wanted = {column.key: place for place, column in enumerate(template.columns) if column.key.startswith(MARK)}
    return [(wanted[f"{MARK}{f.key}"], f) for f in list_fields() if f"{MARK}{f.key}" in wanted] if wanted else []
