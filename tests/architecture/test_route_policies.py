"""No address without a declared policy: who may come in, and how."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from liuke.foundation.identity.roles import ROLES
from liuke.web.ui.doors import page, policy_of
from liuke.web.ui.middleware import Policy
from tests.safety import routes

PUBLIC = {"healthz", "readyz", "sign-in/", "language/"}
"""Who knows nobody may still see these; sign-out needs none either, since it only ends."""
PUBLIC_POSTS = {"sign-out/"}
BEHIND_A_LINK = "my/"
"""What a signed link opens to whoever holds it (web/portal/links.py); tests/web/test_portal*.py hold that door."""


def test_every_page_declares_its_policy() -> None:
    without = [f"{page.id} ({page.module})" for page in routes.pages() if page.policy is None]

    assert without == []
    assert len(routes.pages()) > 30


def test_every_address_of_the_api_is_an_operation_with_scopes() -> None:
    declared = {call.route.strip("/").replace("{", "<").replace("}", ">") for call in routes.calls() if call.policy}
    served = {route.replace("str:", "").rstrip("/") for route, _ in routes.walk() if route.startswith(routes.API)}

    assert served - declared - {one.rstrip("/") for one in routes.API_OWN} == set()
    assert [call.id for call in routes.calls() if call.policy is None] == []


def test_a_page_without_a_policy_is_found_and_not_served() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("everything")

    assert policy_of(forgotten) is None
    with pytest.raises(ImproperlyConfigured):
        Policy(forgotten).process_view(RequestFactory().get("/forgotten/"), forgotten, (), {})


def test_the_public_pages_are_these_and_no_others() -> None:
    open_to_all = {page.route for page in routes.pages() if page.policy and page.policy.public}
    by_a_link = {route for route in open_to_all if route.startswith(BEHIND_A_LINK)}

    assert open_to_all - PUBLIC_POSTS - by_a_link == PUBLIC
    assert all("<str:token>" in route for route in by_a_link)
    assert {page.route for page in routes.pages() if page.route.startswith(BEHIND_A_LINK)} == by_a_link


def test_a_policy_names_roles_that_exist() -> None:
    for found in routes.pages():
        if found.policy and not found.policy.public:
            assert found.policy.roles <= set(ROLES), found.id
    for roles in ((), ("wizard",)):
        with pytest.raises(ValueError, match="roles that exist"):
            page(roles=roles)


def test_every_parameter_of_a_route_is_known_to_the_matrix() -> None:
    for found in routes.pages():
        routes.parameters(found.route)
    for call in routes.calls():
        routes.parameters(call.route)
