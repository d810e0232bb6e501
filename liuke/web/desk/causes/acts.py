"""What may be done to an incident from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import batches, incidents, warning
from liuke.areas.complaints.queries.incidents import IncidentView
from liuke.areas.products.queries.batches import Batch
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.desk.causes.batch import batch_in
from liuke.web.desk.said_time import parse
from liuke.web.ui.doors import Request

Act = Callable[[Request, IncidentView], str]


def _measure(request: Request, view: IncidentView) -> str:
    said = request.POST
    who = colleagues.chosen(said, "responsible", CENTRE_ROLES)
    until = parse(said.get("until", ""), now=request.at)
    if until is None:
        raise Invalid.field("until", "请写明时间，如：明天 15:00", "Say until when, for instance: tomorrow 15:00")
    incidents.set_measure(
        view.row.number, words=said.get("words", ""), responsible=who, due_at=until, keeps=keeps_of(said),
        by=request.by, at=request.at,
    )  # fmt: skip
    return _("The measure is set; it stands among what %(who)s owes.") % {"who": who.name}


def _done(request: Request, view: IncidentView) -> str:
    said = request.POST
    incidents.measure_done(
        said.get("measure", ""), proof=said.get("proof", ""), keeps=keeps_of(said), by=request.by, at=request.at
    )
    return _("Carried out.")


def _batch(request: Request, view: IncidentView) -> str:
    batch = batch_in(request.POST) or Batch("")
    machines, customers = batches.set_batch(view.row.number, batch, seen=seen_of(request), by=request.by, at=request.at)
    return _("%(machines)s machines of %(customers)s customers are concerned.") % {
        "machines": machines, "customers": customers,
    }  # fmt: skip


def _owe(request: Request, view: IncidentView) -> str:
    added = warning.owe_warnings(view.row.number, by=request.by, at=request.at)
    return _("%(n)s owners are owed a word by the callback agents.") % {"n": added}


def _warn(request: Request, view: IncidentView) -> str:
    said = request.POST
    warning.warn(
        view.row.number, machine=said.get("machine", ""), way=said.get("way", ""), keeps=keeps_of(said), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("Noted.")


def _close(request: Request, view: IncidentView) -> str:
    said = request.POST
    incidents.close_incident(
        view.row.number, ending=said.get("ending", ""), untold_because=said.get("untold_because", ""),
        seen=seen_of(request), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The incident is over.")


ACTS: Final[dict[str, Act]] = {
    "measure": _measure, "done": _done, "batch": _batch, "owe": _owe, "warn": _warn, "close": _close,
}  # fmt: skip
