"""From the lines of a site's orders to its month: the cap on deductions, retention, deposit, tax, total. In cents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from liuke.areas.settlement.rules.lines import UNTAXED, Line
from liuke.areas.settlement.rules.orders import has_coefficient
from liuke.areas.settlement.rules.tariff import Tariff, share


@dataclass(frozen=True)
class Returned:
    """Held money that finance gave back: which holding, of which kind, why, and the event that says so."""

    number: str
    kind: str
    cents: int
    because: str
    event: int


@dataclass(frozen=True)
class Kept:
    """What the company holds of a site's money before this month, and what of earlier months comes into it.

    `returned` is no longer among what is held. `owed` are earlier months that came out negative, in cents by number.
    `is_over`: the site's agreement has ended, so no more deposit is paid in.
    """

    retention_cents: int = 0
    deposit_cents: int = 0
    returned: tuple[Returned, ...] = ()
    owed: tuple[tuple[str, int], ...] = ()
    is_over: bool = False


class Sums:
    """Sums by item, gathered line by line: the lines themselves need not be held together."""

    def __init__(self) -> None:
        self.cents: dict[str, int] = {}
        self.counts: dict[str, int] = {}
        self._taxed = 0

    def add(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self.cents[line.item] = self.cents.get(line.item, 0) + line.cents
            self.counts[line.item] = self.counts.get(line.item, 0) + 1
            if line.counts_as not in UNTAXED:
                self._taxed += line.cents

    @property
    def taxed(self) -> int:
        return self._taxed

    @property
    def total(self) -> int:
        return sum(self.cents.values())

    def of(self, *items: str) -> int:
        return sum(self.cents.get(item, 0) for item in items)


def closing_lines(sums: Sums, *, site: str, month: date, tariff: Tariff, kept: Kept) -> list[Line]:
    """The lines that belong to the month and to no order; to be added to the sums by the caller."""
    day = last_day(month)
    found = [line for line in [cap_line(sums, site=site, day=day, tariff=tariff)] if line]
    taxed = sums.taxed + sum(line.cents for line in found)
    for line in (
        _retention(taxed, site, day, tariff, kept),
        _deposit(site, day, tariff, kept),
        _tax(taxed, site, day, tariff),
    ):
        if line is not None and line.cents:
            found.append(line)
    return [*found, *_of_earlier_months(kept)]


def _of_earlier_months(kept: Kept) -> Iterator[Line]:
    """What was held and is given back; then what a negative month left: it is set off, neither paid nor lost."""
    for one in kept.returned:
        yield Line("", f"{one.kind}_back", one.cents, one.because, events=(one.event,), reference=one.number)
    for number, cents in kept.owed:
        yield Line("", "carried", cents, "carried", reference=number)


def cap_line(sums: Sums, *, site: str, day: date, tariff: Tariff) -> Line | None:
    """Deductions are at most 20 % of the month's labour; what is above is not deducted."""
    version = tariff.find("deduction_cap", day, site=site)
    if version is None:
        return None
    base = sum(sums.of(item) for item in ("labour", "installation") if has_coefficient(item, tariff, day, site))
    percent = int(version.value["percent"])
    above = -sums.of("deduction") - share(base, percent)
    if above <= 0:
        return None
    return Line("", "cap", above, "cap", unit_cents=base, percent=percent, price=version.key, price_from=version.since)


def _retention(taxed: int, site: str, day: date, tariff: Tariff, kept: Kept) -> Line | None:
    version = tariff.find("retention", day, site=site)
    if version is None or taxed <= 0:
        return None
    percent = Decimal(str(version.value["percent"]))
    room = int(version.value.get("most_cents", 0)) - kept.retention_cents
    cents = min(share(taxed, percent), max(room, 0))
    return Line(
        "", "retention", -cents, "retention", unit_cents=taxed, percent=int(percent), price=version.key,
        price_from=version.since,
    )  # fmt: skip


def _deposit(site: str, day: date, tariff: Tariff, kept: Kept) -> Line | None:
    version = tariff.find("deposit", day, site=site)
    if version is None or kept.is_over:
        return None
    room = int(version.value.get("target_cents", 0)) - kept.deposit_cents
    cents = min(int(version.value.get("monthly_cents", 0)), max(room, 0))
    return Line(
        "", "deposit", -cents, "deposit", unit_cents=int(version.value.get("target_cents", 0)), price=version.key,
        price_from=version.since,
    )  # fmt: skip


def _tax(taxed: int, site: str, day: date, tariff: Tariff) -> Line | None:
    version = tariff.find("tax", day, site=site)
    if version is None:
        return None
    percent = Decimal(str(version.value["percent"]))
    return Line(
        "", "tax", share(taxed, percent), "tax", unit_cents=taxed, percent=int(percent), price=version.key,
        price_from=version.since,
    )  # fmt: skip


def difference(
    now: Iterable[Line], settled: Mapping[str, int], *, order: str, reference: str, since: int
) -> list[Line]:
    """What an order settled earlier brings now beyond what was settled, item by item: the adjustments 补差.

    `since` is the last event that the earlier statement knew: the newer ones are what the adjustment rests on.
    """
    lines = {line.item: line for line in now}
    found = []
    for item in sorted(set(lines) | set(settled)):
        line = lines.get(item)
        cents = (line.cents if line else 0) - settled.get(item, 0)
        if cents:
            newer = tuple(event for one in lines.values() for event in one.events if event > since)
            events = tuple(e for e in (line.events if line else ()) if e > since) or tuple(sorted(set(newer)))
            found.append(
                Line(
                    order, "adjustment", cents, "late", reference=reference, of_item=item, events=events,
                    outcome=line.outcome if line else "", unit_cents=settled.get(item, 0),
                )
            )  # fmt: skip
    return found


def first_day(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def earlier_month(month: date, months: int = 1) -> date:
    """So many months before."""
    return later_month(month, -months)


def later_month(month: date, months: int = 1) -> date:
    """So many months after, by its first day."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def last_day(month: date) -> date:
    return next_month(month) - timedelta(days=1)
