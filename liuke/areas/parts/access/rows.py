"""One request, used part, count or transfer; with `lock` the histories first, by id, then the row."""

from __future__ import annotations

from liuke.areas.parts.access.catalogue import fresh, not_found
from liuke.areas.parts.access.places import places
from liuke.areas.parts.access.roles import requests_for, transfers_for, uses_for
from liuke.areas.parts.models import Count, Request, Transfer, Use
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines


def request(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Request:
    """The request, or Missing for whoever may not see it.

    With `lock` the histories of the order's customer and of the site are taken first, by id, then the row.
    """
    rows = Request.objects.filter(requests_for(by), number=number.strip().upper())
    if lock:
        found = rows.values_list("order__customer_id", "site_id").first()
        if found is None:
            raise not_found("配件申请", "parts request")
        lock_timelines(pk for pk in found if pk)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("order__site", "site", "part", "asked").first()
    if one is None:
        raise not_found("配件申请", "parts request")
    return fresh(one, seen)


def use(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Use:
    """The used part with its old one; `lock` as with a request."""
    rows = Use.objects.filter(uses_for(by), number=number.strip().upper())
    if lock:
        found = rows.values_list("order__customer_id", "site_id").first()
        if found is None:
            raise not_found("用件记录", "used part")
        lock_timelines(found)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("order", "site", "part", "place").first()
    if one is None:
        raise not_found("用件记录", "used part")
    return fresh(one, seen)


def count(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Count:
    """The count; with `lock` the site's history first."""
    rows = Count.objects.filter(place__in=places(by=by), number=number.strip().upper())
    one = rows.select_related("place__site", "place__technician__site").first()
    if one is None:
        raise not_found("盘点单", "count")
    if lock:
        site = one.place.its_site
        lock_timelines([site.pk] if site else [])
        again = Count.objects.select_for_update(of=("self",)).get(pk=one.pk)
        again.place = one.place
        one = again
    return fresh(one, seen)


def transfer(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Transfer:
    """The transfer, seen by both desks; with `lock` both sites' histories first, by id, then the row."""
    rows = Transfer.objects.filter(transfers_for(by), number=number.strip().upper())
    if lock:
        found = rows.values_list("from_site_id", "to_site_id").first()
        if found is None:
            raise not_found("调拨单", "transfer")
        lock_timelines(found)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("part", "from_site", "to_site").first()
    if one is None:
        raise not_found("调拨单", "transfer")
    return fresh(one, seen)
