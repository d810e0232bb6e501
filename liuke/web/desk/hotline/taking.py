"""What the agent pressed: dispatched, solved on the phone, only noted, chased up, or turned into a complaint."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.customers.actions.drafts import NewAddress
from liuke.areas.network.queries.sites import list_by_number
from liuke.areas.products.queries.machines import list_by_number as machines_by_number
from liuke.areas.service.actions.answers import Done
from liuke.areas.service.actions.orders import MachineDraft
from liuke.foundation.faults import Invalid
from liuke.processes import hotline
from liuke.processes.diagnosis import Diagnosis, take_diagnosed
from liuke.processes.hotline import Answer, Caller, Complained, Newcomer, Noted, Placed, Solved, Taken, Wish
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.hotline.offering import span_of
from liuke.web.desk.hotline.standing import Standing
from liuke.web.ui import moments
from liuke.web.ui.doors import Request

LONGEST_NOTE = 500


def taken(request: Request, standing: Standing) -> HttpResponse:
    """Do it, and say on the next page what came of it."""
    said = request.POST
    act, _colon, detail = said.get("act", "").partition(":")
    caller = caller_of(said, standing)
    keeps = keeps_of(said)
    if act == "chase":
        note = said.get("fault", "")[:LONGEST_NOTE]
        times = hotline.chase(caller, detail, note=note, by=request.by, at=request.at, keeps=keeps)
        messages.success(request, chased_words(detail, times))
        return HttpResponseRedirect(reverse("desk:hotline"))
    done = take_diagnosed(
        caller, wish_of(said), answer_of(act, detail, said), diagnosis_of(said), by=request.by, at=request.at,
        keeps=keeps,
    )  # fmt: skip
    messages.success(request, words_of(request, done, act))
    return HttpResponseRedirect(reverse("desk:hotline"))


def diagnosis_of(said: QueryDict) -> Diagnosis | None:
    """The fault tree that was walked through beside the form, and how it was answered."""
    number = said.get("article", "").strip()[:12]
    return Diagnosis(number, said.get("answers", "")[:60]) if number else None


def caller_of(said: QueryDict, standing: Standing) -> Caller:
    """The caller as the form completes him."""
    card = standing.chosen
    newcomer = None
    if standing.is_new and (card is None or said.get("name", "").strip()):
        newcomer = Newcomer(said.get("name", ""), said.get("customer_kind", "household"), said.get("relation", "本人"))
    return Caller(
        phone=standing.phone,
        call=standing.call,
        customer=card.customer.id if card else None,
        newcomer=newcomer,
        remember=bool(said.get("remember")),
        relation=said.get("relation", ""),
    )


def wish_of(said: QueryDict) -> Wish:
    """The wish; a new address counts where one is written."""
    address = said.get("address_text", "").strip()
    known = said.get("address_id", "")
    line = said.get("line", "")[:40]
    machines = [MachineDraft(machine=number[:20]) for number in said.getlist("machine")]
    return Wish(
        kind=said.get("kind", "repair"),
        fault=said.get("fault", ""),
        product_line=line or _line_of(machines),
        machines=machines,
        address_id=int(known) if known.isascii() and known.isdecimal() and len(known) < 19 and not address else None,
        address=NewAddress(address, said.get("division", "")[:9]) if address else None,
        hazards=tuple(said.getlist("hazard")),
    )


def answer_of(act: str, detail: str, said: QueryDict) -> Answer:
    """What was pressed, with what belongs to it."""
    if act == "solved":
        return Solved(detail, said.get("note", "")[:LONGEST_NOTE])
    if act == "noted":
        return Noted()
    if act == "complaint":
        return Complained(said.get("wants", ""), said.get("about", "")[:40])
    if act == "dispatch":
        return placed_of(said)
    raise Invalid("请选择如何处理这个来电。", "Choose what to do about this call.")


def placed_of(said: QueryDict) -> Placed:
    """Site, window or wish. At an own site the window, or that it is not agreed yet, has to be said."""
    if said.get("has_windows") and not said.get("window"):
        raise Invalid.field("window", "请与用户约定时段。", "Agree a window with the customer.")
    window, wished = span_of(said.get("window", ""), "window"), span_of(said.get("wished", ""), "wished")
    return Placed(
        site=said.get("site", "")[:12],
        window=hotline.window(*window) if window else None,
        wished=hotline.window(*wished) if wished else None,
        overrule_reason=said.get("overrule_reason", "")[:20],
        second=bool(said.get("second")),
    )


def words_of(request: Request, done: Taken, act: str) -> str:
    """What came of it, with the number to read out."""
    if done.complaint:
        return complaint_words(done.complaint)
    if done.order:
        return order_words(request, done.order)
    said = {"number": done.request}
    if act == "solved":
        return _("Solved on the phone: %(number)s. A visit was avoided.") % said
    return _("Noted as %(number)s.") % said


def order_words(request: Request, order: Done) -> str:
    """The order, its site and its window, as the agent reads them out."""
    if not order.site:
        return _("Work order %(number)s is made; dispatch chooses the site.") % {"number": order.number}
    site = list_by_number([order.site])[order.site].name
    said = {"number": order.number, "site": site}
    if order.window_start is None or order.window_end is None:
        return _("Work order %(number)s is dispatched to %(site)s, which calls to agree the time.") % said
    language = get_language() or "zh-hans"
    said["window"] = moments.window(order.window_start, order.window_end, now=request.at, language=language)
    return _("Work order %(number)s is dispatched to %(site)s, %(window)s.") % said


def complaint_words(number: str) -> str:
    return _("Complaint %(number)s is taken. Somebody will be named for it and call back.") % {"number": number}


def chased_words(number: str, times: int) -> str:
    return _("Chase-up %(times)s is noted on %(number)s; the site owes the customer a call.") % {
        "times": times,
        "number": number,
    }


def _line_of(machines: list[MachineDraft]) -> str:
    """The line of the first machine, for the request's own words."""
    first = machines[0].machine if machines else ""
    row = machines_by_number([first]).get(first) if first else None
    return row.line.key if row else ""
