"""What follows for sign-in from given facts: locks, time-outs, networks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum
from ipaddress import ip_address, ip_network
from typing import Final

IDLE: Final = timedelta(minutes=30)
IDLE_ADMINISTRATOR: Final = timedelta(minutes=10)
ABSOLUTE: Final = timedelta(hours=12)
LOCK: Final = timedelta(minutes=15)
ACCOUNT_WINDOW: Final = timedelta(hours=1)
FAILURES_OF_A_NETWORK: Final = 5
FAILURES_OF_AN_ACCOUNT: Final = 20
USERNAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


class TimeOut(Enum):
    IDLE = "idle"
    ABSOLUTE = "absolute"


def timed_out(
    *,
    started_at: datetime,
    seen_at: datetime,
    at: datetime,
    administrator: bool = False,
    idle: timedelta = IDLE,
    absolute: timedelta = ABSOLUTE,
) -> TimeOut | None:
    """Is this session over, and why? Administrators may do the most harm, so they are signed out sooner."""
    if at - started_at >= absolute:
        return TimeOut.ABSOLUTE
    allowed = min(idle, IDLE_ADMINISTRATOR) if administrator else idle
    return TimeOut.IDLE if at - seen_at >= allowed else None


def locked_until(*, of_network: Sequence[datetime], of_account: Sequence[datetime], at: datetime) -> datetime | None:
    """Until when sign-in is closed, given the moments of earlier failures (from this network, of this account)."""
    ends = [
        max(recent) + LOCK
        for failures, window, limit in (
            (of_network, LOCK, FAILURES_OF_A_NETWORK),
            (of_account, ACCOUNT_WINDOW, FAILURES_OF_AN_ACCOUNT),
        )
        if len(recent := _burst(failures, window)) >= limit
    ]
    end = max(ends, default=None)
    return end if end and at < end else None


def network_of(address: str) -> str:
    """The network an address counts under: /24 of IPv4, /64 of IPv6, so that a neighbour's address is no new try."""
    try:
        ip = ip_address(address.strip())
    except ValueError:
        return "unknown"
    mapped = getattr(ip, "ipv4_mapped", None)
    ip = mapped or ip
    return str(ip_network(f"{ip.compressed.split('%')[0]}/{24 if ip.version == 4 else 64}", strict=False))


def account_of(username: str) -> str:
    """A username as it is compared: width, case and blanks do not matter."""
    plain = unicodedata.normalize("NFKC", username).casefold().strip()
    return "".join(c for c in plain if c.isprintable())[:64]


def is_username(account: str) -> bool:
    """Two to 64 small letters, digits and . _ @ -, beginning with a letter or digit."""
    return bool(USERNAME.fullmatch(account))


def _burst(failures: Sequence[datetime], window: timedelta) -> list[datetime]:
    """The failures within one window of the last one."""
    last = max(failures, default=None)
    return [moment for moment in failures if last is not None and last - moment < window]
