"""What may be done to a complaint from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from liuke.areas.complaints.actions import closing, handling, improving, letters, offering, sorting
from liuke.areas.complaints.actions.offering import Offer
from liuke.areas.complaints.actions.sorting import Sentence
from liuke.areas.complaints.queries.complaints import CaseView
from liuke.foundation.faults import Invalid
from liuke.foundation.files.actions import store
from liuke.processes.complaint_visits import Wanted, order_visit
from liuke.web.desk import colleagues
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.desk.complaints.taking import topic_of
from liuke.web.desk.words import let_out
from liuke.web.ui.doors import Request

Act = Callable[[Request, CaseView], str]


def day_of(request: Request, field: str, *, optional: bool = False) -> date | None:
    """The day typed in this field; Invalid beside it where it is none."""
    said = request.POST.get(field, "").strip()
    if optional and not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid.field(field, "日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.") from None


def _take(request: Request, view: CaseView) -> str:
    handling.name_handler(
        view.row.number, request.by, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST)
    )
    return _("%(number)s is yours. Call the customer within 2 hours of his first word.") % {"number": view.row.number}


def _name(request: Request, view: CaseView) -> str:
    chosen = colleagues.chosen(request.POST, "handler") if request.POST.get("handler") else None
    name = handling.name_handler(
        view.row.number, chosen, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST)
    )
    return _("%(number)s is in the hands of %(name)s.") % {"number": view.row.number, "name": name}


def _accept(request: Request, view: CaseView) -> str:
    handling.accept(view.row.number, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("%(number)s is yours now.") % {"number": view.row.number}


def _acknowledge(request: Request, view: CaseView) -> str:
    via = request.POST.get("via", "")
    handling.acknowledge(view.row.number, via=via, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("Noted that the customer knows we have it.")


def _contact(request: Request, view: CaseView) -> str:
    reached = request.POST.get("reached") == "1"
    handling.contact(
        view.row.number, reached=reached, by=request.by, at=request.at, seen=seen_of(request),
        keeps=keeps_of(request.POST),
    )  # fmt: skip
    return _("Noted that you spoke with the customer.") if reached else _("Noted that nobody answered.")


def _assess(request: Request, view: CaseView) -> str:
    said = request.POST
    kind, sub = topic_of(said.get("topic", ""))
    sorting.assess(
        view.row.number, kind=kind, sub=sub, wants=said.get("wants"), means=said.get("means", ""), by=request.by,
        at=request.at, seen=seen_of(request),
    )  # fmt: skip
    return _("Noted what it is about.")


def _sort(request: Request, view: CaseView) -> str:
    said = request.POST
    texts, kinds, proposed = said.getlist("text"), said.getlist("part_kind"), said.getlist("proposed")
    if not len(texts) == len(kinds) == len(proposed):
        raise Invalid.field("parts", "表单不完整，请刷新后再试。", "The form came in pieces; load the page again.")
    sentences = [Sentence(*one) for one in zip(texts, kinds, proposed, strict=True)]
    sorting.sort_parts(view.row.number, sentences, by=request.by, at=request.at, seen=seen_of(request))
    return _("Feelings and facts are sorted.")


def _judge(request: Request, view: CaseView) -> str:
    said = request.POST
    nth = said.get("nth", "")
    if not (nth.isascii() and nth.isdecimal() and len(nth) < 5):
        raise Invalid.field("nth", "没有这条事实。", "There is no such fact.")
    sorting.judge_fact(
        view.row.number, int(nth), verdict=said.get("verdict", ""), evidence=_evidence(request, view),
        note=said.get("note", ""), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The fact is judged.")


def _step(request: Request, view: CaseView) -> str:
    sorting.take_step(view.row.number, request.POST.get("step", ""), by=request.by, at=request.at)
    return _("Noted.")


def _stance(request: Request, view: CaseView) -> str:
    said = request.POST
    offering.take_stance(
        view.row.number, stance=said.get("stance", ""), finding=said.get("finding", ""), by=request.by, at=request.at,
        seen=seen_of(request),
    )  # fmt: skip
    return _("Noted whose it was.")


@transaction.atomic
def _propose(request: Request, view: CaseView) -> str:
    said = request.POST
    cost = cents_of(request, "amount") if said.get("amount", "").strip() else None
    offer = Offer(
        said.get("remedy", ""), _offered_words(request, view), cost, said.get("by_customer") == "1",
        day_of(request, "done_by", optional=True),
    )  # fmt: skip
    needs = offering.propose(
        view.row.number, offer, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(said)
    )
    return _("Above your authority: it waits for approval.") if needs else _("Offered. Ask the customer.")


def _decide(request: Request, view: CaseView) -> str:
    said = request.POST
    approve = said.get("verdict") == "yes"
    offering.decide(
        view.row.number, approve=approve, because=said.get("because", ""), by=request.by, at=request.at,
        keeps=keeps_of(said),
    )  # fmt: skip
    return _("Approved.") if approve else _("Not approved.")


def _answer(request: Request, view: CaseView) -> str:
    said = request.POST
    agrees = said.get("agrees") == "1"
    offering.answer(
        view.row.number, agrees=agrees, words=said.get("answer_words", ""), by=request.by, at=request.at,
        keeps=keeps_of(said),
    )  # fmt: skip
    return _("The customer agrees.") if agrees else _("The customer does not take it. Ask what would make it right.")


def _fulfil(request: Request, view: CaseView) -> str:
    offering.fulfil(view.row.number, by=request.by, at=request.at, keeps=keeps_of(request.POST))
    return _("It is done. Call the customer and ask.")


def _improve(request: Request, view: CaseView) -> str:
    said, until = request.POST, day_of(request, "until")
    assert until is not None
    number = improving.set_improvement(
        view.row.number, cause=said.get("cause", ""), action=said.get("action", ""),
        responsible=colleagues.chosen(said, "responsible"), until=until, cause_key=said.get("cause_key", ""), by=request.by,
        at=request.at, keeps=keeps_of(said),
    )  # fmt: skip
    return _("%(number)s is owed now, and verified 30 days after it is done.") % {"number": number}


def _close(request: Request, view: CaseView) -> str:
    said = request.POST
    closing.close(
        view.row.number, word=said.get("word", ""), summary=said.get("summary", ""), by=request.by, at=request.at,
        seen=seen_of(request), keeps=keeps_of(said),
    )  # fmt: skip
    return _("%(number)s is closed. Aftercare is on day 7 and day 30.") % {"number": view.row.number}


def _reopen(request: Request, view: CaseView) -> str:
    closing.reopen(view.row.number, words=request.POST.get("reopen_words", ""), by=request.by, at=request.at)
    return _("%(number)s is open again.") % {"number": view.row.number}


def _aftercare(request: Request, view: CaseView) -> str:
    said = request.POST
    day = int(said["day"]) if said.get("day") in ("7", "30") else 0
    closing.make_aftercare(
        view.row.number, day=day, well=said.get("well") == "1", words=said.get("after_words", ""), by=request.by,
        at=request.at, keeps=keeps_of(said),
    )  # fmt: skip
    return _("Aftercare is noted.")


def _visit(request: Request, view: CaseView) -> str:
    said = request.POST
    wanted = Wanted(said.get("fault", ""), machine=said.get("machine", ""))
    made = order_visit(view.row.number, wanted, by=request.by, at=request.at)
    return _("%(order)s is ordered and lies before dispatch.") % {"order": made.number}


def _write(request: Request, view: CaseView) -> str:
    language = "en" if request.POST.get("language") == "en" else "zh"
    letters.write_letter(
        view.row.number, request.POST.get("letter", ""), language=language, by=request.by, at=request.at
    )
    return _("The letter is written. Read it, print it, send it.")


def _reword(request: Request, view: CaseView) -> str:
    chosen = _chosen(request, view)
    letters.reword_letter(chosen, text=request.POST.get(f"text_{chosen}", ""), by=request.by)
    return _("The text is kept. Print it anew if it goes out on paper.")


def _send(request: Request, view: CaseView) -> str:
    said, chosen = request.POST, _chosen(request, view)
    with transaction.atomic():
        letters.send_letter(
            chosen, via=said.get("via", ""), proof=said.get("proof", ""), text=_fit(request, view, f"text_{chosen}"),
            by=request.by, at=request.at, keeps=keeps_of(said),
        )  # fmt: skip
    return _("Noted that it went out.")


def _chosen(request: Request, view: CaseView) -> int:
    known = {str(one.id): one.id for one in view.letters}
    if request.POST.get("letter", "") not in known:
        raise Invalid.field("letter", "没有这封信。", "There is no such letter.")
    return known[request.POST["letter"]]


def _offered_words(request: Request, view: CaseView) -> str:
    """What the customer himself proposes are his words, and go to nobody."""
    if request.POST.get("by_customer") == "1":
        return request.POST.get("remedy_words", "")
    return _fit(request, view, "remedy_words")


def _fit(request: Request, view: CaseView, field: str) -> str:
    return let_out(request, field, about=view.row.number, where="complaint", on=view.row.customer_id)


def _evidence(request: Request, view: CaseView) -> list[str]:
    kept = [
        store(one, name=one.name or "file", subject=f"complaint:{view.row.number}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in request.FILES.getlist("files")[:5]
    ]
    return [*request.POST.getlist("evidence"), *(f"file:{key}" for key in kept)]


ACTS: Final[dict[str, Act]] = {
    "take": _take, "name": _name, "accept": _accept, "acknowledge": _acknowledge, "contact": _contact,
    "assess": _assess, "sort": _sort, "judge": _judge, "step": _step, "stance": _stance, "propose": _propose,
    "decide": _decide, "answer": _answer, "fulfil": _fulfil, "improve": _improve, "close": _close, "reopen": _reopen,
    "aftercare": _aftercare, "visit": _visit, "write": _write, "reword": _reword, "send": _send,
}  # fmt: skip
