"""Did it happen again? Like complaints since a day: of the same sub-kind at the same site, or of the same customer."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.complaints.models import Complaint, Link
from liuke.areas.service.models import WorkOrder

MOST = 50


def like_since(found: Complaint, *, since: datetime) -> list[tuple[int, str]]:
    """(complaint's id, why it counts) of those received after that moment; the same customer's before the site's."""
    rows = Complaint.objects.filter(received_at__gt=since, sub=found.sub, kind=found.kind).exclude(pk=found.pk)
    if not found.sub:
        rows = rows.none()
    same = dict.fromkeys(rows.filter(customer_id=found.customer_id).values_list("pk", flat=True)[:MOST], "customer")
    there = _of_sites(_sites_of(found), rows.values_list("pk", "about")[:5_000])
    return list({**dict.fromkeys(there, "site"), **same}.items())[:MOST]


def _sites_of(found: Complaint) -> set[str]:
    linked = set(Link.objects.filter(complaint=found, kind=Link.Kind.SITE).values_list("number", flat=True))
    of_order = WorkOrder.objects.filter(number=found.about, site__isnull=False).values_list("site__number", flat=True)
    return linked | set(of_order)


def _of_sites(sites: set[str], rows: object) -> list[int]:
    if not sites:
        return []
    pairs = dict(rows)  # type: ignore[call-overload]
    linked = Link.objects.filter(complaint_id__in=list(pairs), kind=Link.Kind.SITE, number__in=sites)
    found = set(linked.values_list("complaint_id", flat=True))
    orders = WorkOrder.objects.filter(number__in=[a for a in pairs.values() if a], site__number__in=sites)
    at_site = set(orders.values_list("number", flat=True))
    return [pk for pk, about in pairs.items() if pk in found or about in at_site]
