"""What may be done to a case from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.quality.actions import appeals, cases
from liuke.areas.quality.queries.rows import CaseView
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.web.desk.carried import keeps_of, seen_of
from liuke.web.ui.doors import Request

Act = Callable[[Request, CaseView], str]


def _decide(request: Request, view: CaseView) -> str:
    said = request.POST
    cases.decide_fault(
        view.row.number, party=said.get("party", ""), reason=said.get("reason", ""),
        evidence=said.getlist("evidence"), seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("%(number)s is decided. The site reads why, and until when it may appeal.") % {"number": view.row.number}


def _appeal(request: Request, view: CaseView) -> str:
    given = request.FILES.getlist("files")
    if len(given) > appeals.MOST_FILES:
        most = appeals.MOST_FILES
        raise Invalid.field("files", f"一次最多上传 {most} 个文件。", f"At most {most} files at once.")
    keys = [
        store(one, name=one.name or "file", subject=f"fault:{view.row.number}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in given
    ]
    number = appeals.lodge_appeal(
        view.row.number, reason=request.POST.get("reason", ""), files=keys, seen=seen_of(request), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("Appeal %(number)s is lodged. Another person decides it.") % {"number": number}


def _hear(request: Request, view: CaseView) -> str:
    said = request.POST
    number = view.appeal.number if view.appeal else ""
    appeals.decide_appeal(
        number, party=said.get("party", ""), reason=said.get("reason", ""), evidence=said.getlist("evidence"),
        seen=seen_of(request), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("Appeal %(number)s is decided for good.") % {"number": number}


ACTS: Final[dict[str, Act]] = {"decide": _decide, "appeal": _appeal, "hear": _hear}
