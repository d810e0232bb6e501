"""Reading what would leave: how many rows, of which level, and which are left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.queries.lists import Listing, Row
from liuke.areas.secrecy.rules import gate
from liuke.foundation.faults import Forbidden, TooLarge
from liuke.foundation.identity.models import Actor

MOST: Final = 20_000
_BATCH: Final = 500


@dataclass(frozen=True)
class Measure:
    """What a list would let out: `level` the highest among the rows that may, `left_out` rows of core customers."""

    rows: int
    left_out: int
    level: str


def batches(listing: Listing, filter: str, *, by: Actor, at: datetime) -> Iterator[list[tuple[Row, str]]]:
    """The rows in batches, each with its secrecy level, as this actor may see them.

    Raises Forbidden for whoever may not take this list out, TooLarge beyond 20,000 rows.
    """
    require_asker(listing, by)
    rows, count = iter(listing.rows(filter, by, at)), 0
    while batch := list(islice(rows, _BATCH)):
        count += len(batch)
        if count > MOST:
            raise TooLarge(
                f"超过 {MOST} 行，请先缩小范围再申请。", f"More than {MOST} rows: narrow the filters and ask again."
            )
        levels = _levels({pk for pk, _cells in batch if pk is not None})
        yield [(row, levels.get(row[0] or 0, gate.LEVELS[0])) for row in batch]


def require_asker(listing: Listing, by: Actor) -> None:
    """Raise Forbidden for whoever may not take this list out, even with an approval."""
    if not by.has_role(*listing.roles):
        raise Forbidden("您的岗位不能申请外发此列表。", "Your role may not ask for this list.")


def measure(listing: Listing, filter: str, *, by: Actor, at: datetime) -> Measure:
    """Count what would leave now."""
    levels = [level for batch in batches(listing, filter, by=by, at=at) for _row, level in batch]
    leaving = [level for level in levels if level != gate.NEVER]
    return Measure(len(leaving), len(levels) - len(leaving), gate.highest(leaving))


def _levels(customer_ids: set[int]) -> dict[int, str]:
    return dict(Customer.objects.filter(pk__in=customer_ids).values_list("pk", "secrecy"))
