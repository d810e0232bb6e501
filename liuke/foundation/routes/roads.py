"""A routing service of the company's choice, asked for a whole table (OSRM's interface); without an answer, None."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from liuke.foundation.routes.problem import Grid
from liuke.foundation.routes.ways import Point

PATIENCE = 3.0
MOST_BYTES = 20_000_000
MOST_PLACES = 300
_log = logging.getLogger(__name__)


def ask(url: str, points: Sequence[Point], *, patience: float = PATIENCE) -> Grid | None:
    """Seconds by road between all points, or None: not reachable in time, an answer that is none, or a way missing.

    `url` as `http://router:5000/table/v1/driving`. A gap in the table is no way at all, so the whole is not used.
    """
    if urlsplit(url).scheme not in ("http", "https") or not 1 < len(points) <= MOST_PLACES:
        return None
    where = ";".join(f"{lng:.5f},{lat:.5f}" for lng, lat in points)
    asked = Request(f"{url.rstrip('/')}/{where}?annotations=duration", headers={"Accept": "application/json"})  # noqa: S310
    try:
        with urlopen(asked, timeout=patience) as answer:  # noqa: S310
            told = json.loads(answer.read(MOST_BYTES))
        return _grid(told, len(points))
    except (URLError, HTTPException, OSError, ValueError, TypeError, KeyError) as fault:
        _log.warning("the routing service did not answer: %s", type(fault).__name__)
        return None


def _grid(told: object, size: int) -> Grid:
    """The table, checked: square, complete, nothing negative."""
    if not isinstance(told, dict) or told.get("code") != "Ok":
        raise ValueError("not Ok")
    rows = told["durations"]
    if len(rows) != size or any(len(row) != size for row in rows):
        raise ValueError("not square")
    if any(not isinstance(v, int | float) or isinstance(v, bool) or not 0 <= v < 10**7 for row in rows for v in row):
        raise ValueError("a way is missing")
    return tuple(tuple(0 if n == m else round(v) for m, v in enumerate(row)) for n, row in enumerate(rows))
