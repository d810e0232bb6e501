"""Lists that programs page through pass the gate of what leaves in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from liuke.api.doors import Request
from liuke.areas.secrecy.actions.passing import let_pass

T = TypeVar("T")


def passing(rows: Sequence[T], listing: str, request: Request) -> Sequence[T]:
    """The rows, once they may pass; Forbidden with the code `release` beyond what a token may read in a day."""
    let_pass(listing, len(rows), by=request.by, at=request.at)
    return rows
