"""The stages of a case, each with what was promised for it beside what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.complaints.queries.complaints import CaseView, Stage
from liuke.insight.complaint_stages import STAGES
from liuke.kernel.promises.rows import PromiseRow

WHAT: Final = {column: what for column, what, _words in STAGES} | {"acknowledged_at": "acknowledge-complaint"}


@dataclass(frozen=True)
class StageLine:
    """A stage with until when it was promised; `is_late`: it was reached after that."""

    stage: Stage
    due_at: datetime | None
    is_late: bool


def stage_lines(view: CaseView, promised: Sequence[PromiseRow]) -> list[StageLine]:
    """`promised`: all promises about the case, newest first; one that was called off promises nothing."""
    due: dict[str, datetime] = {}
    for one in promised:
        if one.state in ("open", "kept"):
            due.setdefault(one.what, one.judged_due_at)
    return [_line(stage, due.get(WHAT.get(stage.key, ""))) for stage in view.stages]


def _line(stage: Stage, due_at: datetime | None) -> StageLine:
    return StageLine(stage, due_at, bool(due_at and stage.at and stage.at > due_at))
