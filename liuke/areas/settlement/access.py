"""The only way to a statement and to an appeal: the centre's few all, a site's desk its own, from the day it is sent."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from liuke.areas.network import access as network
from liuke.areas.settlement.models import Holding, LineAppeal, Statement
from liuke.areas.settlement.rules.states import refusal
from liuke.foundation.faults import Forbidden, Missing, Refused, Stale
from liuke.foundation.files.access import register_reader
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

MAKERS: Final = ("settlement_clerk",)
SIGNERS: Final = ("regional_manager", "finance")
LOCKERS: Final = ("settlement_clerk", "finance")
PAYERS: Final = ("finance",)
JUDGES: Final = ("regional_manager", "settlement_clerk")
READERS: Final = ("settlement_clerk", "finance", "regional_manager", "general_manager")
DESK: Final = ("site_manager", "site_clerk")
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})
_WHO: Final = {
    "count": MAKERS, "send": MAKERS, "rule": JUDGES, "sign": SIGNERS, "lock": LOCKERS, "take_invoice": LOCKERS,
    "pay": PAYERS,
}  # fmt: skip


def statement(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Statement:
    """The statement, or Missing for whoever may not see it.

    With `lock` the site's history is taken first, then the row. An older `seen` is Stale.
    """
    rows = Statement.objects.filter(statements_for(by), number=number.strip().upper())
    if lock:
        site = rows.values_list("site_id", flat=True).first()
        if site is None:
            raise _missing()
        lock_timelines([site])
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("site").first()
    if found is None:
        raise _missing()
    if seen is not None and seen != found.version:
        raise Stale(
            "这份结算单刚被别人办理或重新计算，请刷新后再看。",
            "Somebody has just acted on this statement, or it was counted again; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def appeal(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> LineAppeal:
    """The appeal with its statement, seen by whoever sees the statement; `lock` and `seen` are the statement's."""
    rows = LineAppeal.objects.filter(number=number.strip().upper())
    of = rows.values_list("statement__number", flat=True).first()
    if of is None:
        raise Missing("没有这件申诉，或您无权查看。", "No such appeal, or not for you to see.")
    found = statement(of, by=by, lock=lock, seen=seen)
    one = rows.get()
    one.statement = found
    return one


def holding(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Holding:
    """What is to be given back, or Missing for whoever may not see it; `lock` and `seen` as for a statement."""
    rows = Holding.objects.filter(holdings_for(by), number=number.strip().upper())
    if lock:
        lock_timelines(rows.values_list("site_id", flat=True))
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("site", "statement").first()
    if found is None:
        raise Missing("没有这笔款项，或您无权查看。", "No such sum, or not for you to see.")
    if seen is not None and seen != found.version:
        raise Stale(
            "这笔款项刚被别人处理，请刷新后再看。", "Somebody has just dealt with this; look again.",
            difference={"version": (found.version, seen)},
        )  # fmt: skip
    return found


def holdings_for(by: Actor) -> Q:
    """The centre's few see all that is to be given back, a site's desk its own."""
    return Q() if sees_all(by) else Q(site__number__in=own_sites(by))


def statements_for(by: Actor) -> Q:
    """The statements this actor may see, as a condition for lists; a site sees none before it was sent."""
    if sees_all(by):
        return Q()
    return Q(site__number__in=own_sites(by)) & ~Q(state="draft")


def own_sites(by: Actor) -> frozenset[str]:
    """The sites at whose desk this actor works; a technician works at none."""
    return network.own_numbers(by) if by.has_role(*DESK) else frozenset()


def sees_all(by: Actor) -> bool:
    """Those of the centre who count, sign and pay, and our own processes."""
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*READERS))


def may(found: Statement, act: str, *, by: Actor) -> bool:
    """May this actor do this to the statement in the state it is in?"""
    return refusal(found.state, act) is None and _is_for(found, act, by)


def require(found: Statement, act: str, *, by: Actor) -> None:
    """Raise Forbidden for the wrong person, Refused for the wrong state."""
    if not _is_for(found, act, by):
        raise Forbidden("这一步不由您办理。", "This step is not yours.")
    wrong = refusal(found.state, act)
    if wrong:
        raise Refused(wrong.zh, wrong.en, code="state")


def require_maker(by: Actor) -> None:
    """Making a month's statements is the settlement clerk's, or the night's job."""
    if by.kind not in _OURS and not by.has_role(*MAKERS):
        raise Forbidden("结算单由结算专员生成。", "The settlement clerk makes the statements.")


def require_pricer(by: Actor) -> None:
    """What sites are paid is finance's to state."""
    if not by.has_role(*PAYERS):
        raise Forbidden("结算价目由财务维护。", "Finance states what sites are paid.")


def require_payer(by: Actor) -> None:
    """What was held of a site's money is finance's to give back."""
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*PAYERS)):
        raise Forbidden("押金和质保金由财务返还。", "Finance gives back deposit and retention.")


def is_judge(found: LineAppeal, by: Actor) -> bool:
    """May this actor hear the appeal: of those who judge, and not whoever sent the statement?"""
    return by.has_role(*JUDGES) and by.pk != found.against_id


def _is_for(found: Statement, act: str, by: Actor) -> bool:
    if act in ("confirm", "appeal"):
        return by.has_role("site_manager") and found.site.number in own_sites(by)
    if act == "count" and by.kind in _OURS:
        return True
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*_WHO[act])


def _may_read_files(reference: str, by: Actor) -> bool:
    number, _, _order = reference.partition("/")
    return Statement.objects.filter(statements_for(by), number=number).exists()


def _missing() -> Missing:
    return Missing("没有这份结算单，或您无权查看。", "No such statement, or not for you to see.")


register_reader("settlement-line", _may_read_files)  # what a site brings is stored for `settlement-line:ST-…/WO-…`
