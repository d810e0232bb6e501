"""Texts that go out to customers pass here: what had better not be said stops them, unless the form says why (H24)."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.knowledge.actions import words as actions
from liuke.areas.knowledge.queries import words
from liuke.foundation.faults import Invalid
from liuke.kernel.journal.queries import COMPANY
from liuke.web.ui.doors import Request

BECAUSE = "_because"


def let_out(request: Request, field: str, *, about: str, where: str, on: int = COMPANY) -> str:
    """The text of a form's field, fit to go out to a customer.

    Invalid beside the field where something in it had better not, unless `<field>_because` says why: then it is
    counted, on the history of customer `on`. A promise without a date, and what only sounds like forbidden
    words, is a hint and stops nothing.
    """
    text = request.POST.get(field, "")
    found = words.find_stopping(text)
    if not found:
        return text
    because = request.POST.get(field + BECAUSE, "")
    if not because.strip():
        raise _advice(field, found)
    try:
        actions.override(about, found, because=because, where=where, on=on, by=request.by, at=request.at)
    except Invalid as wrong:
        raise Invalid(wrong.words.zh, wrong.words.en, fields={field: wrong.words}) from wrong
    return text


def _advice(field: str, found: Sequence[words.Finding]) -> Invalid:
    said = found[0]
    more_zh = f"等 {len(found)} 处" if len(found) > 1 else ""
    more_en = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return Invalid.field(
        field,
        f"“{said.text[:30]}”{more_zh}不宜发给用户：{said.reason.zh}请改写，或写明保留的理由。",
        f"“{said.text[:30]}”{more_en} had better not go out: {said.reason.en} Change it, or say why it stays.",
    )
