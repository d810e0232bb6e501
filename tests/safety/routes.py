"""All addresses of the house with their declared policies, and what their parameters stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from liuke.api.main import api
from liuke.api.policies import Policy as ApiPolicy
from liuke.api.policies import policy_of as api_policy_of
from liuke.api.schema import operations
from liuke.web.ui.doors import Policy, policy_of

API = "api/v1/"
API_OWN = {"api/v1/", "api/v1/openapi.json", "api/v1/docs"}
"""What ninja adds itself: the (empty) root, the schema and its page."""

_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}")
_NOUNS = {
    "orders": "order", "requests": "request", "customers": "customer", "contacts": "contact", "phones": "phone",
    "addresses": "address", "machines": "machine", "calls": "call", "callbacks": "callback", "promises": "promise",
    "dissatisfactions": "dissatisfaction", "sites": "site", "site": "site", "technicians": "technician",
    "people": "person", "rules": "rule", "tokens": "token", "notices": "notice", "stops": "order", "visits": "order",
    "files": "file", "complaints": "complaint", "improvements": "improvement", "jobs": "order", "dispatch": "order", "hotline": "call",
    "ringing": "call", "board": "order", "desk": "order", "about": "order", "calendars": "calendar",
    "imports": "import", "claims": "claim", "quality": "fault", "appeals": "appeal", "site-grades": "site",
    "candidates": "candidate", "agreements": "agreement", "training": "training",
    "plans": "plan", "knowledge": "article", "settlement": "statement", "line-appeals": "line_appeal",
    "incidents": "incident", "measures": "measure", "warnings": "incident", "secrecy": "release", "rights": "right", "leaks": "leak", "mergers": "merger",
}  # fmt: skip
_NAMED = {
    "payments/number": "payment", "quotes/number": "quote", "invoices/number": "invoice", "days/number": "charge_day",
    "differences/number": "difference", "my/token": "link", "machine/token": "label", "registration/token": "registration",
    "calendars/key": "calendar", "photo": "evidence", "paper": "paper", "proof": "proof",
    "document": "document", "contract": "contract", "policy": "policy",
    "promise_id": "promise", "contact_id": "contact", "phone_id": "phone", "address_id": "address", "rule_id": "rule",
    "token_id": "token", "notice_id": "notice", "person_id": "person", "key": "file", "site": "site",
    "technician": "technician", "machine": "machine", "order": "order", "about": "order",
    "handover": "handover", "briefs/customer": "customer", "grades/customer": "customer", "kept/customer": "customer", "greeting": "greeting", "bond/customer": "customer", "visit_plan": "visit_plan", "calendar/token": "feed",
    "wanted": "wanted", "used": "used", "sheet": "sheet", "enclosure": "enclosure", "letter": "letter", "place": "place", "item": "item", "leak_measure": "leak_measure",
}  # fmt: skip
FREE = {"username": "wangfang", "noun": "acceptance", "act": "accept", "step": "1", "day": "2026-11-23", "date": "2026-11-23", "kind": "orders",
        "name": "orders", "tab": "people", "code": "330212", "what": "photo", "wording": "company_rules", "phrase": "hello", "template": "customers", "terms": "grading"}  # fmt: skip
"""Parameters that name no object."""


@dataclass(frozen=True)
class Page:
    """A page of the web."""

    route: str
    policy: Policy | None
    module: str

    @property
    def id(self) -> str:
        return "/" + self.route


@dataclass(frozen=True)
class Call:
    """An operation of the API."""

    method: str
    route: str
    policy: ApiPolicy | None
    operation: str

    @property
    def id(self) -> str:
        return f"{self.method} {self.route}"


def walk(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every route below a resolver with its full pattern."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from walk(one, prefix + str(one.pattern))
        else:
            yield prefix + str(one.pattern), one


def pages() -> list[Page]:
    """The web's pages, those without a policy included."""
    return [
        Page(route, policy_of(found.callback), found.callback.__module__)
        for route, found in walk()
        if not route.startswith(API)
    ]


def calls() -> list[Call]:
    """The API's operations."""
    return [
        Call(method, f"/{API.rstrip('/')}{op.path}", api_policy_of(op), op.operation_id or "")
        for op in operations(api)
        for method in op.methods
    ]


def parameters(route: str) -> dict[str, str]:
    """What each parameter of a route stands for: a kind of thing of the world, or `free`.

    Unknown ones raise LookupError: whoever adds a route says here what its parameter names.
    """
    found: dict[str, str] = {}
    before = ""
    for part in route.strip("/").split("/"):
        match = _PARAMETER.fullmatch(part)
        if match:
            name = match[1] or match[2]
            kind = "free" if name in FREE else _NAMED.get(f"{before}/{name}") or _NAMED.get(name) or _NOUNS.get(before)
            if kind is None:
                raise LookupError(f"{route}: what is <{name}>? Say so in tests/safety/routes.py")
            found[name] = kind
        else:
            before = part
    return found


def fill(route: str, things: dict[str, str]) -> str:
    """The address with each parameter in place; `things` maps kinds to values."""
    kinds = parameters(route)

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        return FREE[name] if kinds[name] == "free" else things[kinds[name]]

    filled = _PARAMETER.sub(value, route)
    return filled if filled.startswith("/") else f"/{filled}"
