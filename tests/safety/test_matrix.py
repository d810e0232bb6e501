"""Every route × every role × own, other's and nobody's object: who may not, gets 403; who may not see, what nobody has.

The expected answer comes from the route's declared policy and from `matrix.sees`, never from the code under test.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from liuke.api.main import api
from liuke.api.policies import SCOPES
from liuke.foundation.forms.actions import issue
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from tests.safety import bodies, matrix, routes
from tests.safety.conftest import browser_of, token_of
from tests.safety.world import World

SIDES = ("east", "north", "nobody")
PAGES = [page for page in routes.pages() if page.policy]
LOOKS = [page for page in PAGES if "GET" in page.policy.methods]  # type: ignore[union-attr]
ACTS = [page for page in PAGES if "POST" in page.policy.methods and not page.policy.public]  # type: ignore[union-attr]
CALLS = routes.calls()
WHO = [*(role for role in ROLES if role not in ("site_clerk", "site_manager", "technician")), "stranger",
       "east site_clerk", "east site_manager", "east technician", "east second",
       "north site_clerk", "north site_manager", "north technician"]  # fmt: skip
REFUSED = 403


def sides_of(route: str, who: str = "") -> Iterable[str]:
    """Where nothing is named, or for roles that see all alike, one side tells everything."""
    if not set(routes.parameters(route).values()) - {"free"}:
        return ("east",)
    return SIDES if not who or " " in who or who in ("agent", "callback_agent") else ("east",)


@pytest.mark.parametrize("who", WHO)
def test_pages_show_each_role_its_own_and_change_nothing(world: World, who: str) -> None:
    person = world.people[who]
    browser, wrong = browser_of(person), []
    for page in LOOKS:
        for side in sides_of(page.route, who):
            url = routes.fill(page.route, matrix.things(world, side))
            before, noted = matrix.written(), matrix.refusals()
            answer = browser.get(url)
            wrong += _judge(answer, f"GET {url} ({side})", world, who, page, side, noted)
            touched = matrix.changed(before, matrix.written())
            if touched:
                wrong.append(f"GET {url} wrote to {sorted(touched)}")
    assert "\n".join(wrong) == ""


@pytest.mark.parametrize("who", WHO)
def test_acts_of_the_pages_reach_only_what_one_may_see(world: World, who: str) -> None:
    person = world.people[who]
    browser, wrong, before = browser_of(person), [], matrix.contents()
    for page in ACTS:
        for side in sides_of(page.route, who):
            if page.route == "sign-out/":
                continue
            things = matrix.things(world, side)
            url = routes.fill(page.route, things)
            with matrix.kept_if_refused() as told:
                noted = matrix.refusals()
                answer = browser.post(url, {"form_number": issue(), **bodies.form(page.route, things)})
                told.append(answer.status_code)
                wrong += _judge(answer, f"POST {url} ({side})", world, who, page, side, noted)
    assert "\n".join(wrong) == ""
    assert matrix.differing(before, matrix.contents()) == []


def test_nobody_signed_in_gets_no_further_than_the_sign_in_page(world: World) -> None:
    browser = browser_of(None)
    for page in PAGES:
        if page.policy is None or page.policy.public:
            continue
        url = routes.fill(page.route, matrix.things(world, "east"))
        for method in page.policy.methods - {"HEAD"}:
            answer = getattr(browser, method.lower())(url)
            assert answer.status_code == 302, (method, url, answer.status_code)
            assert answer["Location"].startswith("/sign-in/"), (method, url)


def test_a_method_that_is_not_declared_is_refused(world: World) -> None:
    browser = browser_of(world.people["administrator"])
    for page in PAGES:
        url = routes.fill(page.route, matrix.things(world, "east"))
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - page.policy.methods:  # type: ignore[union-attr]
            assert getattr(browser, method.lower())(url).status_code == 405, (method, url)


def test_what_is_given_in_the_body_or_the_query_reaches_no_further_than_the_path(world: World) -> None:
    north = world.people["north site_clerk"]
    browser = browser_of(north)
    phone, canary = world.things["phone"].east, world.canary_code
    posts: list[tuple[str, dict[str, str]]] = [
        ("/customers/reveal/", {"ref": f"phone:{phone}", "value": f"phone:{phone}", "purpose": "call"}),
        ("/promises/new/", {"ref": canary, "words": "x", "due_at": "明天15:00"}),
        ("/promises/new/", {"customer": canary, "words": "x", "due_at": "明天15:00"}),
    ]
    for url, body in posts:
        with matrix.kept_if_refused():
            answer = browser.post(url, {"form_number": issue(), **body})
            assert answer.status_code in (403, 404, 422), (url, body, answer.status_code)
    for url in (
        f"/search/?q={canary}", f"/promises/?customer={canary}", f"/promises/?timeline={world.canary}",
        f"/promises/new/?customer={canary}", f"/customers/mask/?ref=phone:{phone}", f"/promises/new/until/?customer={canary}",
    ):  # fmt: skip
        answer = browser.get(url)
        assert answer.status_code < 500, url
        assert world.east_order not in answer.content.decode(), url


# the API


@pytest.mark.parametrize("scope", [*SCOPES, "none"])
def test_a_token_does_what_its_scope_says_and_nothing_else(world: World, scope: str) -> None:
    clear = token_of(scope) if scope != "none" else token_of("nothing")
    wrong, before = [], matrix.contents()
    for call in CALLS:
        assert call.policy is not None
        admitted = scope in call.policy.scopes
        url = routes.fill(call.route, matrix.things(world, "east"))
        with matrix.kept_if_refused() as told:
            noted = matrix.refusals()
            answer = send(call, url, clear, world)
            told.append(answer.status_code)
            if (answer.status_code == REFUSED) == admitted and not (admitted and _by_the_act(answer)):
                wrong.append(f"{call.id} by scope {scope}: {answer.status_code}")
            if answer.status_code == REFUSED and matrix.refusals() != noted + 1:
                wrong.append(f"{call.id} by scope {scope}: no audit row")
    assert "\n".join(wrong) == ""
    assert matrix.differing(before, matrix.contents()) == []


SITES = [("north", "site_clerk"), ("north", "technician"), ("east", "site_clerk")]


@pytest.mark.parametrize(("site", "role"), SITES)
def test_a_sites_token_reaches_only_its_own_orders(world: World, site: str, role: str) -> None:
    number = getattr(world.c.sites, site)
    clear = token_of(roles=(role,), teams=(f"site:{number}",))
    who = f"{site} {role}" if role != "technician" else f"{site} program"
    wrong, before = [], matrix.contents()
    for call in CALLS:
        assert call.policy is not None
        admitted = role in call.policy.roles
        for side in sides_of(call.route):
            seen = matrix.all_seen(world, who, Actor(roles=[role]), call.route, side)
            url = routes.fill(call.route, matrix.things(world, side))
            with matrix.kept_if_refused() as told:
                status = send(call, url, clear, world).status_code
                told.append(status)
                nobodys = send(call, routes.fill(call.route, matrix.things(world, "nobody")), clear, world).status_code
            if not admitted and status != REFUSED:
                wrong.append(f"{call.id} of {side} by {who}: {status}, not refused")
            if admitted and not seen and status != nobodys:
                wrong.append(f"{call.id} of {side} by {who}: {status}, but {nobodys} for what nobody has")
            if admitted and not seen and status < 400:
                wrong.append(f"{call.id} of {side} by {who}: {status}")
            if status >= 500:
                wrong.append(f"{call.id} of {side} by {who}: {status}")
    assert "\n".join(wrong) == ""
    assert matrix.differing(before, matrix.contents()) == []


def test_looking_by_the_api_changes_nothing(world: World) -> None:
    clear = token_of()
    for call in CALLS:
        if call.method == "GET":
            before = matrix.written()
            answer = send(call, routes.fill(call.route, matrix.things(world, "east")), clear, world)
            assert answer.status_code < 500, (call.id, answer.content)
            assert matrix.changed(before, matrix.written()) - {"identity_apitoken"} == set(), call.id


def test_without_a_token_the_api_says_nothing(world: World) -> None:
    for call in CALLS:
        url = routes.fill(call.route, matrix.things(world, "east"))
        for clear in ("", "x" * 43):
            assert send(call, url, clear, world).status_code == 401, call.id


def send(call: routes.Call, url: str, clear: str, world: World) -> HttpResponse:
    """The call with a body that its schema takes."""
    client = Client(raise_request_exception=False)
    headers = {"accept-language": "zh-CN", "idempotency-key": str(uuid4())}
    if clear:
        headers["authorization"] = f"Bearer {clear}"
    if call.method == "GET":
        return client.get(url, headers=headers)
    body = bodies.json_for(api, call, world)
    send_it: Any = getattr(client, call.method.lower())
    return send_it(url, data=json.dumps(body), content_type="application/json", headers=headers)


def _judge(
    answer: HttpResponse, what: str, world: World, who: str, page: routes.Page, side: str, noted: int
) -> list[str]:
    assert page.policy is not None
    status, person = answer.status_code, world.people[who]
    told = f"{what} by {who}: {status}"
    if status >= 500:
        return [f"{told}, broken"]
    if not page.policy.admits(person):
        return [] if status == REFUSED and matrix.refusals() == noted + 1 else [f"{told}, not refused or not noted"]
    if status == REFUSED:
        return [] if matrix.refusals() == noted + 1 else [f"{told} without an audit row"]
    if matrix.all_seen(world, who, person, page.route, side):
        return [f"{told}, though it is his to see"] if status == 404 and _certain(page) else []
    if status in (404, 422) or (
        what.startswith("GET") and status == 302 and not answer.content
    ):  # a look that only leads on tells nothing
        return []
    return [f"{told}, though he may not see it"]


def _certain(page: routes.Page) -> bool:
    """Is it sure that the thing is there, and his? Bodies and free parameters may name nothing; a promise that all of
    the centre see is acted on by whoever owes it."""
    kinds = set(routes.parameters(page.route).values())
    is_act = page.policy is not None and "GET" not in page.policy.methods
    if page.route.endswith("/refused/"):  # its rows, and none was refused
        return False
    return bool(kinds) and "free" not in kinds and not (is_act and "promise" in kinds)


def _by_the_act(answer: HttpResponse) -> bool:
    """The scope is right, but the act itself belongs to a person of a role."""
    return answer.status_code == REFUSED
