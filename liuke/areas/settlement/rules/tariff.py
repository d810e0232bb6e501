"""Prices and terms as they held on a day, each with its source: dated data, read by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liuke.foundation.money import Money

HUNDRED: Final = Decimal(100)


@dataclass(frozen=True)
class Version:
    """One value of one key for the days from `since` to `until` (None: no end is known)."""

    key: str
    since: date
    until: date | None
    value: Mapping[str, Any]
    source: str = ""

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Tariff:
    """All versions of prices and terms. `S-0001/labour.repair` is agreed with that site, and goes before the general one."""

    def __init__(self, versions: Iterable[Version]) -> None:
        self._by_key: dict[str, list[Version]] = {}
        for one in versions:
            self._by_key.setdefault(one.key, []).append(one)

    def find(self, key: str, day: date, *, site: str = "") -> Version | None:
        """What holds for this key on this day, the site's own before the general one."""
        for name in (f"{site}/{key}", key) if site else (key,):
            for one in self._by_key.get(name, ()):
                if one.holds(day):
                    return one
        return None

    def first(self, keys: Iterable[str], day: date, *, site: str = "") -> Version | None:
        """The first of these keys that holds: name the most special one first."""
        return next((found for key in keys if (found := self.find(key, day, site=site))), None)

    def value(self, key: str, field: str, day: date, *, site: str = "", otherwise: int = 0) -> Decimal:
        """A number of a term; `otherwise` where nothing is agreed."""
        found = self.find(key, day, site=site)
        return Decimal(str(found.value.get(field, otherwise))) if found else Decimal(otherwise)

    def versions(self, key: str) -> list[Version]:
        """All that has held and will hold, oldest first."""
        return sorted(self._by_key.get(key, ()), key=lambda one: one.since)

    def coefficient(self, outcome: str, day: date, *, site: str = "") -> int:
        """What is paid of the labour with this class, in percent."""
        return int(self.value(f"coefficient.{outcome}", "percent", day, site=site, otherwise=100))


def share(cents: int, percent: Decimal | int) -> int:
    """So many percent of an amount, to the cent, halves away from zero."""
    return cents_of(Money(Decimal(cents) / HUNDRED) * (Decimal(percent) / HUNDRED))


def cents_of(money: Money) -> int:
    return int(money.amount * HUNDRED)
