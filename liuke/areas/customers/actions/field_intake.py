"""Fields of many customers at once, from a file. What stands in a file already stays: a person may have written it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from psycopg.types.json import Jsonb

from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.copying import ids_of, insert
from liuke.areas.customers.models import ClearValue, FieldValue
from liuke.areas.customers.queries.fields import Field
from liuke.areas.customers.rules import field_types, fields, searching
from liuke.areas.customers.rules.field_types import Kept, Unread
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES

SOURCE = "import"
_WORDS = "UPDATE customers_searchentry SET words = words || %s::tsvector WHERE customer_id = %s"


@dataclass(frozen=True)
class FieldText:
    """A field's value as it was read; `clear` of a sealed one."""

    field: int
    kept: Kept
    clear: str = ""
    searched: str = ""


def read_field(field: Field, text: str, *, kind: str, today: date) -> FieldText:
    """A text of a file as this field's value, for a customer of this kind; Invalid says what is wrong."""
    if not (field.for_company if kind == "company" else field.for_household):
        raise Invalid(f"「{field.words.zh}」不用于这类客户。", f"Customers of this kind have no “{field.words.en}”.")
    if fields.needs_own_word(field.own_word, kind):
        raise Invalid("此项须由本人告知，不能从文件导入。", "Only the person himself may tell this; no file may.")
    try:
        found = field_types.read(field.type, text, choices=field.choices, today=today)
    except Unread as bad:
        raise Invalid(bad.words.zh, bad.words.en) from None
    searched = field_types.told(field.type, found.kept, choices=field.choices).zh if field.searchable else ""
    return FieldText(field.id, found.kept, found.clear, searched)


def fill(rows: Mapping[int, Sequence[FieldText]], *, by: Actor, at: datetime) -> int:
    """Write fields of customers who have just come in by a file, in a handful of statements; returns how many.

    Call it in the transaction of the batch. A field that holds something already is left as it is.
    """
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("客户档案由呼叫中心维护。", "The centre keeps the file.")
    asked = [pk for pk, texts in rows.items() if texts]
    had = FieldValue.objects.filter(customer_id__in=asked, contact=None).values_list("customer_id", "definition_id")
    stands = set(had) if asked else set()
    fresh = [(pk, one) for pk in asked for one in rows[pk] if (pk, one.field) not in stands]
    day, ids = local(at).date(), ids_of(FieldValue, len(fresh))
    made = list(zip(ids, fresh, strict=True))
    insert(
        FieldValue, _COLUMNS,
        ((n, pk, None, one.field, Jsonb(one.kept), False, SOURCE, day, by.pk, at, at) for n, (pk, one) in made),
        count=len(made),
    )  # fmt: skip
    kind = ClearValue.Kind.FIELD.value
    writing.keep([writing.Secret(pk, kind, n, one.clear) for n, (pk, one) in made if one.clear])
    _find_by([(pk, one.searched) for _, (pk, one) in made if one.searched])
    return len(made)


def _find_by(told: Sequence[tuple[int, str]]) -> None:
    if told:
        with connection.cursor() as cursor:
            cursor.executemany(_WORDS, [(searching.words_of([text], ()), pk) for pk, text in told])


_COLUMNS = (
    "id", "customer_id", "contact_id", "definition_id", "value", "own_word", "source", "told_on", "entered_by_id",
    "entered_at", "confirmed_at",
)  # fmt: skip
