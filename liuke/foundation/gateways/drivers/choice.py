"""Which way out a channel takes in this installation."""

from collections.abc import Callable
from functools import cache
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from liuke.foundation.gateways.drivers.aliyun import Aliyun
from liuke.foundation.gateways.drivers.bridge import Bridge
from liuke.foundation.gateways.drivers.envelope import Driver
from liuke.foundation.gateways.drivers.recording import Recording
from liuke.foundation.gateways.drivers.smtp import Smtp
from liuke.foundation.gateways.drivers.wecom import WeCom

_MAKERS: dict[tuple[str, str], Callable[[SplitResult], Driver]] = {
    ("sms", "aliyun"): Aliyun,
    ("sms", "bridge"): Bridge,
    ("wecom", "wecom"): WeCom,
}
_instead: dict[str, Driver] = {}


def driver(channel: str) -> Driver:
    """The carrier whose address the settings hold for the channel; whatever has none is recorded."""
    if channel in _instead:
        return _instead[channel]
    url = settings.CARRIERS.get(channel)
    if not url:
        return Recording()
    return Smtp(url) if channel == "mail" else made(channel, url)


def use(channel: str, instead: Driver | None) -> None:
    """Another driver for a channel (a company's own carrier, a play of past days); None gives back the usual one."""
    if instead is None:
        _instead.pop(channel, None)
    else:
        _instead[channel] = instead


def leaves(channel: str) -> bool:
    """Does what is written to this channel leave the house?"""
    return not isinstance(driver(channel), Recording)


def check() -> None:
    """Raise ValueError where the settings hold an address that is none."""
    for channel, url in settings.CARRIERS.items():
        if url and channel != "mail":
            made(channel, url)


@cache  # one of each in a process: a carrier keeps its token
def made(channel: str, url: str) -> Driver:
    """The carrier of an address, or ValueError, which does not repeat the address: a secret stands in it."""
    address = urlsplit(url)
    maker = _MAKERS.get((channel, address.scheme.removesuffix("+plain")))
    if maker is None or not address.hostname:
        raise ValueError(f"The address of the carrier for {channel} is none that we know")
    return maker(address)
