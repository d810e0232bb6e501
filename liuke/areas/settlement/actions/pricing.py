"""What sites are paid, from a day on: a new dated price beside those that have held; none that has held is changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.network import access as network
from liuke.areas.settlement import access
from liuke.areas.settlement.actions.telling import yuan_of
from liuke.areas.settlement.queries.tariffs import PRICES
from liuke.areas.settlement.queries.tariffs import list_prices as list_prices
from liuke.events.settlement import PriceSet
from liuke.foundation.clock import local
from liuke.foundation.dated.actions import set_value
from liuke.foundation.dated.queries import find_value
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

MOST_CENTS: Final = 1_000_000_00


@transaction.atomic
def set_price(
    key: str, *, cents: int, from_date: date, reason: str, by: Actor, at: datetime, site: str = ""
) -> None:  # fmt: skip
    """Pay this for a key of the list from a day to come on; with `site` it is agreed with that one alone.

    By finance, with a reason. Work that was done before that day is paid as before, in whatever month it is settled.
    Raises Invalid with `key`, `cents`, `from_date`, `reason`.
    """
    access.require_pricer(by)
    if key not in {one.key for one in list_prices(on=local(at).date()) if not one.site}:
        raise Invalid.field("key", "价目中没有此项", "The list has no such item")
    if not 0 <= cents <= MOST_CENTS:
        raise Invalid.field("cents", "金额超出范围", "The amount is out of range")
    if from_date <= local(at).date():
        raise Invalid.field("from_date", "新价格须从明天或以后起", "A new price holds from tomorrow on at the earliest")
    said = line("reason", reason, most=200)
    found = network.site(site, by=by, lock=True) if site else None
    name = f"{found.number}/{key}" if found else key
    held = find_value(PRICES, name, on=from_date) or find_value(PRICES, key, on=from_date)
    value = {**(held.value if held else {}), "cents": cents}
    set_value(PRICES, name, value, from_date=from_date, source=said, by=by, at=at)
    told = PriceSet(name, found.number if found else "", cents, yuan_of(cents), from_date)
    record(told, on=found.pk if found else COMPANY, by=by, at=at)
