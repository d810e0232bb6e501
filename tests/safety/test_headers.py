"""What every answer carries, whatever went wrong: a strict policy for content, no guessing, no frames, no strangers."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from http.cookies import Morsel

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings

from tests.safety import matrix, routes
from tests.safety.conftest import browser_of, token_of
from tests.safety.world import World

WHO = (
    "administrator",
    "agent",
    "dispatcher",
    "callback_agent",
    "complaint_officer",
    "east site_manager",
    "east technician",
)
LOOKS = [page for page in routes.pages() if page.policy and "GET" in page.policy.methods]
_ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_SCHEMES = ("javascript:", "vbscript:", "data:text")
_ADDRESSES = {
    "src",
    "href",
    "action",
    "formaction",
    "poster",
    "srcset",
    "data",
    "hx-get",
    "hx-post",
    "hx-put",
    "hx-delete",
}


class _Reader(HTMLParser):
    """Notes what a strict policy would not let through, or what leads off the host."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._script_of_its_own = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._script_of_its_own = tag == "script" and not told.get("src") and "json" not in (told.get("type") or "")
        if tag == "style":
            self.faults.append("<style> in the page")
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or name == "style":
                self.faults.append(f"{name} on <{tag}>")
            if name in _ADDRESSES and value and (_ELSEWHERE.match(value) or value.strip().lower().startswith(_SCHEMES)):
                self.faults.append(f"{name}={value} on <{tag}>")

    def handle_data(self, data: str) -> None:
        if self._script_of_its_own and data.strip():
            self.faults.append(f"script in the page: {data.strip()[:40]}")
        self._script_of_its_own = False


def of_page(answer: HttpResponse) -> list[str]:
    """What is wrong with the page itself."""
    if not answer.get("Content-Type", "").startswith("text/html"):
        return []
    reader = _Reader()
    reader.feed(answer.content.decode())
    return reader.faults


def of_headers(answer: HttpResponse) -> list[str]:
    """What is missing in the headers."""
    policy = answer.get("Content-Security-Policy", "")
    told = {part.split()[0]: part.split()[1:] for part in policy.split("; ") if part}
    if "sandbox" in told and told.get("default-src") == ["'none'"]:  # a file that people sent in: nothing at all
        return [] if answer.get("X-Content-Type-Options") == "nosniff" else ["a file without nosniff"]
    wanted = {
        "default-src": ["'self'"], "script-src": ["'self'"], "style-src": ["'self'"], "object-src": ["'none'"],
        "base-uri": ["'self'"], "form-action": ["'self'"], "frame-ancestors": ["'none'"],
    }  # fmt: skip
    faults = [
        f"CSP {name}: {told.get(name)}" for name, value in wanted.items() if told.get(name) not in (value, ["'none'"])
    ]
    faults += [] if "unsafe" not in policy and "*" not in policy else [policy]
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ):
        if answer.get(name) != value:
            faults.append(f"{name}: {answer.get(name)}")
    if answer.get("Content-Type", "").startswith(("text/html", "application/json", "application/problem")):
        cached = answer.get("Cache-Control", "")
        faults += [] if "no-store" in cached else [f"Cache-Control: {cached}"]
    return faults


@pytest.mark.parametrize("who", WHO)
def test_every_page_carries_its_headers_and_holds_no_script_and_no_stranger(world: World, who: str) -> None:
    browser, wrong = browser_of(world.people[who]), []
    for page in LOOKS:
        url = routes.fill(page.route, matrix.things(world, "east"))
        answer = browser.get(url)
        if "json" in answer.get("Content-Type", "") and page.policy and page.policy.public:
            continue  # health: for machines
        wrong += [f"{url}: {answer.status_code}: {fault}" for fault in of_headers(answer) + of_page(answer)]
    assert "\n".join(wrong) == ""


