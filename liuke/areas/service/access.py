"""The only way to a work order, a request or a call. The centre reaches all, a site its own, a technician his own."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from liuke.areas.customers import access as customers
from liuke.areas.network.models import Site
from liuke.areas.service.models import Call, Claim, DayPlan, ServiceRequest, WorkOrder
from liuke.areas.service.rules import states
from liuke.foundation.faults import Forbidden, Missing, Refused, Stale
from liuke.foundation.files.access import register_reader
from liuke.foundation.files.owners import register_owner
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import teams_of
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines

_OURS = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT, Actor.Kind.TOKEN})
_SITE = "site:"


def order(
    number: str, *, by: Actor, lock: bool = False, beside: Iterable[int] = (), seen: int | None = None
) -> WorkOrder:
    """The work order, or Missing for whoever may not see it.

    With `lock` the customer's timeline, and those `beside` (a site whose windows are counted), are taken first, by id,
    then the row. `seen` is the version the caller had before him: an older one is Stale.
    """
    rows = WorkOrder.objects.filter(_within_reach(by), number=number.strip().upper())
    if lock:
        owner = rows.values_list("customer_id", flat=True).first()
        if owner is None:
            raise _missing("工单", "work order")
        lock_timelines([owner, *beside])
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise _missing("工单", "work order")
    if seen is not None and seen != found.version:
        raise Stale(
            "此单刚被别人改过，请刷新后再办理。",
            "Somebody has just changed this order; look again before you act.",
            difference={"version": (found.version, seen), "state": (states.STATES[found.state], None)},
        )
    return found


def request(number: str, *, by: Actor, lock: bool = False, beside: Iterable[int] = ()) -> ServiceRequest:
    """The request; sites see those behind their own orders."""
    rows = ServiceRequest.objects.filter(_requests_for(by), number=number.strip().upper())
    if lock:
        owner = rows.values_list("customer_id", flat=True).first()
        if owner is None:
            raise _missing("服务请求", "request")
        lock_timelines([owner, *beside])
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise _missing("服务请求", "request")
    return found


def call(number: str, *, by: Actor, lock: bool = False) -> Call:
    """A call; the centre's alone."""
    rows = Call.objects.filter(number=number.strip().upper())
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not sees_all(by):
        raise _missing("来电", "call")
    return found


