"""Looks at pages: signs in as a person, opens addresses at widths and in languages, keeps the pictures.

    .venv/bin/python -m tests.browser.pages --user wangfang --password ... /gallery/ / --out /tmp/shots
    ... --width 1440 --width 390 --language zh-hans --language en --dark --press "?" --full

As a library: `with signed_in(base, user, password, width=390) as page: page.goto(...)`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, Playwright, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HEIGHTS = {390: 844}
AHEAD = """{ const Real = Date, ahead = AHEAD_MS;
Date = class extends Real {
    constructor(...said) { said.length ? super(...said) : super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
}; }"""


@contextmanager
def signed_in(
    base: str, user: str, password: str, *, width: int = 1440, language: str = "zh-hans", dark: bool = False
) -> Iterator[Page]:
    """A page of a browser in which this person is signed in; without a user nobody is."""
    with sync_playwright() as play:
        yield open_page(play, base, user, password, width=width, language=language, dark=dark)


def open_page(
    play: Playwright, base: str, user: str, password: str, *, width: int, language: str, dark: bool = False,
    ahead: float = 0,
) -> Page:  # fmt: skip
    """`ahead`: seconds by which the visitor's clock runs ahead, as the server's does (conftest.py)."""
    browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        locale="en-GB" if language == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if dark else "light",
        has_touch=width < 900,
        base_url=base,
    )
    if ahead:
        context.add_init_script(AHEAD.replace("AHEAD_MS", str(round(ahead * 1000))))
    page = context.new_page()
    page.on(
        "console", lambda said: said.type in ("error", "warning") and print(f"  console: {said.text}", file=sys.stderr)
    )
    page.on("pageerror", lambda error: print(f"  error: {error}", file=sys.stderr))
    if user:
        page.goto("/sign-in/")
        page.fill("[name=username]", user)
        page.fill("[name=password]", password)
        page.click("[data-main]")
        page.wait_for_load_state()
    host = urlsplit(base).hostname or "127.0.0.1"
    context.add_cookies([{"name": "liuke_language", "value": language, "domain": host, "path": "/"}])
    return page


def overflowing(page: Page) -> list[str]:
    """What is wider than the screen, which no page may be."""
    script = """() => [...document.querySelectorAll("body *")].filter((el) => {
        const box = el.getBoundingClientRect();
        return box.width && box.right > document.documentElement.clientWidth + 1
            && !el.closest(".table-scroll, .tabs, .visually-hidden, .skip, svg, details:not([open]) > :not(summary)");
    }).slice(0, 5).map((el) => el.tagName + "." + el.className)"""
    return list(page.evaluate(script))


def shoot(page: Page, url: str, out: Path, name: str, *, press: str = "", full: bool = False) -> Path:
    answer = page.goto(url)
    page.wait_for_load_state("networkidle")
    if press:
        page.keyboard.press(press)
        page.wait_for_timeout(200)
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{name}.png"
    page.screenshot(path=str(target), full_page=full)
    status = answer.status if answer else "?"
    print(f"{status} {target}", *(f"  wider than the screen: {what}" for what in overflowing(page)), sep="\n")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("urls", nargs="+")
    parser.add_argument("--base", default="http://127.0.0.1:8000")
    parser.add_argument("--user", default="")
    parser.add_argument("--password", default="")
    parser.add_argument("--width", type=int, action="append")
    parser.add_argument("--language", action="append", choices=["zh-hans", "en"])
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--full", action="store_true", help="the whole page, not only the first screen")
    parser.add_argument("--press", default="", help="a key to press before the picture")
    parser.add_argument("--out", type=Path, default=Path("/tmp/liuke-pages"))
    asked = parser.parse_args()
    with sync_playwright() as play:
        for width in asked.width or [1440, 390]:
            for language in asked.language or ["zh-hans", "en"]:
                page = open_page(
                    play, asked.base, asked.user, asked.password, width=width, language=language, dark=asked.dark
                )
                for url in asked.urls:
                    slug = re.sub(r"\W+", "-", url).strip("-") or "home"
                    name = f"{slug}-{width}-{language}{'-dark' if asked.dark else ''}"
                    shoot(page, url, asked.out, name, press=asked.press, full=asked.full)
                page.context.browser.close()  # type: ignore[union-attr]


if __name__ == "__main__":
    main()
