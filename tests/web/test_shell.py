"""What every page has around it, and what happens when something goes wrong."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.test import Client
from django.urls import include, path

from liuke.foundation.audit.models import AuditRow
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.forms.actions import issue
from liuke.foundation.forms.models import UsedForm
from liuke.web.ui import doors
from liuke.web.ui.doors import ANY_STAFF, PUBLIC, Request, page

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.test_shell")]
done: list[str] = []


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def noting(request: Request) -> HttpResponse:
    if request.method == "GET":
        return render(request, "ui/sign_in.html")
    if not request.POST.get("username"):
        raise Invalid.field("username", "请填写称呼", "Give a name")
    done.append(request.POST["username"])
    return HttpResponseRedirect(f"/noting/?n={len(done)}")


@page(roles={"dispatcher"})
def dispatchers_only(request: Request) -> HttpResponse:
    return HttpResponse("in")


@page(roles=ANY_STAFF, methods=("POST",))
def refusing(request: Request) -> HttpResponse:
    raise Refused("工单已关闭，不能再派工。", "The order is closed and cannot be dispatched.")


@page(roles=ANY_STAFF)
def lost(request: Request) -> HttpResponse:
    raise OperationalError("the connection is closed")


@page(roles=PUBLIC)
def missing(request: Request) -> HttpResponse:
    raise Missing("查无此单", "There is no such order")


@page(roles=PUBLIC)
def buggy(request: Request) -> HttpResponse:
    raise RuntimeError("secret detail 13812342203")


def undeclared(request: Request) -> HttpResponse:
    return HttpResponse("never")


urlpatterns = [
    path("", include("liuke.web.ui.urls")),
    path("noting/", noting),
    path("dispatchers-only/", dispatchers_only),
    path("refusing/", refusing),
    path("lost/", lost),
    path("missing/", missing),
    path("buggy/", buggy),
    path("undeclared/", undeclared),
]
handler404 = "liuke.web.ui.errors.missing"
handler500 = "liuke.web.ui.errors.broken"


@pytest.fixture
def agent(hire, sign_in) -> Client:
    hire("wangfang", "agent")
    done.clear()
    return sign_in("wangfang")


def test_the_gallery_opens_in_both_languages_with_the_policy_against_foreign_scripts(agent: Client) -> None:
    for frame in ("", "?on=field", "?on=bare"):
        answer = agent.get(f"/gallery/{frame}")
        assert answer.status_code == 200
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
    agent.cookies["liuke_language"] = "en"
    page = agent.get("/gallery/").content.decode()
    assert "Before you speak" in page and "沟通须知" not in page


def test_a_wrong_role_is_refused_with_an_audit_row(agent: Client) -> None:
    answer = agent.get("/dispatchers-only/")
    assert answer.status_code == 403
    assert "没有此权限" in answer.content.decode()
    assert AuditRow.objects.get(act="access.refused").subject == "/dispatchers-only/"


def test_a_view_without_a_policy_is_not_served(agent: Client, settings) -> None:
    with pytest.raises(ImproperlyConfigured, match="undeclared"):
        agent.get("/undeclared/")
    settings.SETTINGS_MODULE = "liuke.settings.main"
    assert agent.get("/undeclared/").status_code == 404


def test_a_second_click_does_nothing_and_lands_where_the_first_did(agent: Client) -> None:
    typed = {"username": "李秀英", "form_number": issue()}
    first, second = agent.post("/noting/", typed), agent.post("/noting/", typed)
    assert done == ["李秀英"]
    assert first.headers["Location"] == second.headers["Location"] == "/noting/?n=1"


def test_a_refused_form_keeps_what_was_typed_and_gives_its_number_back(agent: Client) -> None:
    number = issue()
    answer = agent.post("/noting/", {"username": "", "next": "/keep-me/", "form_number": number})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "请填写称呼" in text and 'aria-invalid="true"' in text
    assert not UsedForm.objects.exists()
    assert agent.post("/noting/", {"username": "周建国", "form_number": number}).status_code == 302


def test_a_form_without_its_number_is_refused(agent: Client) -> None:
    assert agent.post("/noting/", {"username": "李秀英"}).status_code == 422
    assert done == []


def test_a_refusal_elsewhere_lists_what_was_typed(agent: Client) -> None:
    answer = agent.post("/refusing/", {"what": "开机后异响，吸力变小", "form_number": issue()})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "工单已关闭" in text and "开机后异响，吸力变小" in text


def test_a_fragment_request_gets_a_fragment_with_the_guilty_fields(agent: Client) -> None:
    answer = agent.post("/noting/", {"username": "", "form_number": issue()}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#faults"
    assert json.loads(answer.headers["HX-Trigger-After-Swap"]) == {
        "liuke:fault": {"fields": {"username": "请填写称呼"}}
    }
    assert "<html" not in answer.content.decode()


def test_a_fragment_request_is_sent_on_by_header(agent: Client) -> None:
    answer = agent.post("/noting/", {"username": "李", "form_number": issue()}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/noting/?n=1")


def test_an_ended_session_loses_no_text_of_an_open_form(browser: Client) -> None:
    answer = browser.post("/noting/", {"username": "李"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert "已填内容不会丢失" in answer.content.decode()


def test_whoever_asks_for_json_gets_a_problem_document(browser: Client) -> None:
    answer = browser.get("/missing/", headers={"accept": "application/json", "accept-language": "en"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "There is no such order"


def test_a_lost_database_is_told_as_such_and_asks_to_come_back(agent: Client) -> None:
    answer = agent.get("/lost/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "数据库" in answer.content.decode()


def test_a_database_lost_before_the_view_is_told_as_such_too(agent: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **kwargs: object) -> str:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr("liuke.web.ui.sessions.why_over", gone)
    agent.raise_request_exception = False
    answer = agent.get("/gallery/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_bug_shows_no_detail(browser: Client) -> None:
    browser.raise_request_exception = False
    answer = browser.get("/buggy/")
    assert answer.status_code == 500
    assert "RuntimeError" not in answer.content.decode() and "13812342203" not in answer.content.decode()


def test_an_unknown_address_says_how_to_go_on(agent: Client) -> None:
    answer = agent.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到" in answer.content.decode()


def test_the_process_tells_whether_it_is_alive_and_ready(browser: Client) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    assert browser.get("/readyz").json() == {"status": "ok"}


def test_a_page_must_name_roles_that_exist() -> None:
    with pytest.raises(ValueError, match="astronaut"):
        page(roles={"astronaut"})
    with pytest.raises(ValueError, match="needs roles"):
        page(roles=())


def test_every_route_of_the_shell_declares_its_policy() -> None:
    from liuke.web.ui.urls import urlpatterns as routes

    assert all(doors.policy_of(route.callback) for route in routes)


def test_every_template_compiles_and_is_warmed_by_the_name_it_is_asked_for() -> None:
    from django.template.loader import get_template

    from liuke.web.ui import warming

    found = warming.names()
    assert {"components/button.html", "desk/hotline/offer.html", "field/order.html"} <= set(found)
    for name in found:
        get_template(name)
