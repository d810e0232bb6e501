"""The pages over real HTTP for a browser, on the test's own database, and a browser in which somebody is signed in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import BrowserContext, Playwright

from liuke.foundation.identity.models import Actor
from tests.browser.pages import ARGS, CHROMIUM
from tests.web.entering import as_


class _Server(ThreadedWSGIServer):
    daemon_threads = False  # the end waits for requests under way, whose connections would keep the database


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        return


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in threads of this process; it ends with the block."""
    server = _Server(("127.0.0.1", 0), _Silent, connections_override={})
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        connections.close_all()


@contextmanager
def browser_of(
    play: Playwright, base: str, person: Actor, *, width: int = 390, language: str = "zh-hans", **more: Any
) -> Iterator[BrowserContext]:
    """A browser with this person's session; `user_agent` makes it WeChat's, `service_workers="block"` an older one.

    Django keeps other connections while a browser is driven than before and after: those end with the block as well.
    """
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 900 else 900}, base_url=base, has_touch=width < 900,
        timezone_id="Asia/Shanghai", locale="zh-CN", **more,
    )  # fmt: skip
    kept = {"sessionid": as_(person).cookies["sessionid"].value, "liuke_language": language}
    context.add_cookies([{"name": n, "value": v, "domain": "127.0.0.1", "path": "/"} for n, v in kept.items()])
    try:
        yield context
    finally:
        browser.close()
        connections.close_all()
