"""Paid work: quoted and signed at the door, paid by QR or in cash, handed in, reconciled the next day; and one-tap words."""

from __future__ import annotations

from decimal import Decimal

from liuke.areas.care.actions.evaluating import evaluate
from liuke.areas.charges.actions import consent, days, payments, receiving
from liuke.areas.charges.actions.consent import Consent
from liuke.areas.charges.actions.quotes import Wanted
from liuke.areas.charges.queries.days import list_days
from liuke.areas.charges.queries.of_order import charges_of
from liuke.areas.charges.queries.selling import offer_for
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.areas.service.queries.orders import list_by_number
from liuke.cli.playing.cast import Cast
from liuke.cli.playing.pictures import picture
from liuke.cli.playing.player import Story
from liuke.cli.playing.words import ANGER, PRAISE
from liuke.foundation.clock import local
from liuke.foundation.files.actions import store
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor

CHARGED = ("call_out", "labour")


class Money(Cast):
    """What technicians charge, sites hand in and the settlement clerk reconciles; what customers say with one tap."""

    def charge(self, number: str, technician: Actor) -> None:
        """Call-out and labour of what is not under guarantee; mostly by QR, else in cash that the site hands in."""
        p, offer = self.p, offer_for(number, by=technician, on=local(self.p.now).date())
        dear_first = sorted(offer.prices, key=lambda price: -price.cents)
        cheapest = {price.kind: price for price in dear_first if price.kind in CHARGED}
        if offer.refusal is not None or not cheapest:
            return
        sign = store(picture(), name="consent.png", subject=f"order:{number}", by=technician, at=p.now)
        lines, cents = [Wanted(one.code, 1) for one in cheapest.values()], sum(one.cents for one in cheapest.values())
        consent.agree_on_screen(number, lines, cents, Consent(signature=sign), by=technician, at=p.now)
        if p.happens(0.7):
            asked = payments.request_payment(number, by=technician, at=p.now)
            receiving.pay_stand_in(asked.number, by=technician, at=p.now)
            return
        payments.take_cash(number, cents, by=technician, at=p.now)
        p.begin("cash", self.hand_in(number), self.opening(p.minutes(120, 1200)))

    def hand_in(self, number: str) -> Story:
        """The site pays its cash into the company's account."""
        clerk = self.site_of(number).clerk
        for payment in charges_of(number, by=clerk).payments:
            if payment.via == "cash" and payment.state == "received":
                slip = f"YH{self.p.now:%m%d}{payment.number[3:]}"
                payments.hand_in_cash(payment.number, reference=slip, by=clerk, at=self.p.now)
        yield from ()

    def paid(self, number: str) -> Decimal:
        """What the customer of an order paid, in yuan."""
        return Decimal(charges_of(number, by=self.company.one("hanmei")).paid_cents) / 100

    def reconciling(self) -> Story:
        """The morning after: each day that is over beside the provider's statement."""
        p, clerk = self.p, self.company.one("hanmei")
        for row in list_days(by=clerk):
            if row.state == "open" and row.day < local(p.now).date():
                if row.figures.qr_count:
                    days.fetch_statement(row.number, by=clerk, at=p.now)
                days.close_day(row.number, by=clerk, at=p.now)
                yield p.minutes(2, 6)

    def evaluation(self, number: str) -> Story:
        """One tap on his own page; the few who are not satisfied say why."""
        p, clerk = self.p, self.company.one("hanmei")
        customer = list_by_number([number], by=clerk)[number].customer_id
        account = open_accounts([customer], by=clerk, at=p.now)[customer]
        happy = p.happens(0.94)
        evaluate(
            number, satisfied=happy, stars=p.chance.choice((4, 5, 5)) if happy else 2,
            words=p.chance.choice(PRAISE if happy else ANGER), by=get_actor(account), at=p.now,
        )  # fmt: skip
        yield from ()