def test_error_pages_carry_them_as_well(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    agent, nobody = browser_of(world.people["agent"]), browser_of(None)
    forging = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    forging.cookies = agent.cookies
    answers = {
        302: nobody.get("/"),
        400: browser_of(None, host="elsewhere.example").get("/sign-in/"),
        403: agent.get("/tokens/") if agent.get("/tokens/").status_code == 403 else agent.get("/people/new/"),
        404: agent.get("/no/such/page/"),
        405: agent.delete("/"),
        422: agent.post("/customers/new/", {"name": ""}),
    }
    answers[4030] = forging.post("/customers/new/", {"name": "x"})
    monkeypatch.setattr("liuke.insight.today.get_today", _broken, raising=False)
    monkeypatch.setattr("liuke.kernel.promises.queries.list_for", _broken)
    monkeypatch.setattr("liuke.kernel.promises.queries.count_for", _broken)
    answers[500] = agent.get("/")
    wrong = []
    for status, answer in answers.items():
        assert answer.status_code == (403 if status == 4030 else status), (status, answer.status_code)
        wrong += [f"{status}: {fault}" for fault in of_headers(answer) + of_page(answer)]
    assert "\n".join(wrong) == ""
    assert "/work" not in answers[500].content.decode()
    assert "Traceback" not in answers[500].content.decode()


def test_the_api_carries_them_as_well(world: World) -> None:
    clear, wrong = token_of(), []
    for url in ("/api/v1/customers?q=x", "/api/v1/orders", "/api/v1/nothing", "/api/v1/openapi.json", "/api/v1/docs"):
        for headers in ({"authorization": f"Bearer {clear}"}, {}):
            answer = Client(headers=headers).get(url)
            faults = [f for f in of_headers(answer) if "openapi" not in url or "Cache" not in f]
            wrong += [f"{url}: {answer.status_code}: {fault}" for fault in faults + of_page(answer)]
    assert "\n".join(wrong) == ""


def test_cookies_are_for_this_host_and_out_of_reach_of_scripts(world: World) -> None:
    session = _signed_in_cookies()["sessionid"]

    assert session["httponly"]
    assert session["samesite"] == "Lax"
    assert not session["domain"]


@override_settings(
    SESSION_COOKIE_SECURE=True,
    CSRF_COOKIE_SECURE=True,
    SECURE_HSTS_SECONDS=31_536_000,
    SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"),
)
def test_over_https_cookies_stay_there_and_browsers_come_back_that_way(world: World) -> None:
    cookies = _signed_in_cookies(**{"x-forwarded-proto": "https"})
    answer = browser_of(None, **{"x-forwarded-proto": "https"}).get("/sign-in/")

    assert cookies["sessionid"]["secure"]
    assert all(cookie["secure"] for name, cookie in cookies.items() if name in ("sessionid", "csrftoken"))
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


def test_an_https_base_url_turns_all_of_that_on(tmp_path: object) -> None:
    told = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.CSRF_TRUSTED_ORIGINS, s.DEBUG)"
    )
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "liuke.settings.main", "LIUKE_BASE_URL": "https://liuke.example.cn",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", told], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["True", "True", "31536000", "['https://liuke.example.cn']", "False"]


def _signed_in_cookies(**headers: str) -> dict[str, Morsel[str]]:
    from liuke.foundation import clock
    from liuke.foundation.identity.actions import add_person
    from liuke.foundation.identity.models import Actor
    from liuke.foundation.identity.queries import system_actor

    boss = system_actor(Actor.Kind.JOB, "set-up")
    add_person(username="keks", name="王芳", roles=["agent"], password="keeps-its-promises-1", by=boss, at=clock.now())
    browser = browser_of(None, **headers)
    browser.get("/sign-in/")
    answer = browser.post("/sign-in/", {"username": "keks", "password": "keeps-its-promises-1"})
    assert answer.status_code == 302, answer.content.decode()
    return dict(browser.cookies)


def _broken(*args: object, **values: object) -> None:
    raise RuntimeError("boom")
