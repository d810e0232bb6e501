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
        import psycopg, threading as t
        from django.conf import settings
        d=connections.settings['default']
        print('DBG threads', [x.name for x in t.enumerate()])
        with psycopg.connect(dbname=d['NAME'],user=d['USER'],password=d['PASSWORD'],host=d['HOST'],port=d['PORT']) as q:
            print('DBG', q.execute('select pid,state,backend_start,left(query,200) from pg_stat_activity where datname=current_database() and pid<>pg_backend_pid()').fetchall())


def browser_of(
    play: Playwright, base: str, person: Actor, *, width: int = 390, language: str = "zh-hans", **more: Any
) -> BrowserContext:
    """A browser with this person's session; `user_agent` makes it WeChat's, `service_workers="block"` an older one."""
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    context = browser.new_context(
        viewport={"width": width, "height": 844 if width < 900 else 900}, base_url=base, has_touch=width < 900,
        timezone_id="Asia/Shanghai", locale="zh-CN", **more,
    )  # fmt: skip
    session = as_(person).cookies["sessionid"].value
    host = "127.0.0.1"
    context.add_cookies(
        [
            {"name": "sessionid", "value": session, "domain": host, "path": "/"},
            {"name": "liuke_language", "value": language, "domain": host, "path": "/"},
        ]
    )
    return context
