"""The most at risk first: danger, then what is due first, then what was chased, then the oldest; in pages by keyset.

What is owed about an order stands in the ledger, not in its row, so the whole of a pile has to be looked up to rank
it. A long pile is first looked for among the promises that are due soonest of all: whoever opens a page wants no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import BooleanField, DateTimeField, IntegerField
from django.db.models.functions import Coalesce

from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries.orders import COUNTED
from liuke.foundation.keyset import lost
from liuke.kernel.promises.models import Promise

SHORT: Final = 500  # a pile of so many is ranked whole
SOONEST: Final = 2_000  # promises looked through before a long pile is
NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_BY: Final = ("calm", "due", "quiet", "made_at", "pk")
_OWED: Final = Promise.objects.filter(state=Promise.State.OPEN, held_since=None)


@dataclass(frozen=True)
class Ranked:
    """The keys of a page in their order; `next_after` goes into the next call, None on the last page."""

    ids: tuple[int, ...]
    next_after: str | None

    def put_first(self, pk: int | None) -> Ranked:
        """The same with this one before all others, wherever it stands; nothing changes where there is none."""
        return self if pk is None else replace(self, ids=(pk, *(other for other in self.ids if other != pk)))


def ranked(rows: QuerySet[WorkOrder], *, size: int, after: str = "", count: int = COUNTED) -> Ranked:
    """A page of these orders by risk; `count` is how many there are (at least COUNTED where nobody counted to the end)."""
    keyed = _beyond(_keyed(rows), after) if after else _keyed(rows)
    found: list[tuple[Any, ...]] = []
    if count > SHORT:
        found = _keys(keyed.filter(_soon()), size)
    if len(found) <= size:
        found = _keys(keyed, size)
    more = len(found) > size
    return Ranked(tuple(key[-1] for key in found[:size]), _written(found[size - 1]) if more else None)


def counted(rows: QuerySet[WorkOrder]) -> int:
    """How many, as far as anybody wants to know: COUNTED stands for more."""
    return rows.order_by()[:COUNTED].count()


def _soon() -> Q:
    """Danger, and what is among the soonest promises of all: everybody else comes after these."""
    soonest = _OWED.order_by("due_at", "pk").values("about")[:SOONEST]
    return Q(safety=True) | Q(number__in=soonest)


def _keyed(rows: QuerySet[WorkOrder]) -> QuerySet[WorkOrder]:
    owed = _OWED.filter(about=OuterRef("number")).order_by("due_at").values("due_at")[:1]
    return rows.annotate(
        calm=ExpressionWrapper(Q(safety=False), BooleanField()),
        due=Coalesce(Subquery(owed), Value(NEVER, DateTimeField())),
        quiet=ExpressionWrapper(-F("chases"), IntegerField()),
    )


def _keys(rows: QuerySet[WorkOrder], size: int) -> list[tuple[Any, ...]]:
    return list(rows.order_by(*_BY).values_list(*_BY)[: size + 1])


def _beyond(rows: QuerySet[WorkOrder], after: str) -> QuerySet[WorkOrder]:
    """What comes after this key, written out as PostgreSQL would compare rows."""
    key, beyond, same = dict(zip(_BY, _read(after), strict=True)), Q(pk__in=()), Q()
    for name, value in key.items():
        beyond |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return rows.filter(beyond)


def _written(key: Sequence[Any]) -> str:
    calm, due, quiet, made, pk = key
    return f"{calm:d}~{due.isoformat()}~{-quiet}~{made.isoformat()}~{pk}"


def _read(after: str) -> tuple[bool, datetime, int, datetime, int]:
    try:
        calm, due, chases, made, pk = after.replace(" ", "+").split("~")
        key = (calm != "0", _moment(due), -int(chases[:6]), _moment(made), int(pk[:18]))
    except ValueError:
        raise lost() from None
    return key


def _moment(said: str) -> datetime:
    found = datetime.fromisoformat(said)
    if found.tzinfo is None:
        raise ValueError(said)
    return found
