"""What is still to be paid, who may do what with money, and what a customer's word means beside our books. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from stdnum.cn import uscc

from liuke.foundation.identity.roles import SITE_ROLES
from liuke.foundation.words import Words

_CENTRE_SELLERS: Final = frozenset(
    {"agent", "hotline_lead", "dispatcher", "dispatch_lead", "settlement_clerk", "duty_manager", "regional_manager",
     "service_director", "administrator"}
)  # fmt: skip
SELLERS: Final = SITE_ROLES | _CENTRE_SELLERS
COLLECTORS: Final = SITE_ROLES
ACCOUNTS: Final = frozenset({"settlement_clerk", "finance", "administrator"})
REFUNDERS: Final = frozenset({"finance", "service_director", "administrator"})
EXPLAINERS: Final = frozenset(
    {"regional_manager", "quality_manager", "duty_manager", "service_director", "administrator"}
)
PRICERS: Final = frozenset({"finance", "service_director", "general_manager", "administrator"})
LOOKERS: Final = ACCOUNTS | REFUNDERS | EXPLAINERS | {"general_manager"}


def still_due(accepted: Iterable[int], paid: Iterable[int]) -> int:
    """What of the accepted quotes is not paid yet, in cents; never below nothing."""
    return max(0, sum(accepted) - sum(paid))


def day_of(paid_on: date, recorded_on: date, closed: Iterable[date]) -> date:
    """The day on which money is reconciled: when it was paid, or when we heard of it where that day is closed."""
    return recorded_on if paid_on in set(closed) or paid_on > recorded_on else paid_on


def differs(told_cents: int, recorded_cents: int) -> bool:
    """Is what the customer says he paid another amount than what was recorded? To the cent: he was asked for it."""
    return told_cents != recorded_cents


def tax_id_fault(buyer: str, tax_id: str) -> Words | None:
    """A company's invoice needs its unified social credit code, with the right check digit; a person's needs none."""
    if buyer != "company":
        return None
    if not tax_id:
        return Words("企业开票须填写统一社会信用代码", "A company's invoice needs its unified social credit code")
    if not uscc.is_valid(tax_id):
        return Words("统一社会信用代码有误，请核对", "The unified social credit code is not right; check it")
    return None
