"""What a carrier is given, and what it gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Envelope:
    """One message, ready to go. The address is clear here and nowhere else."""

    key: str
    channel: str
    address: str = field(repr=False)
    mask: str
    subject: str
    text: str
    registered: str
    values: Mapping[str, str]
    at: datetime


class Driver(Protocol):
    """A way out. `send` answers the carrier's number of the message, or raises; it may be called again for a key."""

    name: str

    def send(self, envelope: Envelope) -> str: ...
