"""What a provider of payments tells: this code was paid. Signed besides the token, and each message counts once."""

from __future__ import annotations

from typing import Annotated

from ninja import Header
from pydantic import Field

from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, In, Moment, Out, Ref
from liuke.api.policies import policy
from liuke.api.problems import Problem
from liuke.areas.charges.actions import receiving
from liuke.areas.charges.queries.payments import get_payment
from liuke.foundation.payments import choice
from liuke.foundation.payments.signing import SIGNATURE, TIMESTAMP, is_signed

payments = Noun("payments")


class Paid(In):
    """`message` is the id of this message, `number` ours of the payment (PY-), `reference` the provider's of the
    transaction; `cents` exactly what was asked for."""

    message: Annotated[Code, Field(min_length=1)]
    number: Ref
    reference: Annotated[Code, Field(min_length=1)]
    cents: Annotated[int, Field(ge=1, le=10_000_000_000)]
    paid_at: Moment


class Booked(Out):
    """The payment as it stands, with the receipt that the customer has."""

    number: str
    order: str
    state: str
    receipt: str


@payments.post("/payments/notifications", policy("payments"), Booked)
def note_payment(
    request: Request,
    wish: Paid,
    moment: Annotated[str, Header(alias=TIMESTAMP, max_length=20)] = "",
    signature: Annotated[str, Header(alias=SIGNATURE, max_length=128)] = "",
) -> Booked:
    """The provider tells that a code was paid. `X-Liuke-Signature` is the hexadecimal HMAC-SHA256 of
    `<X-Liuke-Timestamp>.<body>` under the secret of LIUKE_PAYMENT_URL; the timestamp, in seconds, is five minutes old
    at most. A message is taken once by its id and answered the same when it comes again.
    """
    if not is_signed(request.body, moment, signature, at=request.at):
        raise Problem(401, "signature", "签名无效或已过期。", "The signature is not valid, or too old.")
    notice = receiving.Notice(wish.message, wish.number, wish.reference, wish.cents, wish.paid_at)
    receiving.note_paid(notice, provider=choice.provider().name, by=request.by, at=request.at)
    found = get_payment(wish.number, by=request.by)
    return Booked(number=found.number, order=found.order, state=found.state, receipt=found.receipt)
