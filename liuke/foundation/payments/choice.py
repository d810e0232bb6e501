"""Who takes the payments of this installation: the address in the settings, or the stand-in."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from django.conf import settings

from liuke.foundation.payments.bridge import Bridge
from liuke.foundation.payments.provider import Provider
from liuke.foundation.payments.recording import Recording

_instead: list[Provider] = []


def provider() -> Provider:
    """The provider whose address the settings hold, else the stand-in that only records."""
    if _instead:
        return _instead[-1]
    return _made(settings.PAYMENT_URL) if settings.PAYMENT_URL else Recording()


def use(instead: Provider | None) -> None:
    """Another provider (a company's own, a test's); None gives back the usual one."""
    _instead.clear()
    if instead is not None:
        _instead.append(instead)


def is_stand_in() -> bool:
    """Is no money taken here at all?"""
    return isinstance(provider(), Recording)


def check() -> None:
    """Raise ValueError where the settings hold an address that is none."""
    if settings.PAYMENT_URL:
        _made(settings.PAYMENT_URL)


@cache
def _made(url: str) -> Provider:
    address = urlsplit(url)
    if address.scheme.removesuffix("+plain") != "bridge" or not address.hostname:
        raise ValueError("LIUKE_PAYMENT_URL is no address that we know (bridge://ANY:SECRET@pay.example.com/path)")
    return Bridge(address)
