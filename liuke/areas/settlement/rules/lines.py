"""The lines of a statement and their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.foundation.words import Words

ITEMS: Final = {
    "labour": Words("工时费", "labour fee"),
    "installation": Words("安装费", "installation fee"),
    "distance": Words("远程费", "distance fee"),
    "no_service": Words("空跑费", "no-service fee"),
    "height": Words("高空作业费", "height fee"),
    "urgent": Words("加急费", "urgent fee"),
    "freight": Words("旧件返还运费", "old-part freight"),
    "bonus": Words("奖励", "bonus"),
    "deduction": Words("扣款", "deduction"),
    "cap": Words("扣款封顶返还", "deduction above the cap"),
    "held": Words("待核定", "to be decided"),
    "adjustment": Words("补差", "adjustment"),
    "paid_qr": Words("扫码收款", "paid by QR"),
    "collected": Words("代收款", "collected on behalf"),
    "retention": Words("质保金", "retention"),
    "retention_back": Words("质保金返还", "retention paid back"),
    "deposit": Words("押金", "deposit"),
    "deposit_back": Words("押金返还", "deposit paid back"),
    "carried": Words("上月结转", "carried forward"),
    "tax": Words("税额", "tax"),
}
ITEM_ORDER: Final = {item: place for place, item in enumerate(ITEMS)}
OF_WORK: Final = ("labour", "installation", "no_service")
"""A piece of work is paid once: one of these for an order, in whatever month."""
KEPT: Final = ("retention", "retention_back", "deposit", "deposit_back")
"""What the company holds of a site's money, and gives back."""
ONCE_NAMED: Final = ("carried", "retention_back", "deposit_back")
"""Each names where its sum comes from (a statement, a holding), which no other line of any month names."""
UNTAXED: Final = frozenset({"freight", "collected", "paid_qr", "carried", *KEPT, "tax"})
APPEALABLE: Final = frozenset(ITEMS) - {"cap", "paid_qr", "carried", *KEPT, "tax"}


@dataclass(frozen=True)
class Line:
    """One line. `because` names the sentence that says why (rules/why.py); `events` are what it rests on.

    `price` and `price_from` name the version of the dated value by which it is counted. `reference` and `of_item`: of
    which earlier statement's line this is the adjustment. `note` is what the sentence needs: a serial, the repeated order.
    """

    order: str
    item: str
    cents: int
    because: str
    quantity: int = 1
    unit_cents: int = 0
    percent: int | None = None
    outcome: str = ""
    price: str = ""
    price_from: date | None = None
    events: tuple[int, ...] = ()
    reference: str = ""
    of_item: str = ""
    note: str = ""
    flagged: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes a line of a statement the only one of its kind."""
        return (self.order, self.item, self.reference, self.of_item)

    @property
    def counts_as(self) -> str:
        """The item it belongs to for tax and sums: an adjustment is of the item that it adjusts."""
        return self.of_item or self.item
