"""Whole addresses of our own pages, for what leaves the house: labels, messages, papers."""

from __future__ import annotations

from django.conf import settings


def address_of(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"
