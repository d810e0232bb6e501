"""The reference page: drawn from the OpenAPI document by the server, so it needs no script and nothing from outside."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


class Pages(DocsBase):
    """One page, a section a noun."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_: Any) -> HttpResponse:
        document = api.get_openapi_schema()
        nouns: dict[str, list[dict[str, Any]]] = {}
        for path, methods in document["paths"].items():
            for method, told in methods.items():
                nouns.setdefault(told["tags"][0], []).append(_told(path, method, told))
        schemas = {name: _pretty(schema) for name, schema in sorted(document["components"]["schemas"].items())}
        return render(request, "api/docs.html", {"nouns": nouns, "schemas": schemas})


def _told(path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    success = next(status for status in told["responses"] if int(status) < 300)
    answer = told["responses"][success].get("content", {}).get("application/json", {}).get("schema", {})
    return {
        "method": method.upper(),
        "path": path,
        "summary": told["summary"],
        "scope": " / ".join(told["x-scopes"]),
        "parameters": [p for p in told.get("parameters", []) if p["in"] != "header"],
        "has_key": method not in ("get", "head"),
        "body": _name(body),
        "status": success,
        "answer": _name(answer),
    }


def _name(schema: dict[str, Any]) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _pretty(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1)
