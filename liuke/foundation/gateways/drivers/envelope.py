"""What a carrier is given, what it gives back, and the three ways in which it does not take a message."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    media: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Envelope:
    """One message, ready to go. The address is clear here and nowhere else.

    `tried_at` is the moment of an earlier attempt whose end nobody knows; None if there was none.
    """

    key: str
    channel: str
    address: str = field(repr=False)
    mask: str
    subject: str
    text: str
    registered: str
    values: Mapping[str, str]
    at: datetime
    tried_at: datetime | None = None
    enclosed: tuple[Enclosure, ...] = ()

    @property
    def stamp(self) -> str:
        """The name by which a carrier knows the message: the same at each attempt, and telling nothing of anybody."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:32]

    def masked(self, told: str) -> str:
        """A carrier's words as they may be kept: short, and without the address."""
        for clear in (self.address, self.address.removeprefix("+86")):
            told = told.replace(clear, "***") if clear else told
        return told[:160]


@dataclass(frozen=True)
class Fate:
    """What became of a message that a carrier took."""

    delivered: bool
    at: datetime
    reason: str = ""


class Driver(Protocol):
    """A way out. `send` answers the carrier's number of the message, or raises; it may be called again for a key."""

    name: str

    def send(self, envelope: Envelope) -> str: ...


class Follower(Driver, Protocol):
    """A way out that can be asked afterwards."""

    def fate(self, envelope: Envelope, *, sent_at: datetime) -> Fate | None:
        """What became of it; None as long as nobody knows."""
        ...


class CarrierFault(Exception):
    """The carrier did not say yes. The text names its code; it holds neither secret nor address."""


class Refused(CarrierFault):
    """It will never take this message: sending it again is of no use."""


class Later(CarrierFault):
    """It surely did not take it, and may take it later: too many, no credit, no line, our settings."""


class Unclear(CarrierFault):
    """No answer that can be understood: the message may have gone out. `tried` is False where we only asked."""

    def __init__(self, told: str, *, tried: bool = True) -> None:
        super().__init__(told)
        self.tried = tried
