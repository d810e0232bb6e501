"""How many queries a page may ask: the committed budget (tests/query_budgets.json), by the page's name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

FILE = Path(__file__).parents[1] / "query_budgets.json"


def within_budget(name: str, act: Callable[[], object]) -> int:
    """Do it and count; more than the budget fails and names the queries."""
    with CaptureQueriesContext(connection) as counted:
        act()
    allowed = json.loads(FILE.read_text()).get(name, 0)
    print(f"{name}: {len(counted)}")
    asked = "\n".join(query["sql"][:160] for query in counted.captured_queries)
    assert len(counted) <= allowed, f"{name} asked {len(counted)} times, {allowed} are allowed:\n{asked}"
    return len(counted)
