"""Which way out a channel takes in this installation."""

import os

from liuke.foundation.gateways.drivers.envelope import Driver
from liuke.foundation.gateways.drivers.recording import Recording
from liuke.foundation.gateways.drivers.smtp import Smtp

_instead: dict[str, Driver] = {}


def driver(channel: str) -> Driver:
    """LIUKE_SMTP_URL carries mail; whatever has no carrier is recorded."""
    if channel in _instead:
        return _instead[channel]
    url = os.environ.get("LIUKE_SMTP_URL")
    return Smtp(url) if channel == "mail" and url else Recording()


def use(channel: str, instead: Driver | None) -> None:
    """Another driver for a channel (a company's own carrier, a play of past days); None gives back the usual one."""
    if instead is None:
        _instead.pop(channel, None)
    else:
        _instead[channel] = instead