def claim(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Claim:
    """The claim for exchange or return; `lock` and `seen` as with an order. A site sees those it assesses."""
    rows = Claim.objects.filter(claims_for(by), number=number.strip().upper()).select_related(
        "machine__model__line", "site"
    )
    if lock:
        owner = rows.values_list("customer_id", flat=True).first()
        if owner is None:
            raise _missing("退换申请", "claim")
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    found = rows.first()
    if found is None:
        raise _missing("退换申请", "claim")
    if seen is not None and seen != found.version:
        raise Stale("此申请刚被别人办理，请刷新。", "Somebody has just acted on this claim; look again.", difference={})
    return found


def day_plan(number: str, *, by: Actor, lock: bool = False) -> DayPlan:
    """The plan of a day, for whoever dispatches; a site's people those of their own site."""
    rows = DayPlan.objects.filter(plans_for(by), number=number.strip().upper())
    found = (rows.select_for_update(of=("self",)) if lock else rows.select_related("site", "technician")).first()
    if found is None:
        raise _missing("排程", "plan")
    return found


def plans_for(by: Actor) -> Q:
    """The plans this actor may see, as a condition for lists."""
    if groups(by).isdisjoint(("hotline", "dispatch", "site")):
        return Q(pk__in=())
    return Q() if sees_all(by) else Q(site__number__in=sites_of(by))


def claims_for(by: Actor) -> Q:
    """The claims this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    if by.kind == Actor.Kind.CUSTOMER:
        return Q(customer__account=by.pk)
    if by.is_active and by.has_role("site_clerk", "site_manager"):
        return Q(site__number__in=sites_of(by))
    return Q(pk__in=())


def sees_all(by: Actor) -> bool:
    """Is this somebody of the centre (or the house's own machinery)?"""
    if by.kind in _OURS:
        return by.kind != Actor.Kind.TOKEN or not by.has_role(*SITE_ROLES)  # a token may be made for a site
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*CENTRE_ROLES)


def orders_for(by: Actor) -> Q:
    """The orders this actor may see, as a condition for lists and counts."""
    if sees_all(by):
        return Q()
    if by.kind == Actor.Kind.CUSTOMER:
        return Q(customer__account=by.pk)
    none = Q(pk__in=())
    if not by.is_active:
        return none
    allowed = none
    if by.has_role("site_clerk", "site_manager"):
        allowed |= Q(site__number__in=sites_of(by))
    if by.has_role("technician"):
        allowed |= Q(technician=by.pk)
    return allowed


def sites_of(by: Actor) -> list[str]:
    """The numbers of the sites whose team this actor belongs to."""
    return sorted(key.removeprefix(_SITE) for key in teams_of(by) if key.startswith(_SITE))


def site_keys(by: Actor) -> list[int]:
    """The keys of the sites whose desk this actor looks at; none for who has none."""
    if not by.has_role("site_clerk", "site_manager"):
        return []
    return list(Site.objects.filter(number__in=sites_of(by)).values_list("pk", flat=True))


def site_for(number: str, *, by: Actor) -> str:
    """The site's number, if this actor may look at its desk; else Missing."""
    allowed = sees_all(by) or (by.has_role("site_clerk", "site_manager") and number in sites_of(by))
    if allowed and Site.objects.filter(number=number).exists():
        return number
    raise _missing("网点", "site")


def groups(by: Actor) -> frozenset[str]:
    """The groups of the state table an actor belongs to."""
    if by.kind == Actor.Kind.CUSTOMER:
        return frozenset({"customer"})
    found = states.groups_of(by.roles, machine=by.kind in _OURS)
    return found | {"regional"} if by.kind in _OURS or by.has_role(*states.REGIONAL) else found


def may(order_found: WorkOrder, act: str, *, by: Actor, to: str | None = None) -> None:
    """Raise Refused or Forbidden where the state table does not let this actor do this act now."""
    refusal = states.refusal(order_found.state, act, groups(by), to)
    if refusal is None:
        return
    fault = Forbidden if refusal.code == "role" else Refused
    raise fault(refusal.words.zh, refusal.words.en, code=f"order-{refusal.code}")


def may_act(act: str, *, by: Actor) -> None:
    """Raise Forbidden where nobody of this actor's groups does such acts at all (before there is an order)."""
    if groups(by).isdisjoint(states.BY_ACT[act].who):
        raise Forbidden("您的岗位不办理此事。", "Your role does not do this.")


def centre(by: Actor) -> None:
    """Raise Forbidden for whoever does not take calls and requests."""
    if groups(by).isdisjoint(("hotline", "dispatch", "callback")):
        raise Forbidden("由呼叫中心受理。", "The centre takes calls and requests.")


def customers_of_site(customer_ids: Collection[int], by: Actor) -> set[int]:
    """Those customers for whom this site actor has an order that is not over (practice: what he needs, no more)."""
    rows = WorkOrder.objects.filter(_within_reach(by), customer_id__in=customer_ids, state__in=list(states.OPEN))
    return set(rows.values_list("customer_id", flat=True))


def _within_reach(by: Actor) -> Q:
    """What one may open: his orders, and the repeat nobody has dispatched yet, whose customer his site owes a call (#20).

    Orders are opened one by one with it; a site's lists are of what lies there.
    """
    allowed = orders_for(by)
    if sees_all(by) or not (by.is_active and by.has_role("site_clerk", "site_manager")):
        return allowed
    return allowed | Q(site=None, repeat_of__site__number__in=sites_of(by))


def _requests_for(by: Actor) -> Q:
    if sees_all(by):
        return Q()
    if by.kind == Actor.Kind.CUSTOMER:
        return Q(customer__account=by.pk)
    return Q(pk__in=WorkOrder.objects.filter(orders_for(by)).values("request_id"))


def _missing(zh: str, en: str) -> Missing:
    return Missing(f"没有这张{zh}，或您无权查看。", f"No such {en}, or not for you to see.")


def _may_read_files(number: str, by: Actor) -> bool:
    return WorkOrder.objects.filter(orders_for(by), number=number).exists()


def _may_read_evidence(number: str, by: Actor) -> bool:
    return Claim.objects.filter(claims_for(by), number=number).exists()


register_reader("claim", _may_read_evidence)
register_reader("order", _may_read_files)  # photos, signatures and evidence are stored for `order:WO-000318`
register_owner("claim", Claim, "customer", readable=claims_for)
register_owner("order", WorkOrder, "customer", readable=orders_for)
customers.register_site_check(lambda pk, by: bool(customers_of_site([pk], by)), among=customers_of_site)
