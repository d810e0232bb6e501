"""From centre to site: dispatch, reassign; from site to centre: accept, decline; and recalled when nobody answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, end_offer, one_of, release_visit, site_of, tell, tell_all
from liuke.areas.service.actions.placing import Placement, hand_promises, place, site_called
from liuke.areas.service.models import Offer, WorkOrder
from liuke.areas.service.rules.names import DECLINE_REASONS, RECALL_REASONS
from liuke.areas.service.rules.windows import Window
from liuke.events.service.orders import OrderAccepted, OrderDeclined, OrderRecalled
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.rows import Recorded

WEEK = timedelta(days=7)
RECALLS_FLAGGED = 3


def dispatch(
    number: str, *, site: str, by: Actor, at: datetime, window: Window | None = None, wished: Window | None = None,
    overrule_reason: str = "", seen: int | None = None, keeps: int | None = None,
) -> Done:  # fmt: skip
    """Offer the order to a site. Another than the first suggestion records why (OVERRULE_REASONS)."""
    with transaction.atomic():
        chosen = site_called(site)
        order = access.order(number, by=by, lock=True, beside=[chosen.pk], seen=seen)

        events = place(order, Placement(chosen, window, wished, overrule_reason), by=by, at=at)

        tell_all(order, events, by=by, at=at, keeps=keeps)
        hand_promises(order, at=at)
    return done(order)


def redispatch(
    number: str, *, site: str, by: Actor, at: datetime, reason: str = "", window: Window | None = None,
    overrule_reason: str = "", seen: int | None = None, keeps: int | None = None,
) -> Done:  # fmt: skip
    """Take the order from one site to another, through the centre only; its technician is freed."""
    with transaction.atomic():
        chosen = site_called(site)
        order = access.order(number, by=by, lock=True, beside=[chosen.pk], seen=seen)
        if order.site_id == chosen.pk:
            raise Refused("该单已在此网点。", "The order lies with this site already.", code="same-site")

        placement = Placement(chosen, window, None, overrule_reason)
        events = place(order, placement, by=by, at=at, act="redispatch", reason=reason)

        tell_all(order, events, by=by, at=at, keeps=keeps)
        hand_promises(order, at=at)
    return done(order)


def accept(
    number: str, *, by: Actor, at: datetime, happened_at: datetime | None = None, keeps: int | None = None
) -> Done:
    """The site takes the order: booked if a window was agreed at the hotline, else it books within its promise."""
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        to = "booked" if order.window else "to_book"
        change(order, "accept", by=by, at=at, to=to)

        order.accepted_at = happened_at or at
        order.save()
        end_offer(order, Offer.Answer.ACCEPTED, at=at)

        mode = order.site.mode if order.site else "own"
        told = OrderAccepted(number=order.number, site=site_of(order), mode=mode, booked=to == "booked")
        tell(order, told, by=by, at=at, happened_at=happened_at, keeps=keeps)
    return done(order)


def decline(number: str, *, reason: str, by: Actor, at: datetime, note: str = "", keeps: int | None = None) -> Done:
    """The site gives the order back, with a closed reason (DECLINE_REASONS); the centre reassigns."""
    one_of("reason", reason, DECLINE_REASONS)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        change(order, "decline", by=by, at=at)

        site = _take_back(order, Offer.Answer.DECLINED, reason, at)

        tell(order, OrderDeclined(number=order.number, site=site, reason=reason, note=note), by=by, at=at, keeps=keeps)
        hand_promises(order, at=at)
    return done(order)


def recall(
    number: str, *, by: Actor, at: datetime, because: str = "centre", caused_by: Recorded | None = None,
    keeps: int | None = None,
) -> Done:  # fmt: skip
    """Take an unanswered order back; silence is never acceptance. A site's third within a week is flagged."""
    one_of("because", because, RECALL_REASONS)
    with transaction.atomic():
        order = access.order(number, by=by, lock=True)

        change(order, "recall", by=by, at=at)

        site_id = order.site_id
        site = _take_back(order, Offer.Answer.RECALLED, because, at)
        recent = Offer.objects.filter(
            site=site_id, answer=Offer.Answer.RECALLED, reason="no_answer", answered_at__gt=at - WEEK
        ).count()

        told = OrderRecalled(
            number=order.number, site=site, reason=because, count_in_week=recent, flagged=recent >= RECALLS_FLAGGED
        )
        tell(order, told, by=by, at=at, caused_by=caused_by, keeps=keeps)
        hand_promises(order, at=at)
    return done(order)


def _take_back(order: WorkOrder, answer: str, reason: str, at: datetime) -> str:
    site = site_of(order)
    end_offer(order, answer, at=at, reason=reason)
    release_visit(order)
    if order.window is not None:  # the customer's time stays known, the site's place is free again
        order.wished_start, order.wished_end = order.window_start, order.window_end
        order.set_window(None)
    order.site = None
    order.save()
    return site
