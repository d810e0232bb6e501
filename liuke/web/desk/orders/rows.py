"""Orders as every page of the desk shows them in one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.words import Words
from liuke.kernel.promises import words
from liuke.web.desk.filters import told
from liuke.web.ui import shapes

CATALOGUE_KEPT_FOR = 300


@dataclass(frozen=True)
class Line:
    """An order of a list: the row, its customer, its time, what is owed next, and what to notice."""

    order: OrderRow
    url: str
    customer: shapes.Customer
    window: tuple[datetime, datetime] | None
    wished: tuple[datetime, datetime] | None
    product: Words
    owes: Words | None
    late: bool


def lines(rows: Iterable[OrderRow], *, at: datetime) -> list[Line]:
    """Rows for `desk/orders/line.html` and the boards; what all of them need is fetched once."""
    known = _products()
    return [_line(row, known, at) for row in rows]


def line(row: OrderRow, *, at: datetime) -> Line:
    return _line(row, _products(), at)


def _line(row: OrderRow, products: Mapping[str, Words], at: datetime) -> Line:
    return Line(
        order=row,
        url=reverse("desk:order", args=[row.number]),
        customer=customer_of(row),
        window=span(row.window_start, row.window_end),
        wished=span(row.wished_start, row.wished_end),
        product=products.get(row.product_line) or Words(row.product_line, row.product_line),
        owes=words.of(row.owes) if row.owes else None,
        late=row.is_late(at),
    )


def customer_of(row: OrderRow) -> shapes.Customer:
    """The customer of an order, as a chip."""
    grade = f"{row.grade} · {_('core')}" if row.is_core and row.grade else _("core") if row.is_core else row.grade
    return shapes.Customer(
        told(row.customer), row.customer_code, grade, reverse("desk:customer", args=[row.customer_code])
    )


def product_words(key: str) -> Words:
    """A product line as people call it."""
    return _products().get(key) or Words(key, key)


def _products() -> Mapping[str, Words]:
    """The catalogue's lines; asked again every few minutes only (and a cache unpacks what it keeps at every look)."""
    known: dict[str, Words] | None = cache.get("product-lines")
    if known is None:
        known = {line.key: line.words for line in list_lines()}
        cache.set("product-lines", known, CATALOGUE_KEPT_FOR)
    return known


def span(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    return (start, end) if start and end else None
