"""One tap: satisfied or not. Who is not says next what was wrong."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from liuke.areas.care.actions.evaluating import evaluate
from liuke.areas.care.queries.stories import customer_of
from liuke.foundation.faults import Invalid
from liuke.web.portal.links import Visit, door


@door(purpose="order", owner=customer_of, methods=("POST",))
def evaluation(request: Visit, token: str) -> HttpResponse:
    """The button pressed is the answer; stars and words may stand beside it."""
    said = request.POST.get("satisfied", "")
    if said not in ("yes", "no"):
        raise Invalid.field("satisfied", "请点「满意」或「不满意」。", "Press “Satisfied” or “Not satisfied”.")
    evaluate(
        request.link.about, satisfied=said == "yes", stars=_stars(request), words=request.POST.get("words", ""),
        device=request.device, by=request.by, at=request.at,
    )  # fmt: skip
    if said == "no":
        return HttpResponseRedirect("../grievance/")
    messages.success(request, _("Thank you. We are glad."))
    return HttpResponseRedirect("../")


def _stars(request: Visit) -> int | None:
    said = request.POST.get("stars", "")
    if not said:
        return None
    if said not in {"1", "2", "3", "4", "5"}:
        raise Invalid.field("stars", "请选择一至五星。", "Choose one to five stars.")
    return int(said)
