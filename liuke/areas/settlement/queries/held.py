"""What the company holds of its sites' money, and which sums of earlier months come into one: read in sets, by site."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet, Sum

from liuke.areas.settlement.models import Holding, Statement, StatementLine
from liuke.areas.settlement.rules.holding import HOLDINGS
from liuke.areas.settlement.rules.lines import ONCE_NAMED
from liuke.areas.settlement.rules.months import Kept, Returned
from liuke.areas.settlement.rules.states import FIXED


def kept_of(statements: Sequence[Statement], month: date, at: datetime) -> Mapping[int, Kept]:
    """What closes the month of each statement, by its id: held, given back by now, owed from earlier. Four reads."""
    sites = [one.site_id for one in statements]
    ids = [one.pk for one in statements]
    held = held_cents(sites, before=month, at=at)
    returned, owed = _returned(sites, ids, at), _owed(sites, ids, month)
    return {
        one.pk: Kept(
            held.get((one.site_id, "retention"), 0), held.get((one.site_id, "deposit"), 0),
            tuple(returned.get(one.site_id, ())), tuple(owed.get(one.site_id, ())),
            is_over=one.site.contract_until is not None and one.site.contract_until < month,
        )
        for one in statements
    }  # fmt: skip


def held_cents(
    sites: Collection[int], *, at: datetime | None = None, before: date | None = None
) -> dict[tuple[int, str], int]:
    """By (site's id, kind): what signed statements (of months `before` one) kept back, less what was given back by `at`."""
    rows = StatementLine.objects.filter(
        statement__site__in=sites, statement__state__in=FIXED, item__in=list(HOLDINGS), order_number=""
    )
    if before is not None:
        rows = rows.filter(statement__month__lt=before)
    grouped = rows.values_list("statement__site_id", "item").annotate(sum=Sum("cents"))
    held = {(site, item): -cents for site, item, cents in grouped}
    back = Holding.objects.filter(site__in=sites, state="given_back")
    if at is not None:
        back = back.filter(given_back_at__lte=at)
    for site, kind, cents in back.values_list("site_id", "kind").annotate(sum=Sum("cents")):
        held[site, kind] = held.get((site, kind), 0) - cents
    return held


def _returned(sites: Iterable[int], ids: Collection[int], at: datetime) -> dict[int, list[Returned]]:
    """What was given back by now and stands on no other statement."""
    rows = Holding.objects.filter(site__in=list(sites), state="given_back", given_back_at__lte=at)
    found: dict[int, list[Returned]] = {}
    for one in rows.exclude(number__in=_named_elsewhere(ids)).order_by("pk"):
        returned = Returned(one.number, one.kind, one.cents, one.because, one.event or 0)
        found.setdefault(one.site_id, []).append(returned)
    return found


def _owed(sites: Iterable[int], ids: Collection[int], month: date) -> dict[int, list[tuple[str, int]]]:
    """Signed months before this one that came out negative and are set off in no other."""
    rows = Statement.objects.filter(site__in=list(sites), month__lt=month, state__in=FIXED, total_cents__lt=0)
    found: dict[int, list[tuple[str, int]]] = {}
    for one in rows.exclude(number__in=_named_elsewhere(ids)).order_by("month"):
        found.setdefault(one.site_id, []).append((one.number, one.total_cents))
    return found


def _named_elsewhere(ids: Collection[int]) -> QuerySet[StatementLine, str]:
    rows = StatementLine.objects.filter(Q(item__in=ONCE_NAMED) & ~Q(reference="")).exclude(statement__in=ids)
    return rows.values_list("reference", flat=True)
