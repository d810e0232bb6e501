"""What a phone sends, now or hours later: each act with its own id and the moment it happened, done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from liuke.areas.service.actions import booking, platforms, running, verdicts, visits
from liuke.areas.service.actions.answers import Done
from liuke.areas.service.queries.names import MachineDone, Window
from liuke.areas.service.queries.orders import get_order
from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.files.actions import store
from liuke.web.field.order import READERS
from liuke.web.ui.doors import Request, page
from liuke.web.ui.errors import wants_json

MOST_PHOTOS: Final = 10
LONGEST_NOTE: Final = 500
LATEST_LINE: Final = 50
Doing = Callable[[Request, str], object]


@page(roles=READERS, methods=("POST",))
def act(request: Request, number: str, noun: str) -> HttpResponse:
    """One of ACTS. A script is answered with the order's new state, a plain form with the order's page."""
    do = ACTS.get(noun)
    if do is None:
        raise Missing("没有这项操作。", "There is no such act.")
    number = number.strip().upper()
    answer = do(request, number)
    if wants_json(request):
        return JsonResponse({"order": number, "state": answer.state if isinstance(answer, Done) else ""})
    messages.success(request, number)
    return HttpResponseRedirect(reverse("field:order", args=[number]))


def happened(request: Request) -> datetime | None:
    """The moment at which it happened, as the phone reports it."""
    said = request.POST.get("happened_at", "").strip()
    if not said:
        return None
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        raise Invalid.field(
            "happened_at", "时间无法识别，请刷新页面。", "The time cannot be read; reload the page."
        ) from None


def client_uuid(request: Request) -> str | None:
    """The phone's own id of the act."""
    return request.POST.get("client_uuid", "").strip() or None


def _note(request: Request, name: str = "note") -> str:
    return request.POST.get(name, "").strip()[:LONGEST_NOTE]


