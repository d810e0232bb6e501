"""The OpenAPI document: what the door adds to every operation (token, key, problems) is said here once."""

from __future__ import annotations

from typing import Any, Final

from ninja import NinjaAPI

from liuke.api import problems
from liuke.api.idempotency import HEADER
from liuke.api.policies import READING, SCOPES, Policy, policy_of

_TEXT: Final = {"type": "string"}
PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": _TEXT,
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "reason"],
                "properties": {"field": _TEXT, "reason": _TEXT},
                "additionalProperties": False,
            },
        },
        "difference": {"type": "object"},
    },
    "additionalProperties": False,
}
_REFUSALS: Final = {
    "400": "Cannot be read",
    "401": "No valid token",
    "403": "Not for this token",
    "404": "Not there, or not for this token",
    "409": "The state of things forbids it, or somebody is working on it just now",
    "410": "Done before; the customer whom the kept answer was about has been erased since",
    "413": "Too large",
    "415": "Not JSON",
    "422": "Invalid, field by field",
    "503": "The database does not answer; Retry-After says when to come back",
}
_ONLY_WITH_BODY: Final = {"410", "413", "415"}


def describe(document: dict[str, Any], api: NinjaAPI) -> None:
    """Add token, scopes, keys and problems to the document."""
    parts = document["components"]
    parts.setdefault("schemas", {})["Problem"] = PROBLEM
    scopes = "\n".join(f"- `{name}`: {words.en}" for name, words in SCOPES.items())
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "description": f"Scopes:\n\n{scopes}"}}
    policies = {op.operation_id: policy_of(op) for op in operations(api)}
    for path in document["paths"].values():
        for method, described in path.items():
            _describe(described, method.upper(), policies[described["operationId"]])


def operations(api: NinjaAPI) -> list[Any]:
    """Every operation of the API, as the matrix of rights and the tests walk them."""
    routers = api._get_bound_routers()
    return [op for bound in routers for view in bound.path_operations.values() for op in view.operations]


def _describe(described: dict[str, Any], method: str, policy: Policy | None) -> None:
    if policy is None:
        raise ValueError(f"{described['operationId']} declares no policy")
    described["security"] = [{"token": []}]
    described["x-scopes"], described["x-roles"] = list(policy.scopes), sorted(policy.roles)
    described["description"] = f"{described.get('description', '')}\n\nScope: {' or '.join(policy.scopes)}.".strip()
    for status, meaning in _REFUSALS.items():
        if method in READING and status in _ONLY_WITH_BODY:
            continue
        described["responses"].setdefault(status, _refusal(meaning))
    if method not in READING:
        described["parameters"] = [*described.get("parameters", []), _key(policy)]


def _refusal(meaning: str) -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": meaning, "content": content}


def _key(policy: Policy) -> dict[str, Any]:
    return {
        "in": "header",
        "name": HEADER,
        "required": policy.looks_when is None,
        "description": "The same key with the same call gets the same answer, for 30 days; nothing is done twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    }
