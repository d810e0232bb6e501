"""The only way to an article, and who may change words. Drafts are for the centre; customers see only what is public."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from liuke.areas.knowledge.models import Article
from liuke.areas.knowledge.rules.articles import NETWORK, PUBLIC
from liuke.foundation.faults import Forbidden, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines

EDITORS: Final = frozenset(
    {"quality_manager", "complaint_manager", "hotline_lead", "service_director", "administrator"}
)
WORD_EDITORS: Final = frozenset({"quality_manager", "complaint_manager", "administrator"})
AUTHORS: Final = CENTRE_ROLES | SITE_ROLES
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def article(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Article:
    """The article, or Missing for whoever may not read it. With `lock` its history first; an older `seen` is Stale."""
    rows = Article.objects.filter(readable_by(by), number=number.strip().upper())
    if lock:
        lock_timelines(rows.values_list("pk", flat=True))
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("owner").first()
    if found is None:
        raise Missing("没有这篇知识，或您无权查看。", "No such article, or not for you to see.")
    if seen is not None and seen != found.version:
        raise Stale(
            "这篇知识刚被别人修改，请刷新后再改。",
            "Somebody has just changed this article; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def readable_by(by: Actor) -> Q:
    """The articles this actor may read, as a condition for lists: the centre all, the sites what is theirs in force."""
    if by.kind in _OURS or by.has_role(*CENTRE_ROLES):
        return Q()
    if by.has_role(*SITE_ROLES):
        return Q(state="in_force", level__in=[NETWORK, PUBLIC]) | Q(state="draft", owner=by)
    return Q(state="in_force", level=PUBLIC)


def may_edit(by: Actor) -> bool:
    """May this actor put articles in force, change or retire them?"""
    return by.kind in _OURS or by.has_role(*EDITORS)


def require_editor(by: Actor) -> None:
    if not may_edit(by):
        raise Forbidden(
            "知识由品质经理、投诉经理或客服班长审定。",
            "A quality manager, a complaint manager or a hotline lead decides about articles.",
        )


def require_author(by: Actor) -> None:
    if not (by.kind in _OURS or by.has_role(*AUTHORS)):
        raise Forbidden("您的岗位不能起草知识。", "Your role does not write articles.")


def may_change_words(by: Actor) -> bool:
    return by.kind in _OURS or by.has_role(*WORD_EDITORS)


def require_word_editor(by: Actor) -> None:
    """Raise Forbidden for whoever may not change wordings and standard phrases."""
    if not may_change_words(by):
        raise Forbidden(
            "禁语和标准话术由品质经理或投诉经理维护。",
            "A quality manager or a complaint manager keeps wordings and phrases.",
        )
