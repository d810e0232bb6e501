"""Walking through the pages as the company's people: each signed in with their own clock, each page looked at once.

A page is looked at in both languages at the desk's and at the phone's width: nothing wider than the screen, nothing left
untranslated or unfilled; and wherever one walks, no error in the console and no answer of 400 or more.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Playwright, Response

from tests.browser.conftest import Served
from tests.browser.pages import AHEAD, ARGS, CHROMIUM, overflowing

WIDTHS = {1440: 900, 390: 844}
LANGUAGES = ("zh-hans", "en")
NUMBERED = re.compile(r"[A-Z]{1,3}-?\d+|\d{2,}|/my/[^/]+|[0-9a-f]{16,}")
LEFT_OVER = re.compile(r"%\(|\{\{|\{%|\b[a-z]+_[a-z_]+\b|\bundefined\b")
ENGLISH = re.compile(r"\b[A-Za-z]{3,} [A-Za-z]{2,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAID = """(only) => [...document.querySelectorAll(only)].flatMap((place) => {
    const found = [], walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const el = walker.currentNode.parentElement, text = walker.currentNode.data.trim();
        if (text && !el.closest("script, style, noscript, code, kbd, .code, .name, .customer-name, [lang]:not(html)")) found.push(text);
    }
    return found;
})"""
FRAME = "th, legend, summary, .stat-label, .field-hint, .tabs a, .panel-head h2, nav a, dt"


class Walk:
    """One browser for the whole company; `wrong` gathers what no page may do."""

    def __init__(self, play: Playwright, served: Served) -> None:
        self.served, self.wrong, self.seen = served, list[str](), set[str]()
        self.browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)

    @contextmanager
    def as_(self, user: str, *, language: str = "zh-hans", width: int = 1440) -> Iterator[Page]:
        """Somebody signed in, at the desk or with the phone; without a name a visitor without an account."""
        context = self._context(width)
        page = self._page(context)
        if user:
            page.goto("/sign-in/")
            page.fill("[name=username]", user)
            page.fill("[name=password]", self.served.password)
            with page.expect_navigation():
                page.click("[data-main]")
        self._speak(context, language)
        try:
            yield page
        finally:
            context.close()

    def open(self, page: Page, path: str) -> None:
        """Go there and look."""
        page.goto(path)
        self.look(page)

    def look(self, page: Page, *, state: str = "") -> None:
        """Look at the page as it stands, in a window beside it, unless one of its kind was looked at already.

        `state` tells apart what one address shows at different times.
        """
        path = urlsplit(page.url).path
        kind = f"{NUMBERED.sub('#', path)} {state}"
        if kind in self.seen:
            return
        self.seen.add(kind)
        before = next((c["value"] for c in page.context.cookies() if c.get("name") == "liuke_language"), "")
        beside = self._page(page.context)
        for language in LANGUAGES:
            self._speak(page.context, language)
            beside.goto(page.url)
            self._check(beside, f"{path} {language}", language)
        beside.close()
        self._speak(page.context, str(before))

    def close(self) -> None:
        self.browser.close()

    def _check(self, page: Page, where: str, language: str) -> None:
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            self.wrong += [f"{where} {width}: wider than the screen: {what}" for what in overflowing(page)]
        everything = page.evaluate(SAID, "body")
        self.wrong += [f"{where}: left over: {text}" for text in everything if LEFT_OVER.search(text)]
        strange = everything if language == "zh-hans" else page.evaluate(SAID, FRAME)
        other = ENGLISH if language == "zh-hans" else CHINESE
        self.wrong += [f"{where}: not translated: {text}" for text in strange if other.search(text)]

    def _context(self, width: int) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]}, locale="zh-CN", timezone_id="Asia/Shanghai",
            has_touch=width < 900, base_url=self.served.base,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        context.add_init_script(AHEAD.replace("AHEAD_MS", str(round(self.served.ahead * 1000))))
        return context

    def _page(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and self._complained(page.url, said.text))
        page.on("pageerror", lambda error: self._note(f"{page.url}: {error}"))
        page.on("response", self._heard)
        return page

    def _complained(self, where: str, said: str) -> None:
        """A look-up that a later answer replaced is put down by htmx as well, and is none."""
        if not said.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            self._note(f"{where}: console: {said}")

    def _heard(self, answer: Response) -> None:
        if answer.status >= 400:
            self._note(f"{answer.request.method} {answer.url}: {answer.status}")

    def _note(self, said: str) -> None:
        print(f"  {said}", file=sys.stderr)
        self.wrong.append(said)

    def _speak(self, context: BrowserContext, language: str) -> None:
        host = urlsplit(self.served.base).hostname or "127.0.0.1"
        context.add_cookies([{"name": "liuke_language", "value": language, "domain": host, "path": "/"}])
