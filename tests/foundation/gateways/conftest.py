from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from liuke.foundation.gateways import recipients, shelf
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.recipients import Recipient
from tests.foundation.gateways.carriers import NUMBER, Carrier, serving


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with serving(Carrier()) as found:
        yield found


@pytest.fixture
def customer() -> Iterator[None]:
    before = dict(recipients._resolvers)
    known = {"12": Recipient(NUMBER, "138****5678"), "13": Recipient(NUMBER, "138****5678", "en")}
    recipients.register_resolver("contact", lambda reference, channel, at: known.get(reference))
    yield
    recipients._resolvers.clear()
    recipients._resolvers.update(before)


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dict(shelf.all_templates())
    whole["visit_booked"] = replace(whole["visit_booked"], registered="SMS_100000001")
    monkeypatch.setattr(shelf, "all_templates", lambda: whole)


@pytest.fixture
def carried(settings) -> Iterator[Callable[[str, str], None]]:
    """Have a channel carried by the carrier of this address."""

    def by(channel: str, url: str) -> None:
        settings.CARRIERS = {**settings.CARRIERS, channel: url}

    choice.made.cache_clear()
    yield by
    choice.made.cache_clear()
