"""What a provider of payments does for us, whoever it is. Money goes to the company's account, never through a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True)
class Stated:
    """A row of the provider's statement: a payment, or a refund (negative cents). `number` is ours."""

    reference: str
    number: str
    cents: int


@dataclass(frozen=True)
class Notice:
    """What the provider tells of a payment. `message` is the id of the telling itself."""

    message: str
    number: str
    reference: str
    cents: int
    paid_at: datetime


class ProviderFault(Exception):
    """The provider did not do it. The text names its code and holds no secret."""


class Provider(Protocol):
    """`number` is our number of the payment and known to the provider: asked twice it answers the same."""

    name: str

    def code(self, number: str, cents: int, *, at: datetime) -> str:
        """The text of a QR code for exactly this amount on the company's account; ProviderFault where there is none."""
        ...

    def close(self, number: str, *, at: datetime) -> None:
        """The code is not to be paid any more."""
        ...

    def refund(self, number: str, reference: str, cents: int, *, at: datetime) -> str:
        """Give all of it back the way it came; answers the provider's number of the refund."""
        ...

    def statement(self, day: date, *, at: datetime) -> tuple[Stated, ...] | None:
        """What the provider booked on a day; None where it only sends files."""
        ...
