"""A link that is over: he asks for a new one, which goes to the number in his file and nowhere else."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from liuke.areas.care.actions.links import renew_link
from liuke.web.portal.links import Visit, shut_door

MOST_AN_HOUR: Final = 3


@shut_door(purpose="order", most=MOST_AN_HOUR)
def renewal(request: Visit, token: str) -> HttpResponse:
    """The same answer to everybody: whether there is such a number, or such an order, is said to nobody."""
    if request.ended is not None:
        renew_link(request.ended.about, by=request.by, at=request.at)
    return HttpResponseRedirect(f"{reverse('portal:order', args=[token])}?asked=1")
