"""The only way to parts, stock, requests and old parts. The centre sees all, a site its own, a technician his van."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar

from django.db.models import Q, QuerySet

from liuke.areas.network import access as network
from liuke.areas.network.models import Site, Technician
from liuke.areas.parts.models import Count, Part, Place, Request, Stock, Transfer, Use
from liuke.areas.parts.rules.asking import clean_code
from liuke.areas.parts.rules.transfers import GIVER, TAKER
from liuke.foundation.faults import Forbidden, Invalid, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

KEEPERS: Final = ("parts_clerk", "parts_lead", "administrator")
LEADS: Final = ("parts_lead", "service_director", "administrator")
DESK: Final = ("site_clerk", "site_manager")
READERS: Final = (
    *KEEPERS, "service_director", "regional_manager", "general_manager", "duty_manager", "dispatcher", "dispatch_lead",
    "finance", "settlement_clerk",
)  # fmt: skip
Row = TypeVar("Row", Part, Request, Use, Count, Transfer)
COMPANY: Final = "company"
TRANSIT: Final = "transit"
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def part(code: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Part:
    """The part of the catalogue, which all staff may read; else Missing."""
    rows = Part.objects.filter(code=clean_code(code))
    found = (rows.select_for_update() if lock else rows).first()
    if found is None or by.kind == Actor.Kind.CUSTOMER:
        raise Missing("目录中没有此配件。", "There is no such part in the catalogue.")
    return fresh(found, seen)


def typed_part(code: str, *, field: str = "part") -> Part:
    """The part somebody typed or scanned, in use; else Invalid beside the field."""
    found = Part.objects.filter(code=clean_code(code), active=True).first()
    if found is None:
        raise Invalid.field(field, "目录中没有此配件编码，请核对", "There is no such part code; look again")
    return found


def request(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Request:
    """The request, or Missing for whoever may not see it.

    With `lock` the histories of the order's customer and of the site are taken first, by id, then the row.
    """
    rows = Request.objects.filter(requests_for(by), number=number.strip().upper())
    if lock:
        found = rows.values_list("order__customer_id", "site_id").first()
        if found is None:
            raise _missing("配件申请", "parts request")
        lock_timelines(pk for pk in found if pk)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("order__site", "site", "part", "asked").first()
    if one is None:
        raise _missing("配件申请", "parts request")
    return fresh(one, seen)


def use(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Use:
    """The used part with its old one; `lock` as with a request."""
    rows = Use.objects.filter(uses_for(by), number=number.strip().upper())
    if lock:
        found = rows.values_list("order__customer_id", "site_id").first()
        if found is None:
            raise _missing("用件记录", "used part")
        lock_timelines(found)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("order", "site", "part", "place").first()
    if one is None:
        raise _missing("用件记录", "used part")
    return fresh(one, seen)


def count(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Count:
    """The count; with `lock` the site's history first."""
    rows = Count.objects.filter(place__in=places(by=by), number=number.strip().upper())
    one = rows.select_related("place__site", "place__technician__site").first()
    if one is None:
        raise _missing("盘点单", "count")
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
            raise _missing("调拨单", "transfer")
        lock_timelines(found)
        rows = rows.select_for_update(of=("self",))
    one = rows.select_related("part", "from_site", "to_site").first()
    if one is None:
        raise _missing("调拨单", "transfer")
    return fresh(one, seen)


def transfers_for(by: Actor) -> Q:
    """The transfers this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    own = network.own_numbers(by) if by.has_role(*DESK) else ()
    return Q(from_site__number__in=own) | Q(to_site__number__in=own)


def sides(found: Transfer, by: Actor) -> frozenset[str]:
    """For which side of a transfer this actor answers; the parts desk for both."""
    return frozenset(side for side, site in ((GIVER, found.from_site), (TAKER, found.to_site)) if keeps(by, site))


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
        raise _missing("库位", "place")
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


def requests_for(by: Actor) -> Q:
    """The requests this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    if by.has_role(*DESK):
        return Q(site__number__in=network.own_numbers(by))
    return Q(order__technician=by.pk) if by.has_role("technician") else Q(pk__in=())


def uses_for(by: Actor) -> Q:
    """The used parts this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    if by.has_role(*DESK):
        return Q(site__number__in=network.own_numbers(by))
    return Q(technician=by.pk) if by.has_role("technician") else Q(pk__in=())


def sees_all(by: Actor) -> bool:
    """Those of the centre who deal with parts or answer for sites, and our own processes."""
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*READERS))


def own_site(by: Actor, number: str = "") -> Site:
    """The site whose desk this actor works at (the one named, where there are several); else Missing."""
    rows = network.sites(by=by).filter(number__in=network.own_numbers(by) if by.has_role(*DESK) else ())
    found = (rows.filter(number=number.strip().upper()) if number.strip() else rows).order_by("number").first()
    if found is None:
        raise Missing("没有这个网点，或您无权查看。", "No such site, or not for you to see.")
    return found


def is_keeper(by: Actor) -> bool:
    """Does this actor keep the company's parts?"""
    return by.kind in _OURS or (by.is_active and by.has_role(*KEEPERS))


def is_lead(by: Actor) -> bool:
    """May this actor go beyond credit, let old parts go, set how parts are kept?"""
    return by.kind in _OURS or (by.is_active and by.has_role(*LEADS))


def require_keeper(by: Actor) -> None:
    if not is_keeper(by):
        raise Forbidden("由配件员办理。", "The parts desk does this.")


def require_lead(by: Actor) -> None:
    if not is_lead(by):
        raise Forbidden("由配件主管办理。", "The parts lead does this.")


def keeps(by: Actor, site: Site | None) -> bool:
    """Does this actor answer for what lies at this site (None: at the company's)?"""
    if site is None:
        return is_keeper(by)
    return is_keeper(by) or (by.has_role(*DESK) and site.number in network.own_numbers(by))


def require_desk_of(site: Site | None, *, by: Actor) -> None:
    """Raise Forbidden for whoever does not answer for what lies there."""
    if not keeps(by, site):
        raise Forbidden("由该网点或配件员办理。", "The site's desk or the parts desk does this.")


def fresh(found: Row, seen: int | None) -> Row:
    """The row, if it is the version that the caller had before him; else Stale."""
    now = found.version
    if seen is not None and seen != now:
        raise Stale(
            "刚被别人办理过，请刷新后再看。", "Somebody has just acted on this; look again.",
            difference={"version": (now, seen)},
        )  # fmt: skip
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


def _missing(zh: str, en: str) -> Missing:
    return Missing(
        f"没有这{'张' if zh.endswith('单') else '个'}{zh}，或您无权查看。", f"No such {en}, or not for you to see."
    )
