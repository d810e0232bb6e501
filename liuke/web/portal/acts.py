"""What a customer does about his order by himself: hurry us, be away, call it off, say what is wrong, say it is not his."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from liuke.areas.care.actions.complaints import voice_own
from liuke.areas.care.queries.evaluations import may_evaluate
from liuke.areas.care.queries.stories import customer_of
from liuke.areas.customers.actions.doubting import doubt_number
from liuke.areas.service.actions import running
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.words import Words
from liuke.web.portal.links import Visit, door
from liuke.web.portal.moving import seen_in
from liuke.web.portal.order import OVER, answer_owed, what_may
from liuke.web.portal.owed import owed_to, said

LONGEST: Final = 500
ABSENCES: Final = {
    "later": Words("暂时定不下时间，请来电联系我", "I do not know yet when: call me"),
    "solved_itself": Words("已经好了", "It works again, nobody has to come"),
    "elsewhere": Words("已请别人处理", "Somebody else has done it"),
    "user_withdrew": Words("不需要了", "I no longer want it"),
}
"""What follows from each: `later` rests the order, the others call it off for this reason."""
WRONGS: Final = {
    "not_fixed": Words("没有修好", "It is not fixed"),
    "late": Words("没按约定时间来", "Nobody came in time"),
    "attitude": Words("态度不好", "Bad manners"),
    "charge": Words("收费不合理", "The charge is not right"),
    "private": Words("要求私下付款", "He wanted to be paid himself"),
    "damage": Words("损坏了东西", "Something was damaged"),
    "other": Words("其他", "Something else"),
}
"""What may be wrong, as the customer taps it; the record keeps the words."""
TAKEN_ON: Final = frozenset({"name-handler"})
"""What a complaint owes first: somebody with a name."""


@door(purpose="order", owner=customer_of, methods=("POST",))
def chase_up(request: Visit, token: str) -> HttpResponse:
    """Please hurry: counted on the open order. While an answer is owed, asking again adds nothing."""
    number = request.link.about
    if get_order(number, by=request.by).row.state in OVER:
        raise Refused(
            "服务已结束，如有问题请点「有问题要反映」。",
            "Nobody comes any more; say what is wrong instead.",
            code="over",
        )
    if answer_owed(number) is None:
        running.chase_up(number, by=request.by, at=request.at)
    messages.success(request, _("We have passed it on. Somebody calls you; you see below by when."))
    return HttpResponseRedirect("../")


@door(purpose="order", owner=customer_of, methods=("GET", "POST"))
def absence(request: Visit, token: str) -> HttpResponse:
    """Nobody will be there: the order rests until we have talked, or it is called off."""
    found = get_order(request.link.about, by=request.by)
    may = what_may(found)
    if "cancel" not in may:
        raise Refused(
            "现在不能在线取消，请致电客服热线。", "It can no longer be cancelled here; please call our hotline.",
            code="too-late",
        )  # fmt: skip
    if request.method == "POST":
        return _stay_away(request, found.row.number, may)
    choices = [(key, words) for key, words in ABSENCES.items() if key != "later" or "hold" in may]
    context = {
        "token": token, "seen": found.row.version, "choices": choices, "can_move": not may.isdisjoint(("reschedule", "wish")),
        "safety": found.row.safety,
    }  # fmt: skip
    return render(request, "portal/absence.html", context)


def _stay_away(request: Visit, number: str, may: frozenset[str]) -> HttpResponse:
    why, seen = request.POST.get("why", ""), seen_in(request)
    if why not in ABSENCES or (why == "later" and "hold" not in may):
        raise Invalid.field("why", "请选择一项。", "Choose one.")
    if why == "later":
        running.hold(number, reason="waiting_user", by=request.by, at=request.at, seen=seen)
        messages.success(request, _("The visit is off for now. We call you to agree another time."))
    else:
        running.cancel(number, reason=why, by=request.by, at=request.at, seen=seen)
        messages.success(request, _("The order was cancelled. Call us whenever you need us."))
    return HttpResponseRedirect("../")


@door(purpose="order", owner=customer_of, methods=("GET", "POST"))
def grievance(request: Visit, token: str) -> HttpResponse:
    """What was wrong, in chips or words: somebody takes it on by name, and the customer reads until when."""
    if request.method == "POST":
        voice_own(
            request.link.about, words=_wrong(request), wants=request.POST.get("wants", ""), by=request.by, at=request.at
        )
        messages.success(request, _heard(request))
        return HttpResponseRedirect("../")
    given, typed = may_evaluate(request.link.about, by=request.by).given, getattr(request, "typed", None)
    context = {
        "token": token, "wrongs": list(WRONGS.items()),
        "after_no": given is not None and not given.satisfied,
        "chosen": typed.getlist("wrong") if typed else [],
    }  # fmt: skip
    return render(request, "portal/grievance.html", context)


def _heard(request: Visit) -> str:
    customer = customer_of(request.link.about)
    due = owed_to(customer, TAKEN_ON) if customer else None
    if due is None:
        return _("Thank you for telling us. Somebody of the centre takes it on and calls you.")
    by = {"at": said(due, at=request.at)}
    return _("Thank you for telling us. Somebody of the centre has taken it on by %(at)s, and calls you.") % by


def _wrong(request: Visit) -> str:
    chips = [WRONGS[key].zh for key in request.POST.getlist("wrong") if key in WRONGS]
    words = request.POST.get("words", "").strip()
    if len(words) > LONGEST:
        raise Invalid.field("words", f"最多 {LONGEST} 字。", f"At most {LONGEST} characters.")
    if not chips and not words:
        raise Invalid.field("words", "请选一项，或写几个字。", "Choose one, or write a few words.")
    return "；".join(filter(None, ["、".join(chips), words]))


@door(purpose="order", owner=customer_of, methods=("GET", "POST"))
def not_me(request: Visit, token: str) -> HttpResponse:
    """The number belongs to somebody else now: this page closes, and the centre checks the file."""
    if request.method == "POST":
        doubt_number(request.link.about, to=request.link.to, by=request.by, at=request.at)
        return render(request, "portal/thanks.html")
    return render(request, "portal/not_me.html", {"token": token})
