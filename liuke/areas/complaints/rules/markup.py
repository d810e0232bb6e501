"""Marked-up text as plain words: what came as HTML is never shown as HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset({"p", "div", "br", "tr", "li", "table", "blockquote", "h1", "h2", "h3", "hr"})
_UNREAD: Final = frozenset({"script", "style", "head", "title", "template"})


def words_in(markup: str) -> str:
    """What somebody reads who is shown this HTML: its words, line by line; nothing of its scripts and styles."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).splitlines())
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    """Gathers what is read, with a new line where the reader's eye goes to one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unread += tag in _UNREAD
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in _UNREAD))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.said.append(data.replace("\n", " "))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.said.append("\n")
