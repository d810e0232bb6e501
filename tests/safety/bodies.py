"""Bodies that get past the reading of a request, so that the matrix tests rights and not spelling."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ninja import NinjaAPI

from liuke.foundation import clock
from tests.safety.routes import Call
from tests.safety.world import World

_DOCUMENTS: dict[int, dict[str, Any]] = {}


def form(route: str, things: dict[str, str]) -> dict[str, str]:
    """What any form of the pages may ask for."""
    ref = things["customer"] if route.startswith("promises/") else f"phone:{things['phone']}"
    return {
        "words": "回电", "reason": "customer_wish", "because": "x", "note": "x", "due_at": "明天15:00", "wish": "customer",
        "to": "pool", "version": "1", "name": "无名", "kind": "household", "grade": "A", "secrecy": "general",
        "phone": "13811112222", "number": "13811112222", "contact_name": "无名", "relation": "本人", "purpose": "call",
        "text": "宁波市鄞州区某路1号", "ref": ref, "value": f"phone:{things['phone']}",
        "customer": things["customer"], "order": things["order"], "site": things["site"],
        "technician": things["technician"], "remedy": "x", "username": "nobody", "password": "x", "language": "zh-hans",
        "person": things["person"], "handler": things["person"], "key": things["file"],
    }  # fmt: skip


def json_for(api: NinjaAPI, call: Call, world: World) -> dict[str, Any]:
    """A body of the required fields, by the schema that the API itself publishes."""
    document = _DOCUMENTS.get(id(api)) or _DOCUMENTS.setdefault(id(api), api.get_openapi_schema())
    operation = document["paths"][call.route][call.method.lower()]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema")
    return _example(schema, document, "", world) if schema else {}


def _example(schema: dict[str, Any], document: dict[str, Any], name: str, world: World) -> Any:
    if "$ref" in schema:
        return _example(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, name, world)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _example(schema[choice][0], document, name, world)
    if "const" in schema or "enum" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    kind = schema.get("type")
    if kind == "object":
        required = schema.get("required", [])
        return {n: _example(s, document, n, world) for n, s in schema.get("properties", {}).items() if n in required}
    if kind == "array":
        return [_example(schema["items"], document, name, world)] * schema.get("minItems", 0)
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return True
    return _text(schema, name, world)


def _text(schema: dict[str, Any], name: str, world: World) -> str:
    if schema.get("format") in ("date-time", "date"):
        moment = (clock.now() + timedelta(days=1)).isoformat()
        return moment if schema["format"] == "date-time" else moment[:10]
    told = {"phone": "13811112222", "customer": world.canary_code, "site": world.c.sites.east,
            "customer_id": str(world.canary), "kind": "repair", "about": world.east_order}  # fmt: skip
    return told.get(name, "1" * max(1, schema.get("minLength", 1)))
