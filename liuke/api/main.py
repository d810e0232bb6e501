"""`/api/v1`: the nouns, the renderer, and one shape for everything that goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase
from ninja.renderers import BaseRenderer

from liuke.api import problems, reading, schema
from liuke.api.callbacks import callbacks
from liuke.api.calls import calls
from liuke.api.complaint_acts import complaint_acts
from liuke.api.complaints import complaints
from liuke.api.customers import customers
from liuke.api.docs import Pages
from liuke.api.doors import Noun
from liuke.api.events import events
from liuke.api.intake import intake
from liuke.api.machines import machines
from liuke.api.messages import messages
from liuke.api.orders import orders
from liuke.api.payments import payments
from liuke.api.promises import promises
from liuke.api.requests import requests
from liuke.api.steps import steps
from liuke.api.tokens import tokens
from liuke.api.visits import visits
from liuke.api.windows import windows
from liuke.foundation.clock import LOCAL
from liuke.foundation.words import Words

NOUNS: tuple[Noun, ...] = (
    calls,
    messages,
    customers,
    machines,
    requests,
    windows,
    orders,
    steps,
    visits,
    callbacks,
    complaints,
    complaint_acts,
    promises,
    events,
    intake,
    payments,
    tokens,
)


class Json(BaseRenderer):
    """Chinese as Chinese; moments as ISO 8601 in the company's zone."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=_plain, option=orjson.OPT_PASSTHROUGH_DATETIME)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


class Api(NinjaAPI):
    """Ours: every error is a problem document, and the schema says what the door adds."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return problems.answer(request, exc)

    def get_openapi_schema(self, **wanted: Any) -> Any:
        document = super().get_openapi_schema(**wanted)
        schema.describe(document, self)
        return document

    def get_content_type(self) -> str:
        return "application/json"


def build() -> Api:
    """The API with all nouns."""
    docs: DocsBase = Pages()
    api = Api(
        title="Liuke",
        version="1",
        description="Whatever a machine may do here. Ids are strings; moments are ISO 8601 with their zone.",
        openapi_url="/openapi.json",
        docs=docs,
        docs_url="/docs",
        renderer=Json(),
        parser=reading.Reader(),
        urls_namespace="api",
    )
    for noun in NOUNS:
        api.add_router("", noun.router)
    return api


api = build()


def told_plainly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The web framework's own short answers (a method that is not there) become problems too."""

    def told(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        response = view(request, *args, **values)
        if response.status_code != 405:
            return response
        words = Words("这个地址不支持该方法。", "This address does not take that method.")
        problem = problems.document(405, "method", words)
        problem["Allow"] = response["Allow"]
        return problem

    told.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here is done by cookie
    return told