def _photos(request: Request, number: str) -> list[str]:
    given = request.FILES.getlist("photos")
    if len(given) > MOST_PHOTOS:
        raise Invalid.field("photos", f"一次最多 {MOST_PHOTOS} 张照片。", f"At most {MOST_PHOTOS} photos at once.")
    return [
        store(one, name=one.name or "photo.jpg", subject=f"order:{number}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in given
    ]


def signature(request: Request, number: str) -> str:
    """The key of the signature drawn on the screen, stored for the order; empty where there is none."""
    given = request.FILES.get("signature")
    if not given:
        return ""
    return store(given, name="signature.png", subject=f"order:{number}", by=request.by, at=request.at)  # type: ignore[arg-type]


def _results(request: Request) -> list[MachineDone]:
    found = []
    for line in range(1, LATEST_LINE + 1):
        result = request.POST.get(f"result-{line}", "").strip()
        if result:
            found.append(MachineDone(line, result, _note(request, f"serial-{line}"), _note(request, f"note-{line}")))
    return found


def _simple(do: Callable[..., Done]) -> Doing:
    return lambda request, number: do(
        number, happened_at=happened(request), client_uuid=client_uuid(request), by=request.by, at=request.at
    )


def _arrive(request: Request, number: str) -> object:
    return visits.arrive(
        number, position=_position(request), happened_at=happened(request), client_uuid=client_uuid(request),
        by=request.by, at=request.at,
    )  # fmt: skip


def _position(request: Request) -> visits.Position | None:
    """Where the phone says it is. What cannot be read is no position: checking in never waits for one."""
    try:
        lng, lat, accuracy = (float(request.POST.get(name, "")[:24]) for name in ("lng", "lat", "accuracy"))
        return visits.Position(lng, lat, round(accuracy))
    except (ValueError, OverflowError):
        return None


def _record(request: Request, number: str) -> object:
    return visits.note_work(
        number, results=_results(request), checklist=request.POST.getlist("checklist"),
        photos=_photos(request, number), signature=signature(request, number), note=_note(request),
        client_uuid=client_uuid(request), by=request.by, at=request.at,
    )  # fmt: skip


def _complete(request: Request, number: str) -> object:
    return visits.finish(
        number, results=_results(request), checklist=request.POST.getlist("checklist"),
        photos=_photos(request, number), signature=signature(request, number), note=_note(request), report=True,
        happened_at=happened(request), client_uuid=client_uuid(request), by=request.by, at=request.at,
    )  # fmt: skip


def _report(request: Request, number: str) -> object:
    return visits.report_completion(
        number, results=_results(request), photos=_photos(request, number), note=_note(request),
        happened_at=happened(request), client_uuid=client_uuid(request), by=request.by, at=request.at,
    )  # fmt: skip


def _second_visit(request: Request, number: str) -> object:
    return visits.second_visit(
        number, reason=request.POST.get("reason", ""), part=_note(request, "part"), results=_results(request),
        photos=_photos(request, number), note=_note(request), happened_at=happened(request),
        client_uuid=client_uuid(request), by=request.by, at=request.at,
    )  # fmt: skip


def _no_service(request: Request, number: str) -> object:
    return visits.report_no_service_trip(
        number, reason=request.POST.get("reason", ""), photos=_photos(request, number), note=_note(request),
        happened_at=happened(request), client_uuid=client_uuid(request), by=request.by, at=request.at,
    )  # fmt: skip


def _code(request: Request, number: str) -> object:
    return platforms.use_code(
        number, request.POST.get("code", "")[:60], happened_at=happened(request), client_uuid=client_uuid(request),
        by=request.by, at=request.at,
    )  # fmt: skip


def _guarantee(request: Request, number: str) -> object:
    line, bought = request.POST.get("line", ""), request.POST.get("proof_date", "").strip()
    if not line.isdecimal() or len(line) > 2:
        raise Invalid.field("line", "请选择机器。", "Choose the machine.")
    try:
        proof = date.fromisoformat(bought) if bought else None
    except ValueError:
        raise Invalid.field("proof_date", "日期无法识别。", "The date cannot be read.") from None
    seen = verdicts.Seen(
        request.POST.getlist("exclusions"), proof, _photos(request, number), signature(request, number)
    )
    return verdicts.settle_guarantee(
        number, int(line), seen, happened_at=happened(request), client_uuid=client_uuid(request), by=request.by,
        at=request.at,
    )  # fmt: skip


def _not_reached(request: Request, number: str) -> object:
    return booking.not_reached(number, happened_at=happened(request), by=request.by, at=request.at)


def _request_part(request: Request, number: str) -> object:
    part = _note(request, "part")
    return running.request_part(number, part=part, happened_at=happened(request), by=request.by, at=request.at)


def _book(request: Request, number: str) -> object:
    """A window agreed at the door, for himself where he is a technician."""
    mine = request.by.pk if request.by.has_role("technician") else ""
    return booking.book(
        number, window=_window(request), technician=mine, happened_at=happened(request), by=request.by, at=request.at
    )


def _window(request: Request) -> Window:
    chosen = request.POST.get("window", "")
    day, begins = (request.POST.get(name, "") for name in ("window_day", "window_from"))
    try:
        if "/" in chosen:
            start, end = (datetime.fromisoformat(part) for part in chosen.split("/", 1))
            if start.tzinfo and end.tzinfo:
                return Window(start, end)
        start = datetime.fromisoformat(f"{day}T{begins}").replace(tzinfo=LOCAL)
    except ValueError:
        raise Invalid.field("window", "请选择时段。", "Choose a window.") from None
    return Window(start, start + timedelta(hours=2))


def handed_in(request: Request, number: str, do: Doing | None, *, onward: str) -> HttpResponse:
    """An act of a stop's own page (charges, parts). A script is answered with the order, a plain form with the page."""
    if do is None:
        raise Missing("没有这项操作。", "There is no such act.")
    number = get_order(number, by=request.by).row.number
    do(request, number)
    if wants_json(request):
        return JsonResponse({"order": number})
    return HttpResponseRedirect(reverse(onward, args=[number]))


ACTS: Final[dict[str, Doing]] = {
    "call-ahead": _simple(visits.call_ahead),
    "departure": _simple(visits.depart),
    "arrival": _arrive,
    "start": _simple(visits.start),
    "record": _record,
    "completion": _complete,
    "report": _report,
    "code": _code,
    "guarantee": _guarantee,
    "second-visit": _second_visit,
    "no-service": _no_service,
    "missed-contact": _not_reached,
    "part-request": _request_part,
    "booking": _book,
}
