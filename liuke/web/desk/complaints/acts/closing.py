"""Acts at the end: what is learnt, the customer's word, opened again, aftercare."""

from __future__ import annotations

from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import closing, improving
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.foundation.lines import day_in
from liuke.web.desk import colleagues
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.ui.doors import Request


def improve(request: Request, view: CaseView) -> str:
    said, until = request.POST, day_in("until", request.POST.get("until", ""))
    assert until is not None
    number = improving.set_improvement(
        view.row.number, cause=said.get("cause", ""), action=said.get("action", ""),
        responsible=colleagues.chosen(said, "responsible"), until=until, cause_key=said.get("cause_key", ""), by=request.by,
        at=request.at, keeps=keeps_of(said),
    )  # fmt: skip
    return _("%(number)s is owed now, and verified once it has been in effect.") % {"number": number}


def close(request: Request, view: CaseView) -> str:
    said = request.POST
    closing.close(
        view.row.number, word=said.get("word", ""), summary=said.get("summary", ""), by=request.by, at=request.at,
        seen=seen_of(request), keeps=keeps_of(said),
    )  # fmt: skip
    return _("%(number)s is closed. Aftercare is on day 7 and day 30.") % {"number": view.row.number}


def reopen(request: Request, view: CaseView) -> str:
    closing.reopen(view.row.number, words=request.POST.get("reopen_words", ""), by=request.by, at=request.at)
    return _("%(number)s is open again.") % {"number": view.row.number}


def aftercare(request: Request, view: CaseView) -> str:
    said = request.POST
    day = int(said["day"]) if said.get("day") in ("7", "30") else 0
    closing.make_aftercare(
        view.row.number, day=day, well=said.get("well") == "1", words=said.get("after_words", ""), by=request.by,
        at=request.at, keeps=keeps_of(said),
    )  # fmt: skip
    return _("Aftercare is noted.")
