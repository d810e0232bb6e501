"""Promising in one line, in a browser: who is meant and what the time means stand under the fields while one types."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from liuke.foundation import clock
from liuke.foundation.identity.actions import change_password
from liuke.kernel.promises.models import Promise
from liuke.web.ui.catalogue import compile_all
from tests.browser.pages import signed_in
from tests.given import customers, people
from tests.support.databases import Database

pytestmark = pytest.mark.browser
PASSWORD = "keeps-its-promises-1"


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Requests are not the matter of this test."""


@pytest.fixture
def served(fresh_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A company with one agent and 李秀英, served on a port of its own."""
    compile_all()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    at = clock.now()
    cast = people.cast(at)
    change_password(cast.agent, PASSWORD, by=cast.administrator, at=at)
    customers.li(cast, at)
    monkeypatch.setattr(settings, "DEBUG", True)  # static files straight from the apps
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    connections.close_all()


def test_one_line_shows_whom_and_when_while_typing_and_promises(served: str) -> None:
    with signed_in(served, "wangfang", PASSWORD) as page:
        page.goto("/")
        page.keyboard.press("n")
        page.fill("#promise-customer", "秀英")
        page.wait_for_selector("#promise-who >> text=李秀英")
        page.fill("#promise-words", "回电告知配件到货")
        page.fill("#promise-due", "明天15:00")
        page.wait_for_selector("#promise-meant >> text=明天 15:00")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector(".said")
        assert page.locator(".promise >> text=回电告知配件到货").count() == 1

    assert Promise.objects.get().words == "回电告知配件到货"
