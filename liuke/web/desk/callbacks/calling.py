"""Making one callback: the six steps, the answers, the outcome before it is saved, and on to the next."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.care.actions import calling
from liuke.areas.care.actions.calling import Answers
from liuke.areas.care.actions.complaints import voice_dissatisfaction
from liuke.areas.care.queries import callbacks
from liuke.areas.care.queries.callbacks import CallbackView
from liuke.areas.care.queries.outcomes import foresee
from liuke.areas.customers.queries.file import get_brief
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid
from liuke.insight.screen_pop import cards
from liuke.insight.sentences import told as told_events
from liuke.kernel.journal import queries as journal
from liuke.web.desk.callbacks.listing import ROLES
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.hotline.showing import notes
from liuke.web.desk.hotline.taking import complaint_words
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.said_time import parse
from liuke.web.ui import moments
from liuke.web.ui.doors import Request, page

YES_NO: Final = ("solved", "attitude_good", "satisfied", "comes_back", "brings_friends", "follow_up")
LONGEST_WORDS: Final = 2000
EVENTS: Final = 12


@page(roles=ROLES, methods=("GET", "POST"))
def callback(request: Request, number: str) -> HttpResponse:
    """The page of one callback. POST saves the answers, or that nobody answered, or another time."""
    if request.method == "POST":
        return _acted(request, number)
    view = callbacks.get_callback(number, by=request.by, at=request.at)
    return render(request, "desk/callbacks/callback.html", _context(request, view))


@page(roles=ROLES, methods=("POST",))
def start(request: Request, number: str) -> HttpResponse:
    """He has answered: from now on the call is on record."""
    calling.start_callback(number, by=request.by, at=request.at)
    return HttpResponse(status=204) if request.htmx else HttpResponseRedirect(reverse("desk:callback", args=[number]))


@page(roles=ROLES)
def outcome(request: Request, number: str) -> HttpResponse:
    """The class that the answers so far would give, with its reason and what follows."""
    answers = _answers(request.GET, lenient=True)
    view = callbacks.get_callback(number, by=request.by, at=request.at)
    context: dict[str, Any] = {"missing": _unanswered(view, answers)}
    if not context["missing"]:
        context["verdict"] = foresee(number, answers, by=request.by, at=request.at)
        context["is_service"] = view.row.kind == "after_service"
    return render(request, "desk/callbacks/outcome.html", context)


@page(roles=ROLES, methods=("POST",))
def complaint(request: Request, number: str) -> HttpResponse:
    """He is dissatisfied: taken down without leaving the call."""
    view = callbacks.get_callback(number, by=request.by, at=request.at)
    said = request.POST
    made = voice_dissatisfaction(
        view.row.about, words=said.get("complaint_words", ""), wants=said.get("wants", ""), channel="callback",
        customer=view.row.customer_id, by=request.by, at=request.at,
    )  # fmt: skip
    if not request.htmx:
        messages.success(request, complaint_words(made))
        return HttpResponseRedirect(reverse("desk:callback", args=[number]))
    answer = render(request, "desk/callbacks/complained.html", {"said": complaint_words(made), "number": made})
    answer["HX-Trigger"] = "liuke:close"
    return answer


@page(roles=ROLES, methods=("GET", "POST"))
def about(request: Request, about: str, kind: str) -> HttpResponse:
    """Where a promise leads: to its callback; one of 333 that nobody has opened yet is opened here."""
    wanted = "" if kind == "any" else kind
    there = callbacks.find_callback(about, kind=wanted, by=request.by)
    promise = request.GET.get("promise", "")
    if request.method == "POST":
        there = calling.open_callback(wanted, about, by=request.by, at=request.at)
    elif wanted in callbacks.MACHINE_KINDS and (there is None or not _is_open(request, there)):
        return render(request, "desk/callbacks/open.html", {"about": about, "kind": wanted})
    if there is None:
        messages.info(request, _("There is no callback about this."))
        return HttpResponseRedirect(reverse("desk:callbacks"))
    query = f"?promise={promise}" if promise.isascii() and promise.isdecimal() else ""
    return HttpResponseRedirect(f"{reverse('desk:callback', args=[there])}{query}")


def _is_open(request: Request, number: str) -> bool:
    return callbacks.get_callback(number, by=request.by, at=request.at).row.ended_at is None


def _acted(request: Request, number: str) -> HttpResponse:
    said, by, at, keeps = request.POST, request.by, request.at, keeps_of(request.POST)
    act, _colon, named = said.get("act", "save").partition(":")
    if act == "not_reached":
        tries = calling.not_reached(number, by=by, at=at, keeps=keeps)
        _tell_tries(request, number, tries.exhausted, tries.counted, tries.next_at)
    elif act == "later":
        until = _until(named or said.get("until", ""), at)
        calling.call_later(number, until, by=by, at=at, keeps=keeps)
        messages.success(
            request, _("%(number)s: call again %(moment)s.") % {"number": number, "moment": _said(until, at)}
        )
    elif act == "save":
        verdict = calling.answer(number, _answers(said), by=by, at=at, keeps=keeps)
        language = get_language() or "zh-hans"
        messages.success(request, f"{number} · {verdict.words.told(language)}")
    else:
        raise Invalid("请选择结果。", "Choose the result.")
    return HttpResponseRedirect(_next(request, number))


def _tell_tries(request: Request, number: str, exhausted: bool, counted: int, next_at: datetime | None) -> None:
    if exhausted:
        messages.success(
            request, _("%(number)s: three tries, nobody reached. It ends unconfirmed.") % {"number": number}
        )
        return
    moment = _said(next_at, request.at) if next_at else ""
    said = {"number": number, "counted": counted, "moment": moment}
    messages.success(request, _("%(number)s: not reached, try %(counted)s of 3 counts. Next: %(moment)s.") % said)


def _next(request: Request, done: str) -> str:
    """The next one that may be called now, else the list."""
    rows = callbacks.list_due(by=request.by, at=request.at, limit=20).rows
    upcoming = next((row.number for row in rows if row.callable_now and row.number != done), None)
    return reverse("desk:callback", args=[upcoming]) if upcoming else reverse("desk:callbacks")


def _context(request: Request, view: CallbackView) -> dict[str, Any]:
    row = view.row
    brief = get_brief(row.customer_id, by=request.by)
    card = cards([brief], by=request.by, at=request.at)[0]
    happened = journal.list_about(row.about, by=request.by)[:EVENTS]
    is_open = row.ended_at is None
    return {
        "view": view,
        "row": row,
        "here": request.get_full_path(),
        "is_open": is_open,
        "promise": request.GET.get("promise", ""),
        "customer": customer_shape(brief, warn=card.is_delicate),
        "warnings": notes(card),
        "steps": _steps(view),
        "story": view.story,
        "order_url": order_url(row.about) if row.about.startswith("WO-") else "",
        "events": events_shown(told_events(happened, by=request.by)),
        "times": _times(request.at),
        "resting": is_open and not row.callable_now,
        "money": view.answers.get("charged", ""),
    }


def _steps(view: CallbackView) -> list[dict[str, Any]]:
    """The guide's steps; each question with what was answered to it, where it is over."""
    return [
        {
            "step": step,
            "place": place,
            "asks_service": {"solved", "charged"} <= {q.name for q in step.questions},
            "questions": [{"q": q, "field": q.name, "given": _given(view.answers.get(q.name))} for q in step.questions],
        }
        for place, step in enumerate(view.guide.steps, start=1)
    ]


