"""Which machines are concerned: what the form says, and what the installed base answers, counted before it is listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from liuke.areas.complaints.queries.batches import look_for
from liuke.areas.complaints.queries.incidents import IncidentView, may_lead
from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.products.queries.batches import Batch
from liuke.areas.products.queries.catalogue import list_models
from liuke.foundation.lines import day_in
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request

DAYS: Final = ("made_from", "made_to", "installed_from", "installed_to")


def batch_in(said: Mapping[str, str]) -> Batch | None:
    """The batch that the form describes; None where nothing of one was said. Raises Invalid by the field of a day."""
    if not any(said.get(one.name, "").strip() for one in fields(Batch)):
        return None
    days = {name: day_in(name, said[name].strip()) for name in DAYS if said.get(name, "").strip()}
    return Batch(
        said.get("model", "")[:40], said.get("serial_from", "").strip().upper()[:40], said.get("serial_to", "").strip().upper()[:40],
        **days,
    )  # fmt: skip


def models() -> list[tuple[str, str]]:
    """The models to choose from."""
    return [(m.code, f"{m.code} {m.name}") for m in list_models(limit=200)]


def looked_for(request: Request, view: IncidentView) -> dict[str, Any]:
    """What the page needs to look for machines; `concerned` once somebody has (`find=1`)."""
    if not may_lead(request.by) or view.row.closed_at is not None:
        return {}
    asked = batch_in(request.GET) if request.GET.get("find") == "1" else None
    found = look_for(view.row.number, asked, by=request.by) if asked else None
    briefs = list_briefs([one.customer_id for one in found.first], by=request.by) if found else {}
    return {
        "models": models(),
        "typed": _typed(asked or view.batch),
        "concerned": found,
        "first": [(one, customer_shape(briefs.get(one.customer_id))) for one in found.first] if found else [],
    }


def _typed(batch: Batch | None) -> dict[str, str]:
    if batch is None:
        return {}
    told = {one.name: getattr(batch, one.name) for one in fields(batch)}
    return {name: value if isinstance(value, str) else value.isoformat() for name, value in told.items() if value}
