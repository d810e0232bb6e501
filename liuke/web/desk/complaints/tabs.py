"""What each tab of the case shows beside what all of them show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from liuke.areas.complaints.queries.catalogue import parts, the_catalogue, verdicts, ways_of_telling, words_of_ends
from liuke.areas.complaints.queries.complaints import CaseView, why_not_close
from liuke.areas.complaints.queries.duty import suggest
from liuke.areas.complaints.queries.feelings import proposed_parts
from liuke.areas.complaints.queries.letters import templates, ways
from liuke.areas.complaints.queries.limits import allowed_with, limit_for
from liuke.areas.complaints.queries.mailing import addresses_of
from liuke.areas.complaints.queries.papers import list_papers
from liuke.areas.customers.queries.file import get_brief
from liuke.foundation.files.access import files_of as papers_of
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight.sentences import Told
from liuke.web.desk import colleagues
from liuke.web.desk.complaints.senders import address_words, strangers
from liuke.web.desk.complaints.taking import subs_of_all
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request

LANGUAGES: Final = [("zh", Words("中文", "Chinese")), ("en", Words("英文", "English"))]

Tab = Callable[[Request, CaseView, Sequence[Told]], dict[str, Any]]


def _talk(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    is_core = get_brief(view.row.customer_id, by=request.by).is_core
    found = suggest(is_core=is_core, at=request.at) if view.row.state != "closed" else ()
    others = [s for s in found if s.candidate.id != view.row.handler_id]
    return {
        "steps": [(step, step.key in view.steps_taken) for step in the_catalogue().steps],
        "handlers": [
            (str(s.candidate.id), Words(_joined(s.candidate.name, s.reasons, "zh"), _joined(s.candidate.name, s.reasons, "en")))
            for s in others
        ],
        "topics": subs_of_all(),
        "topic": f"{view.row.kind}/{view.row.sub}" if view.row.sub else "",
        "ways": list(ways_of_telling().items())[:6],
    }  # fmt: skip


def _facts(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    known = {one.text: one for one in proposed_parts(view.row.words)}
    shown = [(p.text, p.kind, known.get(p.text)) for p in view.parts]
    return {
        "sentences": shown or [(one.text, one.kind, one) for one in known.values()],
        "is_sorted": bool(view.parts),
        "part_kinds": list(parts().items()),
        "facts": [p for p in view.parts if p.kind == "fact"],
        "verdicts": list(verdicts().items()),
        "evidence": [(f"event:{e.id}", e) for e in happened],
        "causes": the_catalogue().causes.list_all(),
        "stances": [shapes.Choice(s.words, key=key) for key, s in the_catalogue().stances.items()],
    }


def _remedy(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    fit = allowed_with(view.stance)
    return {
        "choices": [(r.key, r.words) for r in fit],
        "usual": [(r.words, r.cost_cents) for r in fit if r.cost_cents],
        "limit": limit_for(request.by),
        "waiting": [r for r in view.remedies if r.state == "to_approve"],
        "own_proposal": any(r.state == "to_approve" and r.proposed_by_id == request.by.pk for r in view.remedies),
    }


def _closing(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    return {
        "words_of_end": [shapes.Choice(words, key=key) for key, words in words_of_ends().items()],
        "missing": why_not_close(view, "satisfied"),
        "people": colleagues.choices(ROLES),
        "causes": the_catalogue().causes.list_all(),
        "days": [("7", Words("第 7 天", "day 7")), ("30", Words("第 30 天", "day 30"))],
    }


def _letters(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    by = request.by
    files = {one.key: one for one in papers_of(f"complaint:{view.row.number}", by=by)}
    came = [
        (one, [files[key] for key in (one.file, *one.attached) if key in files])
        for one in list_papers(view.row.number, by=by)
    ]
    addresses = addresses_of(view.row.number, by=by)
    masks = {one.ref: one.mask for one in addresses}
    return {
        "came": came, "templates": templates(), "ways_out": list(ways().items()), "languages": LANGUAGES,
        "addresses": [(one.ref, address_words(one)) for one in addresses],
        "written": [(one, masks.get(one.mailed_to, "")) for one in view.letters],
        "strangers": strangers([one for one, _files in came], view.row.customer_id, by=by),
    }  # fmt: skip


def _nothing(request: Request, view: CaseView, happened: Sequence[Told]) -> dict[str, Any]:
    return {}


def _joined(name: str, reasons: Sequence[Words], language: str) -> str:
    said = [getattr(words, language) for words in reasons]
    return f"{name}（{'、'.join(said)}）" if language == "zh" else f"{name} ({', '.join(said)})"


TABS: Final[dict[str, Tab]] = {
    "talk": _talk, "facts": _facts, "remedy": _remedy, "closing": _closing, "letters": _letters, "history": _nothing,
}  # fmt: skip
