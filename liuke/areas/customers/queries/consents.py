"""The text that people agree to."""

from __future__ import annotations

from liuke.areas.customers.rules.consents import TEXTS, Consent


def consent_now() -> Consent:
    """The one that a form shows today."""
    return TEXTS[-1]


def consent_called(key: str) -> Consent | None:
    """The text behind a key of the journal."""
    return next((text for text in TEXTS if text.key == key), None)
