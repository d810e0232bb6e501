"""Who may call what: a token needs the operation's scope, and one of its roles where the token was given roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest

from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, ROLES, SITE_ROLES
from liuke.foundation.words import Words

SCOPES: Final[Mapping[str, Words]] = {
    "read": Words("读取客户、产品、工单、承诺与事件", "read customers, machines, orders, promises and events"),
    "intake": Words("来电、建档、报修与接单录入", "take calls, customers, requests and orders in"),
    "dispatch": Words("派工、改约、挂起、取消、审核", "dispatch, reschedule, hold, cancel, review"),
    "field": Words("网点接单预约与现场服务", "the site's desk and the work at the door"),
    "callback": Words("回访", "callbacks"),
    "complaints": Words("投诉办理", "handle complaints"),
    "promises": Words("给出与兑现承诺", "give and keep promises"),
    "payments": Words("收款通知（收款方或其桥接程序）", "tell of payments (the provider or its bridge)"),
    "backdate": Words("补录历史（不触发手册规则）", "enter history (handbook rules stay silent)"),
    "admin": Words("令牌管理", "arrange tokens"),
}
CENTRE: Final = CENTRE_ROLES
STAFF: Final = CENTRE_ROLES | SITE_ROLES
READING: Final = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Policy:
    """What an operation asks of a token: one of its scopes. `looks_when` names the query value that only looks."""

    scopes: tuple[str, ...]
    roles: frozenset[str]
    looks_when: tuple[str, str] | None = None

    def admits(self, actor: Actor) -> bool:
        """The scope decides; a token that was given roles is held to them as well."""
        return not set(self.scopes).isdisjoint(actor.scopes) and (not actor.roles or actor.has_role(*self.roles))

    def writes(self, request: HttpRequest) -> bool:
        """Does this call change anything (and so need its Idempotency-Key)?"""
        if request.method in READING:
            return False
        return self.looks_when is None or request.GET.get(self.looks_when[0]) != self.looks_when[1]


def policy(*scopes: str, roles: Iterable[str] = CENTRE, looks_when: tuple[str, str] | None = None) -> Policy:
    """A policy of known words only."""
    named = frozenset(roles)
    if not scopes or set(scopes) - set(SCOPES) or not named or named - set(ROLES):
        raise ValueError(f"unknown scopes or roles: {scopes}, {sorted(named - set(ROLES))}")
    return Policy(scopes, named, looks_when)


def policy_of(operation: Any) -> Policy | None:
    """The declared policy of an operation of the API, or none."""
    found = getattr(operation.view_func, "policy", None)
    return found if isinstance(found, Policy) else None
