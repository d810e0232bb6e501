"""What a solved order or complaint teaches, as the draft of an article; an author goes over it before it is kept."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from liuke.areas.complaints.queries.complaints import get_case
from liuke.areas.knowledge.actions.articles import ArticleDraft
from liuke.areas.products.queries.catalogue import find_models, list_lines
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor

ORDER: Final = "WO-"
_DIGITS: Final = re.compile(r"\d{7,}")


def learnt_from(number: str, *, by: Actor, at: datetime) -> ArticleDraft:
    """The draft from an order (WO-) or else a complaint; Missing where this reader may not see it."""
    return _from_order(number, by) if number.startswith(ORDER) else _from_complaint(number, by, at)


def _from_order(number: str, by: Actor) -> ArticleDraft:
    """What an order teaches: its fault, and what was found and done; long numbers are left out."""
    found = get_order(number, by=by)
    lines, codes = _of_order(found)
    faults = [m.fault for m in found.machines if m.fault]
    done = [f"{m.result_words.zh} {m.note}".strip() for m in found.machines if m.note or m.result]
    done += [v.note for v in found.visits if v.note]
    body = "\n".join(["现象：", *faults, "", "原因：", "", "处理：", *done])
    title = f"{''.join(w.words.zh for w in list_lines() if w.key in lines[:1])}{faults[0][:40] if faults else ''}"
    return ArticleDraft(
        kind="how_to", title=_DIGITS.sub("…", title), body=_DIGITS.sub("…", body), lines=lines, model_codes=codes
    )


def _from_complaint(number: str, by: Actor, at: datetime) -> ArticleDraft:
    """What a complaint teaches: what was complained of, the causes found, what was done and improved."""
    found = get_case(number, by=by, at=at)
    lines, codes = _of_thing(found.row.about, by)
    done = [one.said or one.words.zh for one in found.remedies if one.state in ("agreed", "done")]
    causes = [one.cause for one in found.improvements if one.cause]
    mended = [one.action for one in found.improvements if one.action]
    body = "\n".join(["现象：", found.row.words, "", "原因：", *causes, "", "处理：", *done, "", "改进：", *mended])
    title = "：".join(filter(None, (found.row.sub_words.zh or found.row.kind_words.zh, found.row.words[:40])))
    return ArticleDraft(
        kind="policy",
        title=_DIGITS.sub("…", title),
        body=_DIGITS.sub("…", body),
        level="centre",
        lines=lines,
        model_codes=codes,
    )


def _of_order(found: OrderFile) -> tuple[list[str], list[str]]:
    """The lines of an order's machines, and their models where the catalogue knows that of each."""
    lines = list(dict.fromkeys(m.product_line for m in found.machines if m.product_line))
    codes = list(dict.fromkeys(m.model.upper() for m in found.machines))
    known = find_models(codes)
    fits = {row.line.key for row in known.values()} == set(lines) and len(known) == len(codes)
    return lines, codes if fits else []


def _of_thing(about: str, by: Actor) -> tuple[list[str], list[str]]:
    """Line and model of the machine that a complaint is about, or those of its order; none where it is about neither."""
    if about.startswith(ORDER):
        try:
            return _of_order(get_order(about, by=by))
        except Missing:
            return [], []
    machine = list_by_number([about]).get(about)
    return ([machine.line.key], [machine.model]) if machine else ([], [])