def _given(answer: object) -> str:
    return {True: "yes", False: "no"}.get(answer, "") if isinstance(answer, bool) else str(answer or "")


def _answers(said: QueryDict, *, lenient: bool = False) -> Answers:
    values: dict[str, Any] = {name: {"yes": True, "no": False}.get(said.get(name, "")) for name in YES_NO}
    words = said.get("words", "")
    if len(words) > LONGEST_WORDS and not lenient:
        raise Invalid.field("words", f"最多 {LONGEST_WORDS} 字。", f"At most {LONGEST_WORDS} characters.")
    return Answers(charged=_amount(said.get("charged", ""), lenient=lenient), words=words, **values)


def _amount(said: str, *, lenient: bool) -> Decimal | None:
    said = said.strip().replace(",", "").removeprefix("¥").removesuffix("元").strip()
    if not said:
        return None
    try:
        amount = Decimal(said)
        if not (amount.is_finite() and 0 <= amount < 10_000_000):
            raise InvalidOperation
    except InvalidOperation:
        if lenient:
            return None
        raise Invalid.field(
            "charged", "请填写金额，例如 80。没有收费填 0。", "Write an amount such as 80; 0 for none."
        ) from None
    return amount


def _unanswered(view: CallbackView, answers: Answers) -> bool:
    solved_matters = any(q.name == "solved" for step in view.guide.steps for q in step.questions)
    return answers.satisfied is None or (solved_matters and answers.solved is None)


def _until(wanted: str, at: datetime) -> datetime:
    until = _exact(wanted) or parse(wanted, now=at)
    if until is None:
        raise Invalid.field(
            "until", "看不懂这个时间，请写成 明天15:00 的样子。", "Write the time like “tomorrow 15:00”."
        )
    return until


def _exact(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _times(at: datetime) -> list[tuple[str, str]]:
    """Times that people name, one click each."""
    today = local(at).date()
    wanted = [
        datetime.combine(today + timedelta(days=d), time(h), LOCAL)
        for d, h in ((0, 18), (1, 10), (1, 15), (1, 18), (2, 10))
    ]
    return [(w.isoformat(), _said(w, at)) for w in wanted if w > at]


def _said(moment: datetime, at: datetime) -> str:
    return moments.moment(moment, now=at, language=get_language() or "zh-hans")
