"""Reading quotes: those of an order with their lines, and one version's lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.charges import access
from liuke.areas.charges.models import Quote, QuoteLine
from liuke.areas.charges.rules.names import CONSENT_WAYS, OLD_PARTS, QUOTE_STATES
from liuke.areas.charges.rules.pricing import Line
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

NOTHING = Words("", "")


@dataclass(frozen=True)
class QuoteRow:
    """A quote with the lines of the version that stands; amounts in cents."""

    number: str
    order: str
    state: str
    state_words: Words
    version: int
    amount_cents: int
    lines: tuple[Line, ...]
    guarantee_days: int
    old_parts: str
    old_parts_words: Words
    made_at: datetime
    made_by: str
    answered_at: datetime | None
    answered_by: str
    via_words: Words
    signature: str
    reason: str

    @property
    def has_parts(self) -> bool:
        return any(line.kind == "part" for line in self.lines)


def get_quote(number: str, *, by: Actor) -> QuoteRow:
    """The quote, or Missing for whoever may not see its order."""
    return quote_rows([access.quote(number, by=by)])[0]


def lines_of(quote: Quote, version: int | None = None) -> tuple[Line, ...]:
    """The lines of a version, of the one that stands by default."""
    rows = quote.lines.filter(version=version or quote.version).order_by("position")
    return tuple(_line(row) for row in rows)


def quote_rows(quotes: Iterable[Quote]) -> tuple[QuoteRow, ...]:
    """Rows of quotes read with their order and people; the lines come in one query more."""
    found = list(quotes)
    lines: dict[int, list[Line]] = {}
    versions = {q.pk: q.version for q in found}
    if found:
        for row in QuoteLine.objects.filter(quote__in=versions).order_by("quote", "position"):
            if row.version == versions[row.quote_id]:
                lines.setdefault(row.quote_id, []).append(_line(row))
    return tuple(_row(q, tuple(lines.get(q.pk, ()))) for q in found)


def _line(row: QuoteLine) -> Line:
    return Line(row.code, row.kind, Words(row.zh, row.en), row.quantity, row.unit_cents, row.reason, row.source)


def _row(q: Quote, lines: tuple[Line, ...]) -> QuoteRow:
    return QuoteRow(
        number=q.number,
        order=q.order.number,
        state=q.state,
        state_words=QUOTE_STATES[q.state],
        version=q.version,
        amount_cents=q.amount_cents,
        lines=lines,
        guarantee_days=q.guarantee_days,
        old_parts=q.old_parts,
        old_parts_words=OLD_PARTS.get(q.old_parts, NOTHING),
        made_at=q.made_at,
        made_by=q.made_by.name,
        answered_at=q.answered_at,
        answered_by=q.answered_by.name if q.answered_by else "",
        via_words=CONSENT_WAYS.get(q.answered_via, NOTHING),
        signature=q.signature,
        reason=q.reason,
    )
