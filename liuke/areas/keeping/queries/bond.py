"""Reading one customer's bond: its signs, willingness and quality, satisfaction, what is advised (H5, H6, H30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import OPEN_SIGN, Regard, Sign, Worth
from liuke.areas.keeping.queries.bond_terms import BondTerms, terms_on
from liuke.areas.keeping.queries.treatments import treatments_on
from liuke.areas.keeping.rules.bond import CRITERIA, is_fresh, quality, willingness
from liuke.areas.keeping.rules.bond import QUALITY as QUALITY
from liuke.areas.keeping.rules.bond import SIGNS as SIGNS
from liuke.areas.keeping.rules.bond import STEPS as STEPS
from liuke.areas.keeping.rules.bond import WILLINGNESS as WILLINGNESS
from liuke.areas.keeping.rules.contacts import WAYS as WAYS
from liuke.areas.keeping.rules.grading import account_code
from liuke.areas.keeping.rules.treating import Treatment
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class SignRow:
    """One of the ten signs with a customer; without `seen_at` nobody has seen it. `evidence` is the event that proves it."""

    key: str
    words: Words
    seen_at: datetime | None = None
    evidence: int = 0
    proposed: bool = False
    fresh: bool = False
    by: str = ""

    @property
    def counts(self) -> bool:
        return self.fresh and not self.proposed


@dataclass(frozen=True)
class Bond:
    """A customer's worth, bond and satisfaction in one. `judged`: only of companies signs are kept (H1)."""

    customer: Brief
    treatment: Treatment
    judged: bool
    signs: tuple[SignRow, ...]
    willingness: str
    quality: str
    advice: Words
    code: str
    step: str
    said_at: datetime | None
    met: tuple[Words, ...]
    needed: int
    may_act: bool

    @property
    def firmness(self) -> int:
        """How many of the ten signs are fresh."""
        return sum(1 for one in self.signs if one.counts)

    @property
    def to_confirm(self) -> tuple[SignRow, ...]:
        return tuple(one for one in self.signs if one.proposed)


def find_bond(ref: int | str, *, by: Actor, at: datetime) -> Bond:
    """One customer's. Raises Missing, and Forbidden for whom worth does not concern."""
    if not access.reads_worth(by):
        raise Forbidden("客户关系由客户经理和经理查看。", "Bonds are for keepers and managers.")
    return bond_of(access.customer(ref, by=by), by=by, at=at)


def step_of(customer_id: int) -> tuple[str, datetime | None]:
    """On which step of the ladder he stands by his last answer, and when he gave it; "" where he gave none."""
    found = Regard.objects.filter(customer=customer_id).first()
    return (found.step, found.said_at) if found else ("", None)


def bond_of(customer: Customer, *, by: Actor, at: datetime) -> Bond:
    """Of a customer who came through access."""
    day = local(at).date()
    terms, judged = terms_on(day), customer.kind == Customer.Kind.COMPANY
    signs = _signs(customer, terms, at) if judged else ()
    regard = Regard.objects.filter(customer=customer).first() or Regard()
    fresh = sum(1 for one in signs if one.counts)
    will, worth, brief = willingness(fresh, terms.levels), quality(customer.grade), brief_of(customer)
    return Bond(
        customer=brief, treatment=treatments_on(day).of_customer(brief), judged=judged, signs=signs, willingness=will,
        quality=worth, advice=terms.advice(will, worth), code=_code(customer), step=regard.step,
        said_at=regard.said_at, met=tuple(words for key, words in CRITERIA.items() if key in regard.met),
        needed=terms.core.need, may_act=access.keeps(customer, by),
    )  # fmt: skip


def _signs(customer: Customer, terms: BondTerms, at: datetime) -> tuple[SignRow, ...]:
    rows = {s.sign: s for s in Sign.objects.filter(OPEN_SIGN, customer=customer).select_related("by")}
    return tuple(
        _sign(key, words, rows[key], terms, at) if key in rows else SignRow(key, words)
        for key, words in SIGNS.items()
    )  # fmt: skip


def _sign(key: str, words: Words, row: Sign, terms: BondTerms, at: datetime) -> SignRow:
    fresh = is_fresh(local(row.seen_at).date(), terms.fresh_for[key], today=local(at).date())
    return SignRow(key, words, row.seen_at, row.evidence, row.proposed, fresh, row.by.name if row.by else "")


def _code(customer: Customer) -> str:
    w = Worth.objects.filter(customer=customer).first()
    if w is None:
        return ""
    return account_code(
        customer.grade, is_core=customer.is_core, recency=w.recency, frequency=w.frequency, money=w.money
    )  # fmt: skip
