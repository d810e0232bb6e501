"""The text that people agree to."""

from __future__ import annotations

from liuke.areas.customers.rules.consents import TEXTS, Consent


def consent_now() -> Consent:
    """The one that a form shows today."""
    return TEXTS[-1]
