"""Signing in and out, time-outs, locks, language."""

from datetime import timedelta

import pytest
from django.test import Client

from liuke.foundation import clock
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.identity import actions
from liuke.foundation.identity.queries import system_actor
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def later(monkeypatch: pytest.MonkeyPatch, **by: float) -> None:
    moment = clock.now() + timedelta(**by)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_a_person_signs_in_and_comes_back_to_where_he_wanted(hire, browser: Client) -> None:
    hire("wangfang", "agent")
    refused = browser.get("/gallery/?tab=orders")
    assert refused.headers["Location"] == "/sign-in/?next=%2Fgallery%2F%3Ftab%3Dorders"
    answer = browser.post("/sign-in/", {"username": "WangFang ", "password": PASSWORD, "next": "/gallery/?tab=orders"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/gallery/?tab=orders")
    assert browser.get("/gallery/").status_code == 200


def test_sign_in_never_leads_to_a_foreign_address(hire, browser: Client) -> None:
    hire("wangfang", "agent")
    answer = browser.post("/sign-in/", {"username": "wangfang", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_says_so_keeps_the_username_and_never_the_password(hire, browser: Client) -> None:
    hire("wangfang", "agent")
    answer = browser.post("/sign-in/", {"username": "wangfang", "password": "wrong-password"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "用户名或密码不正确" in page
    assert 'value="wangfang"' in page and "wrong-password" not in page


def test_too_many_failures_lock_with_a_message_that_says_how_long(hire, browser: Client) -> None:
    hire("wangfang", "agent")
    for _ in range(5):
        browser.post("/sign-in/", {"username": "wangfang", "password": "wrong-password"})
    answer = browser.post("/sign-in/", {"username": "wangfang", "password": PASSWORD})
    assert answer.status_code == 422
    assert "15 分钟后再试" in answer.content.decode()


def test_an_idle_session_ends_after_half_an_hour(hire, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    hire("wangfang", "agent")
    browser = sign_in("wangfang")
    later(monkeypatch, minutes=29)
    assert browser.get("/gallery/").status_code == 200
    later(monkeypatch, minutes=29)
    assert browser.get("/gallery/").status_code == 200
    later(monkeypatch, minutes=31)
    answer = browser.get("/gallery/")
    assert answer.headers["Location"].startswith("/sign-in/?next=%2Fgallery%2F&ended=1")
    assert AuditRow.objects.filter(act="identity.signed_out", detail__reason="idle").count() == 1


def test_a_busy_session_ends_after_twelve_hours(hire, sign_in, monkeypatch: pytest.MonkeyPatch) -> None:
    hire("wangfang", "agent")
    browser = sign_in("wangfang")
    for _ in range(24):
        later(monkeypatch, minutes=29)
        browser.get("/gallery/")
    later(monkeypatch, minutes=29)
    assert browser.get("/gallery/").status_code == 302


def test_a_leaver_and_a_changed_role_end_the_session_at_once(hire, sign_in) -> None:
    person = hire("wangfang", "agent")
    browser = sign_in("wangfang")
    actions.change_roles(person, roles=["dispatcher"], by=system_actor("job", "setup"), at=clock.now())
    assert browser.get("/gallery/").status_code == 302
    browser = sign_in("wangfang")
    actions.leave(person, by=system_actor("job", "setup"), at=clock.now())
    assert browser.get("/gallery/").status_code == 302


def test_signing_out_ends_the_session(hire, sign_in) -> None:
    hire("wangfang", "agent")
    browser = sign_in("wangfang")
    assert browser.post("/sign-out/").headers["Location"] == "/sign-in/"
    assert browser.get("/gallery/").status_code == 302
    assert browser.get("/sign-out/").status_code == 405


def test_the_page_speaks_the_language_of_the_person_and_switches(hire, sign_in) -> None:
    person = hire("john", "agent", name="John Li", language="en")
    browser = sign_in("john")
    assert "Promises" in browser.get("/gallery/").content.decode()
    assert browser.post("/language/", {"language": "zh-hans", "next": "/gallery/"}).headers["Location"] == "/gallery/"
    assert "承诺" in browser.get("/gallery/").content.decode()
    person.refresh_from_db()
    assert person.language == "zh-hans"


def test_sign_in_is_forgery_checked_and_the_refusal_says_what_to_do(hire) -> None:
    hire("wangfang", "agent")
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept": "text/html"})
    answer = strict.post("/sign-in/", {"username": "wangfang", "password": PASSWORD})
    assert answer.status_code == 403
    assert "请刷新页面" in answer.content.decode()
