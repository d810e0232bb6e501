"""The one search box: customers, orders, machines, articles, asked side by side; each room looks only where its index is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.customers.queries.searching import Found, search
from liuke.areas.knowledge.queries.articles import ArticleRow, list_articles
from liuke.areas.products.queries.machines import find_by_serial
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries.orders import find_by_number
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.identity.models import Actor

LONGEST: Final = 60
MOST_ARTICLES: Final = 5
_ORDER: Final = re.compile(r"wo[\s-]?(\d{1,12})", re.IGNORECASE)
_DIGITS: Final = re.compile(r"\d{3,12}")
_SERIAL: Final = re.compile(r"[0-9a-z-]{5,40}", re.IGNORECASE)


@dataclass(frozen=True)
class FoundMachine:
    machine: MachineRow
    customer: Brief | None


@dataclass(frozen=True)
class Results:
    """What was found; `order` is the one that its full number names."""

    text: str
    customers: tuple[Found, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    machines: tuple[FoundMachine, ...] = ()
    order: OrderRow | None = None
    articles: tuple[ArticleRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.customers or self.orders or self.machines or self.articles)


def find(text: str, *, by: Actor, limit: int = 20) -> Results:
    """Everything that this text may mean and this actor may see."""
    said = " ".join(text.replace("\x00", "").split())[:LONGEST]
    if not said:
        return Results("")
    named = _ORDER.fullmatch(said)
    orders = find_by_number(said, by=by)[:limit] if named or _DIGITS.fullmatch(said) else ()
    exact = next((o for o in orders if named and len(named[1]) > 4 and o.number == f"WO-{int(named[1]):06}"), None)
    customers = () if named else tuple(search(said, by=by, limit=limit))
    machines = find_by_serial(said, by=by)[:limit] if _SERIAL.fullmatch(said) and not named else ()
    owners = list_briefs({m.customer_id for m in machines}, by=by) if machines else {}
    found = tuple(FoundMachine(m, owners.get(m.customer_id)) for m in machines)
    known = () if named or said.isdecimal() else list_articles(by=by, text=said, limit=min(limit, MOST_ARTICLES))
    return Results(said, customers, orders, found, exact, known)
