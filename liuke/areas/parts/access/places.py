"""Where parts lie: the places an actor may see, their stock, and the sites they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from liuke.areas.network import access as network
from liuke.areas.network.models import Site, Technician
from liuke.areas.parts.access.catalogue import not_found, part
from liuke.areas.parts.access.roles import DESK, sees_all
from liuke.areas.parts.models import Part, Place, Stock
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

COMPANY: Final = "company"
TRANSIT: Final = "transit"


def any_site(number: str, *, field: str) -> Site:
    """A site that is named in a form, also another's; else Invalid beside the field."""
    found = Site.objects.filter(number=number.strip().upper()).first()
    if found is None:
        raise Invalid.field(field, "请选择网点", "Choose a site")
    return found


def free_at(part_found: Part, site: Site) -> int:
    """How many of a part are free on a site's shelf."""
    row = Stock.objects.filter(part=part_found, place__site=site).first()
    return row.free if row else 0


def place(key: str, *, by: Actor, lock: bool = False) -> Place:
    """The place by its key (`company`, a site's number, a technician's); with `lock` the site's history is taken.

    A site's store and a van are made when something is first done there.
    """
    found = _place(key.strip(), by, make=lock)
    if found is None:
        raise not_found("库位", "place")
    site = found.its_site
    if lock and site is not None:
        lock_timelines([site.pk])
    return found


def places(*, by: Actor) -> QuerySet[Place]:
    """The places this actor may see."""
    rows = Place.objects.all()
    if sees_all(by):
        return rows
    own = network.own_numbers(by)
    if by.has_role(*DESK):
        return rows.filter(Q(site__number__in=own) | Q(technician__site__number__in=own))
    return rows.filter(technician=by.pk) if by.has_role("technician") else rows.none()


def stock(name: str, *, by: Actor) -> tuple[Place, Part]:
    """Place and part of a stock named `S-0001/M-12`."""
    key, _sep, code = name.partition("/")
    return place(key, by=by), part(code, by=by)


def locked_stock(part_found: Part, places_found: Iterable[Place]) -> dict[int, Stock]:
    """The stock of a part at these places, made where it is not there, locked in one order (by place)."""
    ids = sorted({p.pk for p in places_found})
    Stock.objects.bulk_create([Stock(place_id=pk, part=part_found) for pk in ids], ignore_conflicts=True)
    rows = Stock.objects.select_for_update().filter(part=part_found, place__in=ids).order_by("place_id")
    return {row.place_id: row for row in rows}


def own_site(by: Actor, number: str = "") -> Site:
    """The site whose desk this actor works at (the one named, where there are several); else Missing."""
    rows = network.sites(by=by).filter(number__in=network.own_numbers(by) if by.has_role(*DESK) else ())
    found = (rows.filter(number=number.strip().upper()) if number.strip() else rows).order_by("number").first()
    if found is None:
        raise Missing("没有这个网点，或您无权查看。", "No such site, or not for you to see.")
    return found


def company() -> Place:
    return Place.objects.get_or_create(key=COMPANY, defaults={"kind": Place.Kind.COMPANY})[0]


def transit() -> Place:
    return Place.objects.get_or_create(key=TRANSIT, defaults={"kind": Place.Kind.TRANSIT})[0]


def store_of(site: Site) -> Place:
    return Place.objects.get_or_create(key=site.number, defaults={"kind": Place.Kind.SITE, "site": site})[0]


def van_of(technician: Technician) -> Place:
    defaults = {"kind": Place.Kind.VAN, "technician": technician}
    return Place.objects.get_or_create(key=technician.number, defaults=defaults)[0]


def _place(key: str, by: Actor, *, make: bool) -> Place | None:
    wanted = key if key in (COMPANY, TRANSIT) else key.upper()
    if make:
        if site := network.sites(by=by).filter(number=wanted).first():
            store_of(site)
        elif technician := Technician.objects.filter(number=wanted, site__in=network.sites(by=by)).first():
            van_of(technician)
    return places(by=by).select_related("site", "technician__site").filter(key=wanted).first()
